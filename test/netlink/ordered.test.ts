import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributes } from '../../src/netlink/attributes.js';
import { ordered } from '../../src/netlink/ordered.js';
import { explainParts, text, toHex, toJson, u8, Window } from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusal, refused } from '../wire/codec.js';

const list = ordered(attributes('O', { label: [1, text], size: [2, u8] }));

describe('nests whose numbers are their order', () => {
  const hex = '0c000300 0500020009000000 0c000100 0700010061620000';

  test('are an array, each with its number', () => {
    const value = decoded(list, fromHexText(hex));
    expect(value).toEqual([
      { order: 3, size: 9 },
      { order: 1, label: 'ab' },
    ]);
    expect(toHex(encoded(list, value))).toBe(hex.replaceAll(' ', ''));
    expect(toHex(encoded(list, JSON.parse(JSON.stringify(toJson(value)))))).toBe(hex.replaceAll(' ', ''));
  });

  test('are numbered from 1 unless they say otherwise', () => {
    expect(decoded(list, encoded(list, [{ size: 1 }, { size: 2 }, { order: 0 }]))).toEqual([
      { order: 1, size: 1 },
      { order: 2, size: 2 },
      { order: 0 },
    ]);
    expect(decoded(list, new Uint8Array(0))).toEqual([]);
  });

  test('an error says which', () => {
    expect(refusal(() => decoded(list, fromHexText('0400 0100 0a000200 06000200 0102 0000'))).path).toBe(
      '[1].size',
    );
    expect(refusal(() => decoded(list, fromHexText('0500 0100'))).message).toContain('does not fit');
    expect(refusal(() => encoded(list, [{}, { size: 256 }])).path).toBe('[1].size');
    expect(refusal(() => encoded(list, [{ order: 70_000 }])).path).toBe('[0].order');
    expect(refusal(() => encoded(list, [{ sise: 1 }])).message).toContain("did you mean 'size'?");
    expect(refusal(() => encoded(list, { size: 1 })).message).toContain('takes an array');
    expect(refusal(() => encoded(list, [null])).path).toBe('[0]');
  });

  test('a set with an order of its own has no place for it', () => {
    expect(() => ordered(attributes('O', { order: [1, u8] }))).toThrow(
      "O has an attribute 'order' of its own",
    );
  });

  test('are explained', () => {
    const window = new Window(fromHexText(hex));
    const rows = explainParts(list.parts!(window, 0, 24), window, 0, 24);
    expect(rows.map(({ name, meaning }) => `${name}: ${meaning}`)).toEqual([
      '[0]: length 12, order 3',
      'size: length 5, O_SIZE (2)',
      'size: 9',
      'padding: ',
      '[1]: length 12, order 1',
      'label: length 7, O_LABEL (1)',
      'label: "ab"',
      'padding: ',
    ]);
  });

  test('any bytes are some or a WireError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        void refused(() => {
          const value = decoded(list, bytes);
          expect(decoded(list, encoded(list, value))).toEqual(value);
        });
      }),
    );
  });
});
