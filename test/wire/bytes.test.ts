import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes, fixedBytes, fromHex, toHex, Window } from '../../src/wire/index.js';
import { decoded, encoded, refusal, refused } from './codec.js';

describe('hexadecimal', () => {
  test('is what Buffer writes, and back, with any separator', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('', ':', ' ', '\n'), (value, separator) => {
        expect(toHex(value)).toBe(Buffer.from(value).toString('hex'));
        expect(fromHex(toHex(value, separator))).toEqual(value);
        expect(fromHex(toHex(value, separator).toUpperCase())).toEqual(value);
      }),
    );
  });

  test('refuses what is no pairs of digits', () => {
    for (const text of ['1', '123', '0x12', 'gg', '12-34'])
      expect(refusal(() => fromHex(text)).message).toContain(text);
  });
});

describe('bytes', () => {
  test('come back as they are, from bytes and from text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), value => {
        expect(decoded(bytes, value)).toEqual(value);
        expect(encoded(bytes, value)).toEqual(value);
        expect(encoded(bytes, toHex(value))).toEqual(value);
        expect(encoded(bytes, Buffer.from(value))).toEqual(value);
      }),
    );
  });

  test('are a copy', () => {
    const buffer = Uint8Array.of(1, 2, 3, 4);
    const value = bytes.decode(new Window(buffer), 1, 3);
    buffer.fill(9);
    expect([...value]).toEqual([2, 3]);
    expect(value.buffer.byteLength).toBe(2);
  });

  test('are a copy from a pooled Buffer too', () => {
    const value = bytes.decode(new Window(Buffer.from('0011223344556677', 'hex')), 0, 8);
    expect(value.constructor).toBe(Uint8Array);
    expect(value.buffer.byteLength).toBe(8);
  });

  test('are nothing else', () => {
    for (const value of [5, null, [1, 2], {}, new Uint16Array(2)]) refusal(() => encoded(bytes, value));
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true }),
        value => void refused(() => encoded(bytes, value)),
      ),
    );
  });
});

test('fixedBytes takes its size only', () => {
  const four = fixedBytes(4);
  expect(encoded(four, '01020304')).toEqual(decoded(four, Uint8Array.of(1, 2, 3, 4)));
  for (const value of ['010203', '0102030405', new Uint8Array(3)]) refusal(() => encoded(four, value));
  for (const size of [0, 3, 5]) refusal(() => decoded(four, new Uint8Array(size)));
});
