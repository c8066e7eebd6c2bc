import { expect, test } from 'vitest';
import { decodeInt, encodeInt } from '../../src/socket/index.js';

test('an int survives both ways', () => {
  for (const value of [0, 1, -1, 0x7fffffff, -0x80000000]) expect(decodeInt(encodeInt(value))).toBe(value);
});

test('an unsigned int has the same bytes', () => {
  expect(encodeInt(0xffffffff)).toEqual(encodeInt(-1));
});

test('what is no int of 32 bits is refused', () => {
  for (const value of [1.5, Number.NaN, 2 ** 32, -(2 ** 31) - 1]) {
    expect(() => encodeInt(value)).toThrow(RangeError);
  }
});

test('a short value counts as padded', () => {
  expect(decodeInt(new Uint8Array(0))).toBe(0);
  expect(decodeInt(encodeInt(7).subarray(0, 1))).toBe(7);
});
