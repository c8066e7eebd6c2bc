import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJson, WireError } from '../../src/wire/index.js';

test('bytes are hexadecimal text, wide numbers decimal text, the rest stays', () => {
  const value = {
    name: 'x',
    wide: 2n ** 64n - 1n,
    bytes: Uint8Array.of(0, 255),
    pooled: Buffer.from('ab'),
    list: [1, true, null, { '#57': [Uint8Array.of(1), Uint8Array.of(2)] }],
    '#errors': [new WireError('too short', 4, 'mtu')],
  };
  expect(JSON.parse(JSON.stringify(toJson(value)))).toEqual({
    name: 'x',
    wide: '18446744073709551615',
    bytes: '00ff',
    pooled: '6162',
    list: [1, true, null, { '#57': ['01', '02'] }],
    '#errors': [{ path: 'mtu', offset: 4, message: 'mtu: too short (at byte 4)' }],
  });
});

test('keeps the order of keys: encoding follows it', () => {
  const value = { '#57': Uint8Array.of(1), b: 1, a: 2 };
  expect(Object.keys(toJson(value) as object)).toEqual(['#57', 'b', 'a']);
});

test('plain JSON is left as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(toJson(value)).toEqual(value);
    }),
  );
});

test('leaves the value that it is given alone', () => {
  const value = Object.freeze({ list: Object.freeze([1n]), bytes: Uint8Array.of(1) });
  toJson(value);
  expect(value.list).toEqual([1n]);
});
