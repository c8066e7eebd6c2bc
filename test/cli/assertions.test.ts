import { expect, it } from 'vitest';
import { notStrictEqual, strictEqual } from '../../src/cli/assertions.js';

it('refuses what differs', () => {
  strictEqual(1, 1);
  strictEqual(Number.NaN, Number.NaN);
  expect(() => strictEqual(1, '1')).toThrow('1 is not 1');
  expect(() => strictEqual(1, 2, 'as told')).toThrow('as told');
});

it('refuses what is the same', () => {
  notStrictEqual(1, '1');
  expect(() => notStrictEqual('a', 'a')).toThrow('a is not to be');
  expect(() => notStrictEqual(1, 1, 'as told')).toThrow('as told');
});
