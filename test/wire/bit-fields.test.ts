import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitFields, littleEndian, toHex, u8, u16 } from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusal } from './codec.js';

const pair = bitFields(u8, { align: 4, flags: 4 });
const place = bitFields(u16, { len: 12, layer: 4 });

describe('bit-fields', () => {
  test.skipIf(!littleEndian)('begin with the lowest bits where bytes are little-endian', () => {
    expect(decoded(pair, fromHexText('21'))).toEqual({ align: 1, flags: 2 });
    expect(decoded(place, fromHexText('2311'))).toEqual({ len: 0x123, layer: 1 });
    expect(toHex(encoded(place, { len: 0x123, layer: 1 }))).toBe('2311');
  });

  test('that are not given are 0', () => {
    expect(decoded(pair, encoded(pair, { flags: 3 }))).toEqual({ align: 0, flags: 3 });
  });

  test('refuse what they have no room for', () => {
    expect(refusal(() => encoded(pair, { flags: 16 })).path).toBe('flags');
    expect(refusal(() => encoded(pair, { flag: 1 })).message).toContain("did you mean 'flags'?");
    refusal(() => encoded(pair, 5));
    expect(() => bitFields(u8, { a: 4 })).toThrow('bits leave 4 of 8 bits undeclared');
  });

  test('any bits are some', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 2 }), bytes => {
        expect(encoded(place, decoded(place, bytes))).toEqual(bytes);
      }),
    );
  });
});
