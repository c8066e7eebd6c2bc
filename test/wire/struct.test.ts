import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  arrayOf,
  be16,
  type Decoded,
  enumOf,
  fixedBytes,
  names,
  type Part,
  padding,
  struct,
  text,
  toHex,
  toJson,
  u8,
  u16,
  u32,
  u64,
  Window,
} from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, generated, refusal, refused } from './codec.js';

const inner = struct({ low: u8, high: u8 });
const type = struct({
  id: u32,
  kind: enumOf(u8, names('KIND', { first: 1 })),
  _: padding(1),
  port: be16,
  counter: u64,
  inner,
  tail: fixedBytes(2),
});
const grown = struct({ a: u32, b: u32, c: u32, d: u16 }, { min: 4 });

function partsOf(of: typeof type | typeof grown, length: number): Part[] {
  return [...of.parts!(new Window(new Uint8Array(length)), 0, length)];
}

describe('a struct', () => {
  test('has its fields one behind the other', () => {
    expect(type.size).toBe(20);
    const bytes = fromHexText('05000000 01 ff 0050 0700000000000000 0102 aabb');
    const value = decoded(type, bytes);
    expect(value).toEqual({
      id: 5,
      kind: 'first',
      port: 80,
      counter: 7,
      inner: { low: 1, high: 2 },
      tail: Uint8Array.of(0xaa, 0xbb),
    });
    bytes[5] = 0;
    expect(encoded(type, value)).toEqual(bytes);
  });

  test('comes back from any bytes, by decode, by generated code and through JSON', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 20, maxLength: 20 }),
        fc.integer({ min: 0, max: 5 }),
        (bytes, start) => {
          bytes[5] = 0;
          const value = decoded(type, bytes);
          expect(encoded(type, value)).toEqual(bytes);
          expect(encoded(type, JSON.parse(JSON.stringify(toJson(value))))).toEqual(bytes);
          const made = generated(type, bytes, start)!.value;
          expect(made).toEqual(value);
          expect(Object.keys(made as object)).toEqual(Object.keys(value as object));
        },
      ),
    );
  });

  test('longer than declared keeps its further bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 21, maxLength: 40 }), bytes => {
        bytes[5] = 0;
        const value = decoded(type, bytes) as Record<string, unknown>;
        expect(value['#rest']).toEqual(bytes.slice(20));
        expect(encoded(type, value)).toEqual(bytes);
        expect(generated(type, bytes)).toBeUndefined();
      }),
    );
  });

  test('shorter than declared is an error that names the first field missing', () => {
    const at = (length: number) => refusal(() => decoded(type, new Uint8Array(length)));
    expect(at(0).path).toBe('id');
    expect(at(4).path).toBe('kind');
    expect(at(7).path).toBe('port');
    expect(at(17).path).toBe('inner');
    expect(at(19).message).toBe('tail: ends after 19 of 20 bytes (at byte 27)');
  });

  test('writes zeros for what is not given', () => {
    expect(encoded(type, {})).toEqual(new Uint8Array(20));
    expect(encoded(type, { port: undefined, inner: { high: 1 } })[17]).toBe(1);
  });

  test('refuses what has no place in it', () => {
    expect(refusal(() => encoded(type, { prot: 1 })).message).toBe(
      "there is no field 'prot'; did you mean 'port'?",
    );
    expect(refusal(() => encoded(type, { inner: { low: 256 } })).path).toBe('inner.low');
    for (const value of [
      null,
      undefined,
      5,
      'text',
      [],
      [1],
      { inner: null },
      { inner: 5 },
      { toString: 1 },
    ]) {
      refusal(() => encoded(type, value));
    }
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true }),
        value => void refused(() => encoded(type, value)),
      ),
    );
  });

  test('is not made of fields without a size', () => {
    expect(() => struct({ name: text })).toThrow(TypeError);
    expect(() => struct({ list: arrayOf(u8) })).toThrow("struct field 'list' has no fixed size");
  });

  test('is in parts that cover its bytes', () => {
    for (const [of, least] of [
      [type, 20],
      [grown, 4],
    ] as const) {
      for (let length = least; length < 24; length++) {
        let at = 0;
        for (const part of partsOf(of, length)) {
          expect(part.start).toBe(at);
          at = part.end;
        }
        expect(at).toBe(length);
      }
    }
  });
});

describe('a struct that has grown', () => {
  test('is read as far as it goes, and written so', () => {
    for (const length of [4, 8, 12, 14]) {
      const bytes = new Uint8Array(length).fill(1);
      const value = decoded(grown, bytes) as object;
      expect(Object.keys(value)).toEqual(['a', 'b', 'c', 'd'].slice(0, Math.ceil(length / 4)));
      expect(encoded(grown, value)).toEqual(bytes);
    }
  });

  test('keeps the bytes of a field that is not all there', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 20 }), bytes => {
        const value = decoded(grown, bytes) as Record<string, unknown>;
        expect(value['#rest'] === undefined).toBe([4, 8, 12, 14].includes(bytes.length));
        expect(encoded(grown, value)).toEqual(bytes);
        expect(encoded(grown, JSON.parse(JSON.stringify(toJson(value))))).toEqual(bytes);
      }),
    );
  });

  test('has a least size', () => {
    for (let length = 0; length < 4; length++) {
      expect(refusal(() => decoded(grown, new Uint8Array(length))).path).toBe('a');
    }
    expect(encoded(grown, {}).length).toBe(4);
    expect(encoded(grown, { c: 1 }).length).toBe(12);
  });
});

test('a decoded one is typed without its padding', () => {
  expectTypeOf<Decoded<typeof type>['port']>().toEqualTypeOf<number>();
  expectTypeOf<Decoded<typeof type>['kind']>().toEqualTypeOf<'first' | number>();
  expectTypeOf<Decoded<typeof type>['counter']>().toEqualTypeOf<number | bigint>();
  expectTypeOf<Decoded<typeof type>['inner']['low']>().toEqualTypeOf<number>();
  expectTypeOf<Decoded<typeof type>>().not.toHaveProperty('_');
});

test('a struct that has grown is written whole with what fills it up', () => {
  const grown = struct({ a: u32, b: u8, _: padding(3) }, { min: 4 });
  expect(toHex(encoded(grown, { a: 1, b: 2 }))).toBe('0100000002000000');
  expect(toHex(encoded(grown, { a: 1 }))).toBe('01000000');
});
