import { type Names, unknownName } from './enumeration.js';
import type { Wide, WideInteger } from './integer.js';
import type { Type } from './type.js';

/** Names for numbers of 64 bits, which stand as bigints. */
export interface WideNames<Name extends string> extends Omit<Names<Name>, 'numbers'> {
  readonly numbers: Readonly<Record<Name, bigint>>;
}

export function wideNames<const N extends Record<string, bigint>>(
  prefix: string,
  numbers: N,
  constants: { readonly [K in keyof N]?: string } = {},
): WideNames<keyof N & string> {
  return { prefix, numbers, constants: constants as WideNames<keyof N & string>['constants'] };
}

/** One of a set of names; a number without a name stays a number, both ways, or its decimal text, as JSON holds it. */
export interface WideEnumeration<Name extends string> extends Type<Name | Wide, Name | Wide | `${bigint}`> {
  readonly size: 8;
  readonly names: WideNames<Name>;
}

export function wideEnumOf<Name extends string>(
  integer: WideInteger,
  set: WideNames<Name>,
): WideEnumeration<Name> {
  const numbers = new Map<string, bigint>(Object.entries(set.numbers));
  const byNumber = new Map<bigint, Name>();
  for (const [name, number] of numbers) byNumber.set(number, name as Name);
  return {
    kind: integer.kind,
    size: 8,
    names: set,
    decode(window, start, end) {
      const number = integer.decode(window, start, end);
      return byNumber.get(BigInt(number)) ?? number;
    },
    encode(value, sink) {
      const named = typeof value === 'string' && !/^\d+$/.test(value);
      if (named && !numbers.has(value)) throw unknownName(value, set);
      integer.encode(named ? numbers.get(value)! : value, sink);
    },
  };
}
