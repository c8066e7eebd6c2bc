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

type ValueNames<F> = { [K in keyof F]: F[K] extends Padding ? never : K }[keyof F];

export type DecodedStruct<F extends StructFields> = { -readonly [K in ValueNames<F>]: Decoded<F[K]> };

export type EncodableStruct<F extends StructFields> = {
  -readonly [K in ValueNames<F>]?: Encodable<F[K]> | undefined;
};

export interface Struct<F extends StructFields>
  extends Type<
    DecodedStruct<F> & { '#rest'?: Uint8Array },
    EncodableStruct<F> & { '#rest'?: Uint8Array | string }
  > {
  readonly size: number;
  readonly fields: F;
  /** Writes the struct's fields of a value that has others too: what starts with this struct. */
  write(value: Readonly<Record<string, unknown>>, sink: Sink): void;
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

  function* parts(_window: Window, start: number, end: number): Generator<Part> {
    let at = start;
    for (const { name, type, size: width } of list) {
      if (at + width > end) break;
      yield { name, start: at, end: at + width, type };
      at += width;
    }
    if (at < end) {
      const note = at - start < size ? 'the beginning of a field' : 'beyond the struct';
      yield { name: '#rest', start: at, end, type: undefined, note };
    }
  }

  const decoders = new LengthDecoders((length, code) => {
    if (length < least || length > size) return undefined;
    const whole = list.filter(({ offset, size: width }) => offset + width <= length);
    const end = whole.at(-1);
    if (end === undefined || end.offset + end.size !== length) return undefined;
    return membersOf(whole, alignedPlace, code);
  });

  return {
    kind: 'struct',
    size,
    fields,
    decode(window: Window, start: number, end: number) {
      const length = end - start;
      if ((start & 3) === 0) {
        const decoder = decoders.for(length);
        try {
          if (decoder !== undefined) return decoder(window, start) as DecodedStruct<F>;
        } catch (error) {
          // Read field by field it is met again, and says where.
          if (!(error instanceof WireError)) throw error;
        }
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
          value[field.name] = field.type.decode(window, start + field.offset, start + stop);
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
        if (!Object.hasOwn(fields, name) && name !== '#rest') throw unknownField(name, Object.keys(fields));
      }
      this.write(value, sink);
      const rest = value['#rest'];
      if (rest !== undefined) bytes.encode(rest as Uint8Array | string, sink);
    },
    write(value: Readonly<Record<string, unknown>>, sink: Sink) {
      // A struct that has grown is written as far as values are given, so that a short one stays short.
      const last =
        options.min === undefined ? list.length : list.findLastIndex(({ name }) => value[name] !== undefined);
      for (const [i, { name, type, offset, size: width }] of list.entries()) {
        if (i > last && offset >= least) break;
        const given = value[name];
        if (given === undefined) sink.reserve(width);
        else WireError.at(name, () => type.encode(given, sink));
      }
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

type Member = [name: string, source: string];

function membersOf(list: readonly StructField[], place: Place, code: Code): Member[] {
  return list
    .filter(field => field.type.kind !== 'pad')
    .map(field => [field.name, memberSource(field.type, field.offset, field.size, place, code)]);
}

function literal(members: readonly Member[]): string {
  return `{ ${members.map(([name, source]) => `${JSON.stringify(name)}: ${source}`).join(', ')} }`;
}

/** Where the struct's start is `p`, a multiple of four. */
const alignedPlace: Place = {
  byte: offset => `p + ${offset}`,
  word: offset => (offset % 4 === 0 ? `words[(p >> 2) + ${offset / 4}]` : undefined),
};

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

function memberSource(type: AnyType, offset: number, size: number, place: Place, code: Code): string {
  const at: Place = {
    byte: further => place.byte(offset + further),
    word: further => place.word(offset + further),
  };
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
