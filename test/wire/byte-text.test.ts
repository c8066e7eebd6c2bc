import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteText, byteTextNul, fixedByteText } from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusedEncoding } from './codec.js';

test('text of bytes: any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
      expect(encoded(byteText, decoded(byteText, bytes))).toEqual(bytes);
    }),
  );
});

test('with a NUL behind it, or in a field that NULs fill up', () => {
  expect(decoded(byteTextNul, fromHexText('616200'))).toBe('ab');
  expect(encoded(byteTextNul, 'ab')).toEqual(fromHexText('616200'));
  expect(decoded(fixedByteText(4), fromHexText('61620000'))).toBe('ab');
  expect(encoded(fixedByteText(4), 'ab')).toEqual(fromHexText('61620000'));
});

test('what does not fit is refused', () => {
  expect(refusedEncoding(fixedByteText(2), 'abc')).toMatch("'abc' is longer than 2 bytes");
  expect(refusedEncoding(byteText, 'naïve €')).toMatch('does not fit into a byte');
});
