import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  arrayOf,
  be16,
  fixedArrayOf,
  struct,
  toHex,
  toJson,
  u32,
  u64,
  Window,
} from '../../src/wire/index.js';
import { decoded, encoded, refusal, refused } from './codec.js';

const pairs = arrayOf(struct({ id: u32, port: be16 }));

test('items one behind the other, as many as there are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
      const error = refused(() => {
        const value = decoded(pairs, bytes) as unknown[];
        expect(value.length).toBe(bytes.length / 6);
        expect(encoded(pairs, value)).toEqual(bytes);
      });
      expect(error === undefined).toBe(bytes.length % 6 === 0);
      if (error) expect(error.offset).toBe(8);
    }),
  );
  expect(pairs.kind).toBe('struct array');
});

test('wide items survive JSON', () => {
  const bytes = encoded(arrayOf(u64), [0, 2n ** 64n - 1n, '18446744073709551614']);
  const value = decoded(arrayOf(u64), bytes);
  expect(value).toEqual([0, 2n ** 64n - 1n, 2n ** 64n - 2n]);
  expect(encoded(arrayOf(u64), toJson(value))).toEqual(bytes);
});

test('an error says which item', () => {
  expect(refusal(() => encoded(pairs, [{ id: 1 }, { id: 1, port: -1 }])).path).toBe('[1].port');
  for (const value of [null, {}, 5, 'ab', [5], [null]]) refusal(() => encoded(pairs, value));
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), value => void refused(() => encoded(pairs, value))),
  );
});

test('its parts are the items', () => {
  const parts = [...pairs.parts!(new Window(new Uint8Array(12)), 0, 12)];
  expect(parts.map(({ name, start, end }) => [name, start, end])).toEqual([
    ['[0]', 0, 6],
    ['[1]', 6, 12],
  ]);
});

test('a fixed number of items: those not given are zeros, no more are taken', () => {
  const three = fixedArrayOf(be16, 3);
  expect(three.size).toBe(6);
  expect(toHex(encoded(three, [1, 2, 3]))).toBe('000100020003');
  expect(toHex(encoded(three, [1]))).toBe('000100000000');
  expect(decoded(three, encoded(three, [7, 8]))).toEqual([7, 8, 0]);
  expect(() => encoded(three, [1, 2, 3, 4])).toThrow('4 given; takes 3');
  expect(() => encoded(three, 5)).toThrow('takes an array');
  expect(() => decoded(three, new Uint8Array(4))).toThrow('takes 6 bytes, 4 given');
});
