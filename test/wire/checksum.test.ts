import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32c, foldedSum, internetChecksum, wordSum } from '../../src/wire/index.js';
import { fromHexText } from './codec.js';

test('the internet checksum of the example in RFC 1071', () => {
  expect(foldedSum(wordSum(fromHexText('0001f203f4f5f6f7'), 0, 8))).toBe(0xddf2);
  expect(internetChecksum(fromHexText('45000073000040004011 0000 c0a80001c0a800c7'))).toBe(0xb861);
});

test('over bytes that contain it the checksum is 0, wherever they stand', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 2, maxLength: 99 }), fc.nat(5), (data, start) => {
      const bytes = new Uint8Array(start + data.length);
      bytes.set(data, start);
      bytes.set([0, 0], start);
      const sum = internetChecksum(bytes, start);
      bytes.set([sum >> 8, sum & 255], start);
      expect(internetChecksum(bytes, start)).toBe(0);
    }),
  );
});

test('CRC32c of the vectors in RFC 3720 B.4, whole and in two parts', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  expect(crc32c(ascending)).toBe(0x46dd794e);
  expect(crc32c(ascending, 10, 32, crc32c(ascending, 0, 10))).toBe(0x46dd794e);
});
