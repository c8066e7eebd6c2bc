import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  be16,
  be32,
  be64,
  i8,
  i16,
  i32,
  i64,
  littleEndian,
  u8,
  u16,
  u32,
  u64,
  uint,
} from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, generated, refusal, refused } from './codec.js';

const small = [
  [u8, 0, 0xff],
  [i8, -0x80, 0x7f],
  [u16, 0, 0xffff],
  [i16, -0x8000, 0x7fff],
  [u32, 0, 0xffff_ffff],
  [i32, -0x8000_0000, 0x7fff_ffff],
  [be16, 0, 0xffff],
  [be32, 0, 0xffff_ffff],
] as const;

const wide = [
  [u64, 0n, 2n ** 64n - 1n],
  [i64, -(2n ** 63n), 2n ** 63n - 1n],
  [be64, 0n, 2n ** 64n - 1n],
] as const;

/** Host order on the machine that runs this; the tests write bytes as a little-endian machine has them. */
const host = (hex: string) => {
  const bytes = fromHexText(hex);
  return littleEndian ? bytes : bytes.reverse();
};

describe.each(small)('$kind', (type, min, max) => {
  test('takes what it can hold and gives it back, by decode and by generated code', () => {
    fc.assert(
      fc.property(fc.integer({ min, max }), fc.integer({ min: 0, max: 5 }), (value, start) => {
        const bytes = encoded(type, value);
        expect(bytes.length).toBe(type.size);
        expect(decoded(type, bytes)).toBe(value);
        expect(generated(type, bytes, start)).toEqual({ value });
      }),
    );
    for (const value of [min, max, 0]) expect(decoded(type, encoded(type, value))).toBe(value);
  });

  test('reads any bytes of its size and gives them back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: type.size, maxLength: type.size }), bytes => {
        expect(encoded(type, decoded(type, bytes))).toEqual(bytes);
      }),
    );
  });

  test('refuses everything else with a WireError', () => {
    for (const value of [
      min - 1,
      max + 1,
      0.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      '1',
      1n,
      null,
      {},
      [1],
    ]) {
      expect(refusal(() => encoded(type, value)).message).toContain(type.kind);
    }
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), value => {
        const error = refused(() => encoded(type, value));
        expect(error === undefined).toBe(
          Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
        );
      }),
    );
    const error = refusal(() => decoded(type, new Uint8Array(type.size + 1)));
    expect([error.offset, error.path]).toEqual([8, '']);
    refusal(() => decoded(type, new Uint8Array(type.size - 1)));
  });
});

test('bytes stand in host order, or in network order where the name says so', () => {
  expect(decoded(u16, host('0102'))).toBe(0x0201);
  expect(decoded(u32, host('01020304'))).toBe(0x04030201);
  expect(decoded(i32, host('feffffff'))).toBe(-2);
  expect(decoded(u64, host('0102030405060700'))).toBe(0x0007060504030201);
  expect(decoded(be16, fromHexText('0102'))).toBe(0x0102);
  expect(decoded(be32, fromHexText('80020304'))).toBe(0x80020304);
  expect(decoded(be64, fromHexText('0000000000000102'))).toBe(0x0102);
});

describe.each(wide)('$kind', (type, min, max) => {
  test('takes numbers, bigints and decimal text alike', () => {
    fc.assert(
      fc.property(fc.bigInt({ min, max }), fc.integer({ min: 0, max: 5 }), (value, start) => {
        const bytes = encoded(type, value);
        expect(encoded(type, String(value))).toEqual(bytes);
        const back = decoded(type, bytes);
        expect(BigInt(back as number)).toBe(value);
        expect(generated(type, bytes, start)).toEqual({ value: back });
        expect(encoded(type, back)).toEqual(bytes);
      }),
    );
  });

  test('is a number exactly where a number is exact, a bigint beyond', () => {
    const edge = BigInt(Number.MAX_SAFE_INTEGER);
    const edges = [
      0n,
      1n,
      -1n,
      edge,
      edge + 1n,
      edge + 2n,
      -edge,
      -edge - 1n,
      -edge - 2n,
      2n ** 32n,
      -(2n ** 32n),
    ];
    for (const value of [...edges, min, max].filter(value => value >= min && value <= max)) {
      const back = decoded(type, encoded(type, value));
      expect(back).toBe(value >= -edge && value <= edge ? Number(value) : value);
      expect(encoded(type, back)).toEqual(encoded(type, value));
    }
  });

  test('refuses what it cannot hold, or what a number cannot say', () => {
    for (const value of [
      min - 1n,
      max + 1n,
      2 ** 53,
      0.5,
      Number.NaN,
      '',
      '1.5',
      ' 1',
      '0x1',
      'abc',
      null,
      {},
      true,
    ]) {
      refusal(() => encoded(type, value));
    }
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true }),
        value => void refused(() => encoded(type, value)),
      ),
    );
    refusal(() => decoded(type, new Uint8Array(7)));
  });
});

describe('uint', () => {
  test('takes four bytes, or eight where it needs them', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), value => {
        for (const given of [value, String(value), ...(value < 2n ** 53n ? [Number(value)] : [])]) {
          const bytes = encoded(uint, given);
          expect(bytes.length).toBe(value < 2n ** 32n ? 4 : 8);
          expect(BigInt(decoded(uint, bytes) as number)).toBe(value);
        }
      }),
    );
    expect(encoded(uint, 0xffff_ffff).length).toBe(4);
    expect(encoded(uint, 0x1_0000_0000).length).toBe(8);
  });

  test('refuses other sizes and other values', () => {
    for (const size of [0, 1, 3, 5, 7, 9]) refusal(() => decoded(uint, new Uint8Array(size)));
    for (const value of [
      '',
      ' ',
      '-1',
      -1,
      -1n,
      0.5,
      Number.NaN,
      null,
      true,
      [5],
      {},
      2n ** 64n,
      undefined,
    ]) {
      refusal(() => encoded(uint, value));
    }
  });
});
