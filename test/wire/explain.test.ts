import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AnyType,
  arrayOf,
  bytes,
  enumOf,
  explainedText,
  explainParts,
  fixedText,
  flags,
  names,
  type Part,
  padding,
  struct,
  u8,
  u16,
  u32,
  u64,
  Window,
} from '../../src/wire/index.js';
import { fromHexText } from './codec.js';

const kinds = names('KIND', { plain: 1, fancy: 2, top: 0x8000_0000 }, { fancy: 'KIND_OF_FANCY' });
const point = struct({ x: u8, y: u8 });
const schema = struct({
  kind: enumOf(u16, kinds),
  bits: flags(u32, kinds),
  _: padding(2),
  point,
  name: fixedText(6),
  wide: u64,
});

function explainType(type: AnyType, given: Uint8Array) {
  return explainParts(type.parts!(new Window(given), 0, given.length), new Window(given), 0, given.length);
}

const lines = (type: AnyType, hex: string) =>
  explainType(type, fromHexText(hex)).map(({ name, meaning }) =>
    meaning === '' ? name : `${name}: ${meaning}`,
  );

describe('explained parts', () => {
  test('say what each field means', () => {
    expect(lines(schema, '0200 03000080 0000 0506 616209c29b00 ffffffffffffffff')).toEqual([
      'kind: fancy (KIND_OF_FANCY, 2)',
      'bits: plain fancy top (KIND_PLAIN | KIND_OF_FANCY | KIND_TOP, 0x80000003)',
      'padding',
      'point.x: 5',
      'point.y: 6',
      'name: "ab\\t\\u009b"',
      'wide: 18446744073709551615',
    ]);
  });

  test('show numbers without a name as numbers', () => {
    expect(lines(schema, '0700 00010000 0000 0000 000000000000 0000000000000000').slice(0, 2)).toEqual([
      'kind: 7',
      'bits: 0x100 (0x100, 0x100)',
    ]);
    expect(lines(schema, '0700 00000000 0000 0000 000000000000 0000000000000000')[1]).toBe('bits: none (0)');
  });

  test('show what cannot be read, and why', () => {
    expect(lines(schema, '0100 00000000 0000 0000 ff0000000000 0000000000000000')[5]).toMatch(
      /^name: malformed: .*UTF-8/,
    );
    expect(lines(arrayOf(point), '0102 03')).toEqual([
      '#rest: 3 bytes are no whole number of items of 2 (at byte 0)',
    ]);
    expect(lines(arrayOf(point), '0102')).toEqual(['[0].x: 1', '[0].y: 2']);
  });

  test('cover every byte once, of any bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom(schema, point, arrayOf(point)),
        (given, type) => {
          const rows = explainType(type, given);
          expect(rows.flatMap(row => [...row.bytes])).toEqual([...given]);
          let at = 0;
          for (const { offset, bytes } of rows) {
            expect(offset).toBe(at);
            at += bytes.length;
          }
        },
      ),
    );
  });

  test('fill the gaps between parts', () => {
    const parts: Part[] = [
      { name: 'a', start: 1, end: 2, type: u8 },
      { name: 'b', start: 6, end: 8, type: bytes, lead: { start: 4, note: 'led' } },
      { name: '#57', start: 8, end: 9, type: undefined },
    ];
    const window = new Window(Uint8Array.from({ length: 10 }, (_, i) => i));
    const rows = explainParts(parts, window, 0, 10).map(({ offset, depth, name, meaning }) => [
      offset,
      depth,
      name,
      meaning,
    ]);
    expect(rows).toEqual([
      [0, 0, 'padding', ''],
      [1, 0, 'a', '1'],
      [2, 0, 'padding', ''],
      [4, 0, 'b', 'led'],
      [6, 1, 'b', '2 bytes'],
      [8, 0, '#57', 'not in the schema'],
      [9, 0, 'padding', ''],
    ]);
  });
});

test('the text has a line for every eight bytes', () => {
  const row = { offset: 16, bytes: new Uint8Array(10), depth: 1, name: 'field', meaning: 'zeros' };
  expect(
    explainedText([
      row,
      { ...row, offset: 26, bytes: Uint8Array.of(255), depth: 0, name: 'padding', meaning: '' },
    ]),
  ).toBe(
    [
      '0010  00 00 00 00 00 00 00 00    field: zeros',
      '0018  00 00',
      '001a  ff                       padding',
      '',
    ].join('\n'),
  );
});
