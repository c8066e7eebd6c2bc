import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flags, names, u8, u16, u32 } from '../../src/wire/index.js';
import { decoded, encoded, generated, refusal, refused } from './codec.js';

const bits = names('BIT', { high: 0x80, two: 2, one: 1, eight: 8 });

describe.each([u8, u16, u32])('flags over $kind', integer => {
  const type = flags(integer, bits);

  test('are names from the lowest bit, then one number for the bits without a name', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: integer.size, maxLength: integer.size }),
        fc.integer({ min: 0, max: 5 }),
        (bytes, start) => {
          const value = decoded(type, bytes) as readonly (string | number)[];
          const number = decoded(integer, bytes) as number;
          const named = (['one', 'two', 'eight', 'high'] as const).filter(
            name => (number & bits.numbers[name]) !== 0,
          );
          const rest = (number & ~0x8b) >>> 0;
          expect(value).toEqual(rest === 0 ? named : [...named, rest]);
          expect(encoded(type, value)).toEqual(bytes);
          expect(encoded(type, number)).toEqual(bytes);
          expect(generated(type, bytes, start)).toEqual({ value });
        },
      ),
    );
  });

  test('are taken in any order, also twice', () => {
    expect(encoded(type, ['eight', 'one', 'eight', 2])).toEqual(encoded(type, 11));
    expect(encoded(type, [])).toEqual(encoded(type, 0));
  });

  test('are refused when they are no names and numbers of bits', () => {
    expect(refusal(() => encoded(type, ['hihg'])).message).toContain("did you mean 'high'?");
    for (const value of [
      [1.5],
      [-1],
      [2 ** 32],
      [2 ** 33],
      [Number.NaN],
      [1n],
      ['toString'],
      'one',
      null,
      {},
      2 ** 32,
      -1,
    ]) {
      refusal(() => encoded(type, value));
    }
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true }),
        value => void refused(() => encoded(type, value)),
      ),
    );
    refusal(() => decoded(type, new Uint8Array(integer.size - 1)));
  });
});

test('bit 31 is no sign', () => {
  const type = flags(u32, names('BIT', { top: 0x8000_0000, low: 1 }));
  expect(decoded(type, encoded(type, ['top']))).toEqual(['top']);
  expect(decoded(type, encoded(type, 0x8000_0003))).toEqual(['low', 'top', 2]);
  expect(decoded(type, encoded(type, 0x4000_0000))).toEqual([0x4000_0000]);
});

test('lists are shared and cannot be changed', () => {
  const type = flags(u8, bits);
  const [first, second] = [decoded(type, Uint8Array.of(3)), decoded(type, Uint8Array.of(3))];
  expect(first).toBe(second);
  expect(Object.isFrozen(first)).toBe(true);
  expect(Object.isFrozen(decoded(type, Uint8Array.of(0)))).toBe(true);
});

test('values without end are read right, and not all remembered', () => {
  const type = flags(u32, bits);
  for (let value = 0; value < 20_000; value++) {
    const list = decoded(type, encoded(type, value)) as (string | number)[];
    expect(Object.isFrozen(list)).toBe(true);
    if (value % 97 === 0) expect(encoded(type, list)).toEqual(encoded(u32, value));
  }
});
