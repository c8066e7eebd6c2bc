import { shown, WireError } from './error.js';
import type { Integer } from './integer.js';
import { nearest } from './nearest.js';
import type { Type } from './type.js';

/** Names for numbers, under the prefix that the kernel's constants carry: RTN with `unicast` is RTN_UNICAST. */
export interface Names<Name extends string> {
  readonly prefix: string;
  readonly numbers: Readonly<Record<Name, number>>;
  /** The constants that are not spelled as prefix and name. */
  readonly constants: { readonly [N in Name]?: string };
}

export function names<const N extends Record<string, number>>(
  prefix: string,
  numbers: N,
  constants: { readonly [K in keyof N]?: string } = {},
): Names<keyof N & string> {
  return { prefix, numbers, constants: constants as Names<keyof N & string>['constants'] };
}

/** The kernel's spelling of a camelCase name: `flagsExt` under `NDA` is `NDA_FLAGS_EXT`. */
export function constantName(prefix: string, name: string): string {
  return `${prefix}_${name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`;
}

/** The kernel's constant behind a name of a set. */
export function constantOf<Name extends string>(
  set: Pick<Names<Name>, 'prefix' | 'constants'>,
  name: Name,
): string {
  return set.constants[name] ?? constantName(set.prefix, name);
}

/** One of a set of names; a number without a name stays a number, both ways. */
export interface Enumeration<Name extends string> extends Type<Name | number> {
  readonly size: number;
  readonly names: Names<Name>;
}

/** Reads and writes a number as one of a set of names, wherever it stands. */
export function nameTable<Name extends string>(
  set: Names<Name>,
): { nameOf(number: number): Name | number; numberOf(name: string): number } {
  // Made when they are first asked for: a program uses few of the sets that are declared.
  let byNumber: ReadonlyMap<number, Name> | undefined;
  let numbers: ReadonlyMap<string, number> | undefined;
  return {
    nameOf(number) {
      byNumber ??= namesByNumber(set);
      return byNumber.get(number) ?? number;
    },
    numberOf(name) {
      numbers ??= new Map<string, number>(Object.entries(set.numbers));
      const number = numbers.get(name);
      if (number === undefined) throw unknownName(name, set);
      return number;
    },
  };
}

function namesByNumber<Name extends string>({ numbers }: Names<Name>): Map<number, Name> {
  const byNumber = new Map<number, Name>();
  for (const name in numbers) if (!byNumber.has(numbers[name])) byNumber.set(numbers[name], name);
  return byNumber;
}

export function enumOf<Name extends string>(integer: Integer, set: Names<Name>): Enumeration<Name> {
  const { nameOf, numberOf } = nameTable(set);
  // One byte has 256 values: a full table makes the common case an array access. It is made for generated code alone.
  let table: (Name | number)[] | undefined;
  return {
    kind: integer.kind,
    size: integer.size,
    names: set,
    decode: (window, start, end) => nameOf(integer.decode(window, start, end)),
    encode(value, sink) {
      integer.encode(typeof value === 'number' ? value : numberOf(value), sink);
    },
    source(place, length, code) {
      const number = integer.source!(place, length, code);
      if (integer.size !== 1) return `${code.bind(nameOf)}(${number})`;
      table ??= Array.from({ length: 256 }, (_, number) => nameOf(number));
      return `${code.bind(table)}[${number}]`;
    },
  };
}

/** The error for a name that a set does not have; it offers the nearest one that it has. */
export function unknownName(
  name: unknown,
  set: { readonly prefix: string; readonly numbers: object },
): WireError {
  const known = Object.keys(set.numbers);
  const near = nearest(shown(name), known);
  const offer = near === undefined ? `one of ${known.join(', ')}` : `did you mean '${near}'?`;
  return new WireError(`'${shown(name)}' is no ${set.prefix}_ name: ${offer}`);
}
