import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributes } from '../../src/netlink/attributes.js';
import { explain } from '../../src/netlink/explain.js';
import { message } from '../../src/netlink/message.js';
import { series } from '../../src/netlink/series.js';
import { struct, toHex, u8, u32 } from '../../src/wire/index.js';
import { netlinkMessage } from '../support/netlink-bytes.js';
import { fromHexText } from '../wire/codec.js';
import { decode, encode } from './fixtures.js';

const schema = message({
  name: 'one after the other',
  types: {},
  header: struct({ index: u32 }),
  attributes: attributes('S', { options: [1, series(attributes('O', { a: [1, u8], b: [2, u8] }))] }),
});

const attribute = (number: number, value: number) => `0500 0${number}00 0${value}000000 `;
const hexOf = (body: string) => {
  const length = body.replace(/\s/g, '').length / 2 + 4;
  return `07000000 ${length.toString(16).padStart(2, '0')}00 0100 ${body}`;
};

describe('objects in one attribute', () => {
  test.each([
    [attribute(1, 3) + attribute(2, 4), [{ a: 3, b: 4 }]],
    [
      attribute(1, 3) + attribute(2, 4) + attribute(1, 5) + attribute(2, 6),
      [
        { a: 3, b: 4 },
        { a: 5, b: 6 },
      ],
    ],
    [attribute(1, 3) + attribute(1, 5), [{ a: 3 }, { a: 5 }]],
    [attribute(2, 3) + attribute(2, 5) + attribute(1, 1), [{ b: 3 }, { b: 5 }, { a: 1 }]],
    ['', []],
  ])('%s', (body, options) => {
    const bytes = fromHexText(hexOf(body));
    expect(decode(schema, bytes)).toEqual({ index: 7, options });
    expect(toHex(encode(schema, { index: 7, options }))).toBe(toHex(bytes));
  });

  test('that cannot be read are kept as bytes', () => {
    for (const body of [`${attribute(1, 3)}0600 0200 0000 0000`, `${attribute(1, 3)}0300 0100`]) {
      const bytes = fromHexText(hexOf(body));
      const value = decode(schema, bytes);
      expect(value['#errors']).toHaveLength(1);
      expect(toHex(encode(schema, value))).toBe(toHex(bytes));
    }
  });

  test('what is no array of objects is refused', () => {
    for (const options of [{}, 5, [5], [{ c: 1 }], null])
      expect(() => encode(schema, { options })).toThrow(/options/);
    fc.assert(
      fc.property(fc.array(fc.record({ a: fc.nat(255), b: fc.nat(255) })), options => {
        expect(decode(schema, encode(schema, { options })).options ?? []).toEqual(options);
      }),
    );
  });

  test('are explained one by one', () => {
    const rows = explain(
      schema,
      netlinkMessage({ type: 16 }, fromHexText(hexOf(attribute(1, 3) + attribute(1, 5)))),
    );
    expect(rows.filter(({ name }) => name === 'a').map(({ meaning }) => meaning)).toContain('5');
  });
});
