import { type Names, nameTable } from './enumeration.js';
import { shown, WireError } from './error.js';
import { type FlagList, flagLists } from './flags.js';
import type { Integer } from './integer.js';
import type { AnyType, Code, Place, Type } from './type.js';

/** A field of a few bits: how many, and what its number means. */
export interface BitField<Out, In = Out> {
  readonly width: number;
  readonly names?: Names<string>;
  read(number: number): Out;
  write(value: In): number;
}

export type BitMembers = Readonly<Record<string, number | BitField<any, any>>>;
export type DecodedBits<M extends BitMembers> = {
  -readonly [K in keyof M]: M[K] extends BitField<infer Out, any> ? Out : number;
};
export type EncodableBits<M extends BitMembers> = {
  -readonly [K in keyof M]?: (M[K] extends BitField<any, infer In> ? In : number) | undefined;
};

/** Fields that share an integer; in a struct they are fields of it as the others are. */
export interface Bits<M extends BitMembers> extends Type<DecodedBits<M>, EncodableBits<M>> {
  readonly kind: 'bits';
  readonly size: number;
  /** What it was declared with. */
  readonly declared: M;
  readonly members: { readonly [K in keyof M]: BitField<unknown, any> };
  /** The members' names and the JavaScript that reads them. */
  memberSources(place: Place, code: Code): [name: string, source: string][];
}

export function isBits(type: AnyType): type is Bits<BitMembers> {
  return type.kind === 'bits';
}

/** Some bits as a list of the names of those that are set. */
export function bitFlags<Name extends string>(
  width: number,
  set: Names<Name>,
): BitField<FlagList<Name>, FlagList<Name> | number> {
  const { listOf, bitsOf } = flagLists(set);
  return {
    width,
    names: set,
    read: listOf,
    write: value => (typeof value === 'number' ? value : bitsOf(value)),
  };
}

/** Some bits as a name; a number without a name stays a number. */
export function bitEnum<Name extends string>(
  width: number,
  set: Names<Name>,
): BitField<Name | number, Name | number> {
  const { nameOf, numberOf } = nameTable(set);
  return {
    width,
    names: set,
    read: nameOf,
    write: value => (typeof value === 'number' ? value : numberOf(value)),
  };
}

interface Placed extends BitField<unknown, unknown> {
  readonly name: string;
  readonly shift: number;
  readonly plain: boolean;
}

/**
 * Fields of a few bits in one integer, the first in its highest bits, as RFCs draw them. `bitFields` has those of C's
 * structs, whose order is the machine's.
 */
export function bits<const M extends BitMembers>(integer: Integer, members: M): Bits<M> {
  let shift = integer.size * 8;
  const list: Placed[] = Object.entries(members).map(([name, member]) => {
    const plain = typeof member === 'number';
    const field = plain ? plainBits(member) : member;
    shift -= field.width;
    return { ...field, name, shift, plain };
  });
  if (shift !== 0) throw new TypeError(`bits leave ${shift} of ${integer.size * 8} bits undeclared`);

  return {
    kind: 'bits',
    size: integer.size,
    declared: members,
    members: Object.fromEntries(
      list.map(({ name, ...field }) => [name, field]),
    ) as unknown as Bits<M>['members'],
    decode(window, start, end) {
      const whole = integer.decode(window, start, end);
      return Object.fromEntries(
        list.map(({ name, shift, width, read }) => [name, read((whole >>> shift) & mask(width))]),
      ) as DecodedBits<M>;
    },
    encode(value: Readonly<Record<string, unknown>>, sink) {
      let whole = 0;
      for (const { name, shift, width, write } of list) {
        const given = value[name];
        if (given === undefined) continue;
        const number = WireError.at(name, () => checked(write(given), width));
        whole = (whole | (number << shift)) >>> 0;
      }
      integer.encode(whole, sink);
    },
    memberSources(place, code) {
      const whole = integer.source!(place, integer.size, code)!;
      return list.map(({ name, shift, width, read, plain }) => {
        const shifted = shift === 0 ? whole : `(${whole} >>> ${shift})`;
        const number = shift + width === integer.size * 8 ? shifted : `(${shifted} & ${mask(width)})`;
        return [name, plain ? number : `${code.bind(read)}(${number})`];
      });
    },
  };
}

function plainBits(width: number): BitField<number> {
  return { width, read: number => number, write: value => value };
}

function mask(width: number): number {
  return width === 32 ? -1 : (1 << width) - 1;
}

function checked(number: number, width: number): number {
  const max = 2 ** width - 1;
  if (Number.isInteger(number) && number >= 0 && number <= max) return number;
  throw new WireError(`${shown(number)} is not a whole number from 0 to ${max} (${width} bits)`);
}
