import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributes, NLA_F_NESTED } from '../../src/netlink/attributes.js';
import { headed } from '../../src/netlink/headed.js';
import { explainParts, struct, text, toHex, toJson, u8, u16, u32, Window } from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusal, refused } from '../wire/codec.js';

const set = attributes('H', { label: [1, text], size: [2, u8] });
const whole = headed(struct({ index: u32, flags: u16, more: u16 }), set);
/** Three bytes, behind which the attributes begin at a multiple of four. */
const odd = headed(struct({ flags: u8, more: u16 }), set);

describe('a struct with attributes behind it', () => {
  test('is one object', () => {
    const hex = '07000000 0500 0600 0700010061620000 0500020009000000';
    const value = decoded(whole, fromHexText(hex));
    expect(value).toEqual({ index: 7, flags: 5, more: 6, label: 'ab', size: 9 });
    expect(toHex(encoded(whole, value))).toBe(hex.replaceAll(' ', ''));
  });

  test('may have no attributes', () => {
    expect(decoded(whole, fromHexText('07000000 0500 0600'))).toEqual({ index: 7, flags: 5, more: 6 });
    expect(toHex(encoded(whole, {}))).toBe('0000000000000000');
    expect(decoded(odd, fromHexText('05 0600'))).toEqual({ flags: 5, more: 6 });
  });

  test('has its attributes at a multiple of four', () => {
    const hex = '05 0600 00 0500020009000000';
    const value = decoded(odd, fromHexText(hex));
    expect(value).toEqual({ flags: 5, more: 6, size: 9 });
    expect(toHex(encoded(odd, value))).toBe(hex.replaceAll(' ', ''));
  });

  test('keeps what its set does not know', () => {
    const hex = '07000000 0500 0600 0600 0900 abcd 0000';
    const value = decoded(whole, fromHexText(hex));
    expect(value).toMatchObject({ '#9': Uint8Array.of(0xab, 0xcd) });
    expect(toHex(encoded(whole, JSON.parse(JSON.stringify(toJson(value)))))).toBe(hex.replaceAll(' ', ''));
  });

  test('that is cut short is an error that says where', () => {
    expect(refusal(() => decoded(whole, fromHexText('07000000 05'))).path).toBe('flags');
    expect(refusal(() => decoded(whole, fromHexText('07000000 0500 0600 0600 0200 0102'))).path).toBe('size');
    expect(refusal(() => decoded(whole, fromHexText('07000000 0500 0600 0600'))).message).toContain(
      'no attribute',
    );
  });

  test('refuses what has no place in it', () => {
    expect(refusal(() => encoded(whole, { size: 300 })).path).toBe('size');
    expect(refusal(() => encoded(whole, { idnex: 1 })).message).toContain("did you mean 'index'?");
    for (const value of [null, 5, []]) refusal(() => encoded(whole, value));
    expect(() => headed(struct({ size: u8 }), set)).toThrow(
      "'size' is both a field of the struct and an attribute",
    );
  });

  test('is marked as a nest when the kernel does so', () => {
    expect(whole.attributeFlags).toBe(0);
    expect(headed(struct({}), set, { flag: true }).attributeFlags).toBe(NLA_F_NESTED);
  });

  test('shows its parts', () => {
    const bytes = fromHexText('05 0600 00 0500020009000000');
    const rows = explainParts(
      odd.parts!(new Window(bytes), 0, bytes.length),
      new Window(bytes),
      0,
      bytes.length,
    );
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['flags', 'more', 'size']));
    const short = fromHexText('05 06');
    expect([...odd.parts!(new Window(short), 0, 2)].map(({ name }) => name)).toEqual(['flags', '#rest']);
  });

  test('any bytes are one or a WireError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        void refused(() => {
          const value = decoded(odd, bytes);
          expect(decoded(odd, encoded(odd, value))).toEqual(value);
        });
      }),
    );
  });
});
