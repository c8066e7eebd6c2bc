import { type Names, unknownName } from './enumeration.js';
import { shown, WireError } from './error.js';
import type { Integer } from './integer.js';
import type { Type } from './type.js';

/** The names of the bits that are set, from the lowest; bits without a name follow as one number. */
export type FlagList<Name extends string> = readonly (Name | number)[];

export interface Flags<Name extends string> extends Type<FlagList<Name>, FlagList<Name> | number> {
  readonly size: number;
  readonly names: Names<Name>;
}

const none: readonly never[] = Object.freeze([]);
const cachedLists = 4096;
const firstLists = 512;

/** Reads and writes a set of bits as a list of names, wherever its number stands. */
export interface FlagLists<Name extends string> {
  listOf(value: number): FlagList<Name>;
  bitsOf(list: FlagList<Name>): number;
}

export function flagLists<Name extends string>(set: Names<Name>): FlagLists<Name> {
  // What a program uses of none but a few sets is made when it is first asked for.
  let bits: ReadonlyMap<string, number> | undefined;
  let ordered: readonly (readonly [name: string, bit: number])[] | undefined;
  const lists = new Map<number, FlagList<Name>>();
  /** Those of the first numbers, which are most of what comes: an array is faster to ask. */
  let first: (FlagList<Name> | undefined)[] | undefined;

  function listOf(value: number): FlagList<Name> {
    const known = value < firstLists ? first?.[value] : lists.get(value);
    if (known !== undefined) return known;
    const list = made(value);
    if (value < firstLists) {
      first ??= new Array<undefined>(firstLists).fill(undefined);
      first[value] = list;
    } else if (lists.size < cachedLists) lists.set(value, list);
    return list;
  }

  function made(value: number): FlagList<Name> {
    if (value === 0) return none;
    const list: (Name | number)[] = [];
    let rest = value;
    ordered ??= Object.entries<number>(set.numbers).sort(([, a], [, b]) => (a >>> 0) - (b >>> 0));
    for (const [name, bit] of ordered) {
      if ((rest & bit) >>> 0 !== bit >>> 0) continue;
      list.push(name as Name);
      rest = (rest & ~bit) >>> 0;
    }
    if (rest !== 0) list.push(rest);
    return Object.freeze(list);
  }

  return { listOf, bitsOf };

  function bitsOf(list: FlagList<Name>): number {
    if (!Array.isArray(list))
      throw new WireError(`${shown(list)} is neither a number nor a list of ${set.prefix}_ names`);
    let value = 0;
    bits ??= new Map(Object.entries(set.numbers));
    for (const item of list as FlagList<Name>) {
      const bit = typeof item === 'number' ? item : bits.get(item);
      if (bit === undefined) throw unknownName(item, set);
      if (!(Number.isInteger(bit) && bit >= 0 && bit <= 0xffff_ffff))
        throw new WireError(`${bit} is no set of 32 bits`);
      value = (value | bit) >>> 0;
    }
    return value;
  }
}

/** A set of bits. Lists are shared between messages and frozen: one for each value seen. */
export function flags<Name extends string>(integer: Integer, set: Names<Name>): Flags<Name> {
  const { listOf, bitsOf } = flagLists(set);
  return {
    kind: integer.kind,
    size: integer.size,
    names: set,
    decode: (window, start, end) => listOf(integer.decode(window, start, end)),
    encode(value, sink) {
      integer.encode(typeof value === 'number' ? value : bitsOf(value), sink);
    },
    source(place, length, code) {
      return `${code.bind(listOf)}(${integer.source!(place, length, code)})`;
    },
  };
}
