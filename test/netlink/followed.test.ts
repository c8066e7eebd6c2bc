import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { followed } from '../../src/netlink/followed.js';
import { select } from '../../src/netlink/select.js';
import {
  arrayOf,
  enumOf,
  explainParts,
  names,
  struct,
  text,
  toHex,
  toJson,
  u8,
  u16,
  Window,
} from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusal, refused } from '../wire/codec.js';

const keys = followed(struct({ flags: u8, nkeys: u8 }), 'keys', arrayOf(struct({ mask: u8, val: u8 })), {
  count: 'nkeys',
});
const kinds = names('K', { text: 1, number: 2 });
const kindOf = followed(struct({ kind: enumOf(u8, kinds) }), 'data', select('kind', { text, number: u16 }));

describe('a struct with what C calls a flexible array member', () => {
  test('is one object', () => {
    const value = decoded(keys, fromHexText('07 02 ff01 0f02'));
    expect(value).toEqual({
      flags: 7,
      nkeys: 2,
      keys: [
        { mask: 255, val: 1 },
        { mask: 15, val: 2 },
      ],
    });
    expect(toHex(encoded(keys, value))).toBe('0702ff010f02');
    expect(decoded(keys, fromHexText('07 00'))).toEqual({ flags: 7, nkeys: 0, keys: [] });
  });

  test('counts what is behind it unless the number is given', () => {
    expect(toHex(encoded(keys, { keys: [{ val: 1 }, { val: 2 }] }))).toBe('000200010002');
    expect(toHex(encoded(keys, { nkeys: 9, keys: [{ val: 1 }] }))).toBe('00090001');
    expect(toHex(encoded(keys, {}))).toBe('0000');
  });

  test('may say what is behind it', () => {
    const texts = decoded(kindOf, fromHexText('01 616200'));
    expect(texts).toEqual({ kind: 'text', data: 'ab' });
    expect(toHex(encoded(kindOf, texts))).toBe('01616200');
    expect(decoded(kindOf, fromHexText('02 0100'))).toEqual({ kind: 'number', data: 1 });
    const unknown = decoded(kindOf, fromHexText('07 0102'));
    expect(unknown).toEqual({ kind: 7, data: Uint8Array.of(1, 2) });
    expect(toHex(encoded(kindOf, JSON.parse(JSON.stringify(toJson(unknown)))))).toBe('070102');
  });

  test('that is cut short, or does not fit, is an error that says where', () => {
    expect(refusal(() => decoded(keys, fromHexText('07'))).path).toBe('nkeys');
    expect(refusal(() => decoded(keys, fromHexText('07 02 ff'))).path).toBe('keys');
    expect(refusal(() => encoded(keys, { keys: [{ mask: 256 }] })).path).toBe('keys[0].mask');
    expect(refusal(() => encoded(keys, { kesy: [] })).message).toContain("did you mean 'keys'?");
    for (const value of [null, 5, []]) refusal(() => encoded(keys, value));
  });

  test('is explained', () => {
    const window = new Window(fromHexText('07 01 ff01'));
    expect(explainParts(keys.parts!(window, 0, 4), window, 0, 4).map(({ name }) => name)).toEqual([
      'flags',
      'nkeys',
      'keys[0].mask',
      'keys[0].val',
    ]);
    const short = new Window(fromHexText('07'));
    expect([...keys.parts!(short, 0, 1)].map(({ name }) => name)).toEqual(['flags']);
    const other = new Window(fromHexText('02 0100'));
    expect(explainParts(kindOf.parts!(other, 0, 3), other, 0, 3).map(({ meaning }) => meaning)).toEqual([
      'number (K_NUMBER, 2)',
      '1',
    ]);
  });

  test('any bytes are one or a WireError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), bytes => {
        for (const type of [keys, kindOf]) {
          void refused(() => {
            const value = decoded(type, bytes);
            expect(decoded(type, encoded(type, value))).toEqual(value);
          });
        }
      }),
    );
  });
});
