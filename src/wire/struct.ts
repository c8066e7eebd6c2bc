import { type BitMembers, type Bits, type DecodedBits, type EncodableBits, isBits } from './bits.js';
import { bytes } from './bytes.js';
import { WireError } from './error.js';
import { generate } from './generate.js';
import { nearest } from './nearest.js';
import type { Sink } from './sink.js';
import {
  type AnyType,
  type Code,
  type Decoded,
  type Encodable,
  expectObject,
  type Part,
  type Place,
  type Type,
} from './type.js';
import type { Window } from './window.js';

/** Bytes that align what follows and mean nothing: read over, written as zeros. */
export interface Padding extends Type<never, never> {
  readonly size: number;
}

export function padding(size: number): Padding {
  return {
    kind: 'pad',
    size,
    decode: () => undefined as never,
    encode: (_value, sink) => {
      sink.reserve(size);
    },
  };
}

export type StructFields = Readonly<Record<string, AnyType>>;

type ValueNames<F> = { [K in keyof F]: F[K] extends Padding | Bits<any> ? never : K }[keyof F];

type MembersOf<F> = { [K in keyof F]: F[K] extends Bits<infer M> ? M : never }[keyof F];
type Both<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void ? I : never;
/** What shares integers: the bit fields of all of a struct's `bits`. */
type SharedBits<F> = [MembersOf<F>] extends [never] ? unknown : Both<MembersOf<F>>;
type DecodedShared<B> = B extends BitMembers ? DecodedBits<B> : unknown;
type EncodableShared<B> = B extends BitMembers ? EncodableBits<B> : unknown;

export type DecodedStruct<F extends StructFields> = {
  -readonly [K in ValueNames<F>]: Decoded<F[K]>;
} & DecodedShared<SharedBits<F>>;

export type EncodableStruct<F extends StructFields> = {
  -readonly [K in ValueNames<F>]?: Encodable<F[K]> | undefined;
} & EncodableShared<SharedBits<F>>;

export interface Struct<F extends StructFields>
  extends Type<
    DecodedStruct<F> & { '#rest'?: Uint8Array },
    EncodableStruct<F> & { '#rest'?: Uint8Array | string }
  > {
  readonly size: number;
  readonly fields: F;
  /** The names of a value's fields, in order: padding has none, `bits` have those of their members. */
  readonly names: readonly string[];
  /** Writes the struct's fields of a value that has others too: what starts with this struct. */
  write(value: Readonly<Record<string, unknown>>, sink: Sink): void;
  /** Writes one field of `value` again in the struct that was written at `start`: a length or checksum known at last. */
  rewrite(name: string, value: Readonly<Record<string, unknown>>, sink: Sink, start: number): void;
  /** The members' names and the JavaScript that reads them, for the generated decoder of what starts with this struct. */
  members(place: Place, code: Code): [name: string, source: string][];
}

export interface StructOptions {
  /**
   * The least size that is accepted, for a struct that has grown: fields that lie beyond the end of a shorter one
   * are left out.
   */
  readonly min?: number;
}

/**
 * Fields one behind the other, as a C struct lays them out (with its padding written down). A longer one
 * than declared keeps its further bytes under `#rest`, as one with a `min` does that ends inside a field; a
 * shorter one is a WireError that names the first field missing.
 */
export function struct<const F extends StructFields>(fields: F, options: StructOptions = {}): Struct<F> {
  const list: StructField[] = [];
  let size = 0;
  for (const [name, type] of Object.entries(fields)) {
    if (type.size === undefined) throw new TypeError(`struct field '${name}' has no fixed size`);
    list.push({ name, type, offset: size, size: type.size });
    size += type.size;
  }
  const least = options.min ?? size;
  const names = list.flatMap(({ name, type }) =>
    isBits(type) ? Object.keys(type.members) : type.kind === 'pad' ? [] : [name],
  );
  if (new Set(names).size < names.length)
    throw new TypeError(`a struct has two fields of one name: ${names}`);

  function* parts(_window: Window, start: number, end: number): Generator<Part> {
    let at = start;
    for (const { name, type, size: width } of list) {
      if (at + width > end) break;
      const label = isBits(type) ? Object.keys(type.members).join(', ') : name;
      yield { name: label, start: at, end: at + width, type };
      at += width;
    }
    if (at < end) {
      const note = at - start < size ? 'the beginning of a field' : 'beyond the struct';
      yield { name: '#rest', start: at, end, type: undefined, note };
    }
  }

  const decodersAt = (place: Place) =>
    new LengthDecoders((length, code) => {
      if (length < least || length > size) return undefined;
      const whole = list.filter(({ offset, size: width }) => offset + width <= length);
      const end = whole.at(-1);
      if (end === undefined || end.offset + end.size !== length) return undefined;
      return membersOf(whole, place, code);
    });
  let aligned: LengthDecoders | undefined;
  let shifted: LengthDecoders | undefined;

  return {
    kind: 'struct',
    size,
    fields,
    names,
    decode(window: Window, start: number, end: number) {
      const length = end - start;
      let decoders = (start & 3) === 0 ? aligned : shifted;
      if (decoders === undefined) {
        if ((start & 3) === 0) decoders = aligned = decodersAt(alignedPlace);
        else decoders = shifted = decodersAt(anyPlace);
      }
      const decoder = decoders.for(length);
      try {
        if (decoder !== undefined) return decoder(window, start) as DecodedStruct<F>;
      } catch (error) {
        // Read field by field it is met again, and says where.
        if (!(error instanceof WireError)) throw error;
      }
      const value: Record<string, unknown> = {};
      let known = size;
      for (const field of list) {
        const stop = field.offset + field.size;
        if (stop > length) {
          if (stop > least) {
            known = field.offset;
            break;
          }
          throw new WireError(`ends after ${length} of ${least} bytes`, end).within(field.name);
        }
        if (field.type.kind === 'pad') continue;
        try {
          const decoded = field.type.decode(window, start + field.offset, start + stop);
          if (isBits(field.type)) Object.assign(value, decoded);
          else value[field.name] = decoded;
        } catch (error) {
          throw error instanceof WireError ? error.within(field.name) : error;
        }
      }
      if (length > known) value['#rest'] = window.copy(start + known, end);
      return value as DecodedStruct<F>;
    },
    encode(value: Record<string, unknown>, sink: Sink) {
      expectObject(value);
      for (const name in value) {
        if (!names.includes(name) && name !== '#rest') throw unknownField(name, names);
      }
      this.write(value, sink);
      const rest = value['#rest'];
      if (rest !== undefined) bytes.encode(rest as Uint8Array | string, sink);
    },
    write(value: Readonly<Record<string, unknown>>, sink: Sink) {
      // A struct that has grown is written as far as values are given, so that a short one stays short.
      let last =
        options.min === undefined ? list.length : list.findLastIndex(({ name }) => value[name] !== undefined);
      // What fills up the whole struct belongs to it.
      if (list.slice(last + 1).every(({ type }) => type.kind === 'pad')) last = list.length;
      for (const [i, field] of list.entries()) {
        if (i > last && field.offset >= least) break;
        writeField(field, value, sink);
      }
    },
    rewrite(name: string, value: Readonly<Record<string, unknown>>, sink: Sink, start: number) {
      const field = list.find(({ name: own, type }) =>
        isBits(type) ? Object.hasOwn(type.members, name) : own === name,
      );
      if (field === undefined) throw unknownField(name, names);
      sink.at(start + field.offset, () => writeField(field, value, sink));
    },
    parts,
    members(place: Place, code: Code): [string, string][] {
      return membersOf(list, place, code);
    },
    source(place: Place, length: number, code: Code): string | undefined {
      return length === size ? literal(membersOf(list, place, code)) : undefined;
    },
  };
}

