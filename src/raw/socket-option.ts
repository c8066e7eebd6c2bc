/** Socket options declared as data: where each is, in which form its value crosses, for which families it exists. */
import { decodeInt, encodeInt, type Socket } from '../socket/index.js';
import { nearest } from '../wire/index.js';
import { namingInterface } from './explanations.js';

/** How an option's value stands in bytes. */
export interface OptionValue<T> {
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
  /** Bytes to make room for when it is read. */
  readonly size: number;
}

/** Level and name, as setsockopt(2) takes them, and the value's form where a family has one of its own. */
export type OptionPlace = readonly [level: number, name: number, value?: OptionValue<any>];

/** An option; a family without a place for it does not have it. */
export interface SocketOption<T> {
  readonly value: OptionValue<T>;
  readonly places: { readonly [family: string]: OptionPlace };
}

export type OptionTable = Readonly<Record<string, SocketOption<any>>>;

/** The options of a table as an object: what `set` takes and `get` gives. */
export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]?: T[K] extends SocketOption<infer V> ? V : never;
};

export const int: OptionValue<number> = { encode: encodeInt, decode: decodeInt, size: 4 };

export const bool: OptionValue<boolean> = {
  encode: value => encodeInt(value ? 1 : 0),
  decode: bytes => decodeInt(bytes) !== 0,
  size: 4,
};

export const rawBytes: OptionValue<Uint8Array> = {
  encode: value => value,
  decode: bytes => bytes,
  size: 256,
};

/** A name, ended by a NUL. */
export const cString: OptionValue<string> = {
  encode: value => new TextEncoder().encode(`${value}\0`),
  decode: bytes => new TextDecoder().decode(bytes).replace(/\0.*$/s, ''),
  size: 64,
};

/** An int of which some values have names; the others stay numbers. */
export function choice<const N extends Readonly<Record<string, number>>>(
  names: N,
): OptionValue<(keyof N & string) | number> {
  return {
    encode: value => encodeInt(typeof value === 'number' ? value : numberOf(value, names)),
    decode: bytes => {
      const number = decodeInt(bytes);
      return Object.keys(names).find(name => names[name] === number) ?? number;
    },
    size: 4,
  };
}

/** A set of bits by name; bits without a name follow as a number. */
export function bits<const N extends Readonly<Record<string, number>>>(
  names: N,
): OptionValue<readonly ((keyof N & string) | number)[]> {
  return {
    encode: list =>
      encodeInt(
        list.reduce<number>((sum, it) => sum | (typeof it === 'number' ? it : numberOf(it, names)), 0),
      ),
    decode: bytes => {
      const number = decodeInt(bytes);
      const known = Object.keys(names).filter(name => (number & names[name]!) !== 0);
      const rest = known.reduce((left, name) => left & ~names[name]!, number);
      return rest === 0 ? known : [...known, rest];
    },
    size: 4,
  };
}

/** The number behind a name. Throws RangeError, which offers the nearest name, when there is none. */
export function numberOf(name: string, names: Readonly<Record<string, number>>): number {
  const number = Object.hasOwn(names, name) ? names[name] : undefined;
  if (number === undefined) throw unknownWord(name, Object.keys(names));
  return number;
}

export function unknownWord(word: string, known: readonly string[]): RangeError {
  const near = nearest(word, known);
  const offer = near === undefined ? `one of ${known.join(', ')}` : `did you mean '${near}'?`;
  return new RangeError(`'${word}' is not known: ${offer}`);
}

/** Sets options in the order of their names in `values`. Those that are undefined are left alone. */
export function setOptions<T extends OptionTable>(
  socket: Socket,
  table: T,
  family: string,
  values: OptionValues<T>,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const [form, level, number] = find(table, family, name);
    const set = (): void => socket.setOption(level, number, form.encode(value));
    if (name === 'bindToDevice') namingInterface(value as string, set);
    else set();
  }
}

/** The value that an option has now. */
export function getOption<T extends OptionTable, K extends keyof T & string>(
  socket: Socket,
  table: T,
  family: string,
  name: K,
): T[K] extends SocketOption<infer V> ? V : never {
  const [form, level, number] = find(table, family, name);
  return form.decode(socket.getOption(level, number, form.size));
}

function find(
  table: OptionTable,
  family: string,
  name: string,
): [form: OptionValue<any>, level: number, name: number] {
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (option === undefined) throw unknownWord(name, Object.keys(table));
  const place = option.places[family];
  if (place === undefined) throw new RangeError(`sockets of the family ${family} have no option ${name}`);
  const [level, number, form = option.value] = place;
  return [form, level, number];
}
