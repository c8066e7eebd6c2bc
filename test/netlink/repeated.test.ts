import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributes, NLA_F_NESTED } from '../../src/netlink/attributes.js';
import { repeated } from '../../src/netlink/repeated.js';
import { explainParts, toHex, toJson, u8, Window } from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusal, refused } from '../wire/codec.js';

const list = repeated(attributes('R', { class: [1, u8], type: [2, u8], data: [3, u8] }));

describe('attributes that are there again and again', () => {
  const hex =
    '0500010007000000 0500020008000000 0500030009000000 0500010017000000 0500030019000000 0500010027000000';

  test('are an array of objects', () => {
    const value = decoded(list, fromHexText(hex));
    expect(value).toEqual([{ class: 7, type: 8, data: 9 }, { class: 0x17, data: 0x19 }, { class: 0x27 }]);
    expect(toHex(encoded(list, value))).toBe(hex.replaceAll(' ', ''));
    expect(toHex(encoded(list, JSON.parse(JSON.stringify(toJson(value)))))).toBe(hex.replaceAll(' ', ''));
    expect(decoded(list, new Uint8Array(0))).toEqual([]);
  });

  test('an error says of which', () => {
    expect(refusal(() => decoded(list, fromHexText('0500010007000000 0600010007000000'))).path).toBe(
      '[1].class',
    );
    expect(refusal(() => decoded(list, fromHexText('0500010007000000 0100'))).message).toContain(
      'no attribute',
    );
    expect(refusal(() => encoded(list, [{}, { class: 256 }])).path).toBe('[1].class');
    expect(refusal(() => encoded(list, { class: 1 })).message).toContain('takes an array');
  });

  test('are a nest', () => {
    expect(list.attributeFlags).toBe(0);
    expect(repeated(list.set, { flag: true }).attributeFlags).toBe(NLA_F_NESTED);
  });

  test('are explained', () => {
    const window = new Window(fromHexText(hex));
    const rows = explainParts(list.parts!(window, 0, 48), window, 0, 48);
    expect(
      rows
        .filter(({ depth }) => depth === 0)
        .map(({ name }) => name)
        .filter(name => name !== 'padding'),
    ).toEqual(['[0].class', '[0].type', '[0].data', '[1].class', '[1].data', '[2].class']);
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
