import { expect, test } from 'vitest';
import { arrayOf, be16, struct, tailed, u8, WireError } from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusedEncoding } from './codec.js';

const list = tailed(struct({ count: u8 }), 'numbers', arrayOf(be16));

test('a struct and what takes the rest are one object', () => {
  const bytes = fromHexText('02 0001 0002');
  expect(decoded(list, bytes)).toEqual({ count: 2, numbers: [1, 2] });
  expect(encoded(list, { count: 2, numbers: [1, 2] })).toEqual(bytes);
  expect(encoded(list, { count: 2 })).toEqual(fromHexText('02'));
});

test('errors say where', () => {
  expect(() => decoded(list, fromHexText(''))).toThrow(WireError);
  expect(() => decoded(list, fromHexText('0201'))).toThrow('numbers: ');
  expect(refusedEncoding(list, { cuont: 1 } as never)).toMatch(
    "there is no field 'cuont'; did you mean 'count'?",
  );
});
