/** Protocols, each declared once: decoding, building, explaining and JSON come from the declaration. */
import {
  type DecodedStruct,
  type EncodableStruct,
  isBits,
  type Part,
  type Struct,
  type StructFields,
  shown,
  unknownField,
  type Window,
  WireError,
} from '../wire/index.js';
import { Compiled } from './compiled-protocol.js';
import type { Cursor } from './cursor.js';
import type { LineContext } from './line.js';
import {
  type Body,
  type DecodedBody,
  type EncodableBody,
  fieldSize,
  type OptionalField,
  type Seen,
} from './protocol-fields.js';

/** Where a layer that was built stands: its header, what it carries, and its end. */
export interface BuiltPlace {
  readonly u8: Uint8Array;
  readonly start: number;
  readonly payloadStart: number;
  readonly end: number;
}

/** Which checksum a protocol has. */
export interface ChecksumDeclaration {
  /** Bytes from the layer's start to the field. */
  readonly at: number;
  /** The internet checksum unless given. */
  readonly kind?: 'internet' | 'crc32c';
  /** Whether it covers the header alone; all of the layer otherwise. */
  readonly headerOnly?: boolean;
  /** Whether the addresses of the IP layer count, as if they stood in front. */
  readonly pseudoHeader?: boolean;
  /** Whether 0 says that there is none (over IPv4; RFC 768), so that a sum of 0 is written as ffff. */
  readonly zeroIsNone?: boolean;
  /** A stretch that does not count, in bytes from the layer's start. */
  readonly except?: readonly [start: number, end: number];
}

export interface Declaration<N extends string, H extends StructFields, B extends Body> {
  /** The layer's name. */
  readonly name: N;
  readonly header: Struct<H>;
  /** What stands behind the header, in order. */
  readonly body?: B;
  /** What the fields are unless given. */
  readonly defaults?: EncodableStruct<H> & EncodableBody<B>;
  /** Fields that follow from others that are given. */
  readonly prepare?: (given: Seen) => Readonly<Record<string, unknown>>;
  /** Fields that follow from the bytes, in the order in which they are computed, unless they are given. */
  readonly compute?: { readonly [field: string]: (place: BuiltPlace, given: Seen) => unknown };
  /** By the layer where not every one has the same, or any. */
  readonly checksum?: ChecksumDeclaration | ((layer: Seen) => ChecksumDeclaration | undefined);
  /** The field that says what the layer carries, and its values by layer. */
  readonly carries?: { readonly field: string; readonly layers: Readonly<Record<string, unknown>> };
  /** The layer that follows; undefined for bytes that nobody knows. */
  readonly next?: (layer: Seen, cursor: Cursor) => string | undefined;
  /** Where the payload ends, where the header says so: an offset as `start` is one. */
  readonly payloadEnd?: (layer: Seen, start: number, end: number) => number;
  /** Whether what it carries is the beginning of something longer: a fragment. */
  readonly partial?: (layer: Seen) => boolean;
  /** Why a header is not to be believed, so that nothing behind it is read. */
  readonly malformed?: (layer: Seen) => string | undefined;
  /** What it is in the line of a packet. */
  readonly line?: (layer: any, context: LineContext) => string;
}

/** A decoded layer that came whole. */
export type LayerOf<P> =
  P extends Protocol<infer N, infer H, infer B>
    ? { layer: N; truncated?: undefined } & DecodedStruct<H> & DecodedBody<B>
    : never;

export type InputOf<P> =
  P extends Protocol<any, infer H, infer B> ? EncodableStruct<H> & EncodableBody<B> : never;

/** A protocol's format; called, a layer for `buildPacket`. */
export interface Protocol<
  N extends string = string,
  H extends StructFields = StructFields,
  B extends Body = Body,
> {
  (
    fields?: EncodableStruct<H> & EncodableBody<B>,
  ): {
    readonly layer: N;
  } & EncodableStruct<H> &
    EncodableBody<B>;
  readonly layerName: N;
  readonly declaration: Declaration<N, H, B>;
  /** The names of the fields that a layer may have, in order. */
  readonly fieldNames: readonly string[];
  readonly compiled: Compiled;
  /** The parts of a layer, for annotated hex. */
  parts(window: Window, start: number, end: number): Generator<Part>;
}

export type AnyProtocol = Protocol<any, any, any>;

const noFields: Body = {};

/** Declares a protocol once; decoding, building, explaining and JSON come from it. */
export function protocol<
  const N extends string,
  const H extends StructFields,
  const B extends Body = Readonly<Record<never, never>>,
>(declaration: Declaration<N, H, B>): Protocol<N, H, B> {
  const { name, header } = declaration;
  const body: Body = declaration.body ?? noFields;
  const bodyNames = Object.entries(body).flatMap(([key, { type }]) =>
    isBits(type) ? Object.keys(type.members) : [key],
  );
  const fieldNames = [...header.names, ...bodyNames];
  if (new Set(fieldNames).size < fieldNames.length) throw new TypeError(`${name} has two fields of one name`);
  const make = (fields: object = {}): { layer: N } => {
    for (const given of Object.keys(fields)) {
      if (!fieldNames.includes(given) && !ownFields.has(given))
        throw unknownField(given, fieldNames).within(name);
    }
    return { ...fields, layer: name };
  };
  return Object.assign(make, {
    layerName: name,
    declaration,
    fieldNames,
    compiled: new Compiled(declaration as unknown as Declaration<any, any, any>),
    parts: (window: Window, start: number, end: number) => layerParts(declaration, window, start, end),
  }) as unknown as Protocol<N, H, B>;
}

/** What a decoded layer has besides its protocol's fields. */
const ownFields: ReadonlySet<string> = new Set(['layer', 'truncated', '#rest']);

function* layerParts(
  { header, body = noFields as any, malformed }: Declaration<any, any, any>,
  window: Window,
  start: number,
  end: number,
): Generator<Part> {
  const bodyStart = start + header.size;
  yield* header.parts!(window, start, Math.min(bodyStart, end));
  if (bodyStart > end) return;
  const seen: Record<string, unknown> = { ...header.decode(window, start, bodyStart) };
  if (malformed?.(seen) !== undefined) return;
  let at = bodyStart;
  for (const [name, declared] of Object.entries(body as Body)) {
    if ('when' in declared && !(declared as OptionalField).when(seen, end - at)) continue;
    const { taken, wanted } = fieldSize(declared, seen, end - at, window, at);
    const cut = taken < wanted && declared.type.size !== undefined;
    if (taken > 0 && cut)
      yield { name, start: at, end: at + taken, type: undefined, note: `${taken} of ${wanted} bytes` };
    else if (taken > 0) yield { name, start: at, end: at + taken, type: declared.type };
    if (taken < wanted) return;
    const value = declared.type.decode(window, at, at + taken);
    if (isBits(declared.type)) Object.assign(seen, value);
    else seen[name] = value;
    at += taken;
  }
}

/** Throws for what is not the value of a layer's field. */
export function checkFields(given: Seen, { layerName, fieldNames }: AnyProtocol): void {
  for (const name of Object.keys(given)) {
    if (!fieldNames.includes(name) && !ownFields.has(name))
      throw unknownField(name, fieldNames).within(layerName);
  }
}

/** The error for a layer of a name that nobody declared. */
export function unknownLayer(name: unknown, known: Iterable<string>): WireError {
  return new WireError(`there is no layer '${shown(name)}'; there are ${[...known].join(', ')}`);
}
