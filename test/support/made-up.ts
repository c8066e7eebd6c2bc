import type { AttributeField, AttributeSet } from '../../src/netlink/attributes.js';
import type { AnyType } from '../../src/wire/index.js';
import type { Random } from '../fuzz/random.js';
import { attribute, join } from './netlink-bytes.js';

/** Which attributes of a set are made up; those that a path ends in, or all with it, may be had in a way of their own. */
export interface MakingUp {
  readonly random: Random;
  /** Bytes for the attribute at this path instead of others; `null` leaves it out. */
  readonly special?: (path: string) => Uint8Array | null | undefined;
  /** How many in ten of the attributes are there. */
  readonly often: number;
}

/** The bytes of some of a set's attributes, each with a value that its type has. */
export function madeUpAttributes(set: AttributeSet, path: string, making: MakingUp): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const field of set.byName.values()) {
    if (making.random.below(10) >= making.often) continue;
    const here = `${path}.${field.name}`;
    const times = field.multi ? 1 + making.random.below(3) : 1;
    for (let i = 0; i < times; i++) {
      const special = making.special?.(here);
      if (special === null) continue;
      pieces.push(attribute(field.number, special ?? madeUpValue(typeOf(field), here, making)));
    }
  }
  return join(...pieces);
}

const typeOf = ({ type }: AttributeField): AnyType =>
  'item' in type && 'multi' in type ? (type.item as AnyType) : type;

function madeUpValue(type: AnyType, path: string, making: MakingUp): Uint8Array {
  const { random } = making;
  if ('set' in type) return madeUpAttributes(type.set as AttributeSet, path, making);
  if (type.size !== undefined) return madeUpBytes(type.size, random);
  switch (type.kind) {
    case 'string':
      return new TextEncoder().encode(`${random.pick(['a', 'eth', 'p0', 'x-y'])}${random.below(100)}\0`);
    case 'link-address':
      return madeUpBytes(6, random);
    case 'indexed-array': {
      const items = Array.from({ length: random.below(4) }, (_, i) =>
        attribute(i, madeUpValue((type as AnyType & { item: AnyType }).item, path, making)),
      );
      return join(...items);
    }
    case 'binary':
      return madeUpBytes(1 + random.below(8), random);
    default:
      // Arrays, and what is one of several sizes.
      return madeUpBytes(/ array$/.test(type.kind) ? 4 * (1 + random.below(8)) : 1, random);
  }
}

/** Small numbers more often than large ones, in words of four bytes where there is room for them. */
export function madeUpBytes(size: number, random: Random): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 4) {
    const word = Math.min(4, size - at);
    const view = bytes.subarray(at, at + word);
    if (random.below(3) === 0) {
      for (let i = 0; i < word; i++) view[i] = random.below(256);
    } else {
      view[random.pick([0, word - 1])] = random.pick([0, 0, 1, 1, 2, 3, 4, 5, 10, 41, 200]);
    }
  }
  return bytes;
}