interface StructField {
  readonly name: string;
  readonly type: AnyType;
  readonly offset: number;
  readonly size: number;
}

function writeField(
  { name, type, size }: StructField,
  value: Readonly<Record<string, unknown>>,
  sink: Sink,
): void {
  const given = value[name];
  if (isBits(type)) type.encode(value as never, sink);
  else if (given === undefined) sink.reserve(size);
  else WireError.at(name, () => type.encode(given, sink));
}

type Member = [name: string, source: string];

function membersOf(list: readonly StructField[], place: Place, code: Code): Member[] {
  return list
    .filter(field => field.type.kind !== 'pad')
    .flatMap(({ name, type, offset, size }): Member[] => {
      if (!isBits(type)) return [[name, memberSource(type, offset, size, place, code)]];
      return type.memberSources(placeWithin(place, offset), code);
    });
}

function literal(members: readonly Member[]): string {
  return `{ ${members.map(([name, source]) => `${JSON.stringify(name)}: ${source}`).join(', ')} }`;
}

/** Where the struct's start is `p`, a multiple of four. */
const alignedPlace: Place = {
  byte: offset => `p + ${offset}`,
  word: offset => (offset % 4 === 0 ? `words[(p >> 2) + ${offset / 4}]` : undefined),
};

/** Where the struct's start is `p`, any number: packets are cut where it suits nobody. */
export const anyPlace: Place = { byte: offset => `p + ${offset}`, word: () => undefined };

/** Structs of a length before a decoder is made for it. */
const patience = 32;

/** Generated decoders of a struct, for the lengths that come often: one, unless kernels' versions of it are mixed. */
class LengthDecoders {
  readonly #members: (length: number, code: Code) => Member[] | undefined;
  readonly #decoders = new Map<number, ((window: Window, start: number) => unknown) | undefined>();
  readonly #seen = new Map<number, number>();

  constructor(members: (length: number, code: Code) => Member[] | undefined) {
    this.#members = members;
  }

  for(length: number): ((window: Window, start: number) => unknown) | undefined {
    const made = this.#decoders.get(length);
    if (made !== undefined || this.#decoders.has(length)) return made;
    const seen = (this.#seen.get(length) ?? 0) + 1;
    this.#seen.set(length, seen);
    if (seen < patience) return undefined;
    let possible = true;
    const decoder = generate(['window', 'p'], code => {
      const members = this.#members(length, code);
      if (members === undefined) possible = false;
      return `const u8 = window.u8, view = window.view, words = window.words; return ${literal(members ?? [])};`;
    });
    this.#decoders.set(length, possible ? decoder : undefined);
    return this.#decoders.get(length);
  }
}

function placeWithin(place: Place, offset: number): Place {
  return {
    byte: further => place.byte(offset + further),
    word: further => place.word(offset + further),
  };
}

function memberSource(type: AnyType, offset: number, size: number, place: Place, code: Code): string {
  const at = placeWithin(place, offset);
  const source = type.source?.(at, size, code);
  if (source !== undefined) return source;
  return `${code.bind(type)}.decode(window, ${at.byte(0)}, ${at.byte(size)})`;
}

/** The error for a field that a schema does not have; it offers the nearest one that it has. */
export function unknownField(name: string, known: readonly string[]): WireError {
  const near = nearest(name, known);
  const offer = near === undefined ? '' : `; did you mean '${near}'?`;
  return new WireError(`there is no field '${name}'${offer}`);
}
