import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixedText, text } from '../../src/wire/index.js';
import { decoded, encoded, refusal, refused } from './codec.js';

const utf8 = new TextEncoder();
const anyText = fc.string({ unit: 'binary', maxLength: 40 }).filter(value => !value.includes('\0'));

describe('text', () => {
  test('has a NUL behind it and comes back', () => {
    fc.assert(
      fc.property(anyText, value => {
        const bytes = encoded(text, value);
        expect(bytes).toEqual(utf8.encode(`${value}\0`));
        expect(decoded(text, bytes)).toBe(value);
      }),
    );
  });

  test('is understood without the NUL, and with several', () => {
    for (const value of ['eth0', 'é', '网卡', '\ufeffx', '🙂']) {
      expect(decoded(text, utf8.encode(value))).toBe(value);
      expect(decoded(text, utf8.encode(`${value}\0\0\0`))).toBe(value);
    }
    expect(decoded(text, new Uint8Array(0))).toBe('');
    expect(decoded(text, new Uint8Array(4))).toBe('');
  });

  test('has no NUL inside, be it ASCII or not', () => {
    for (const value of ['a\0b', 'é\0b', 'a\0é', '\0a']) {
      expect(refusal(() => decoded(text, utf8.encode(value))).message).toContain('NUL inside');
      expect(refusal(() => encoded(text, value)).message).toContain('NUL inside');
    }
    expect(refusal(() => decoded(text, utf8.encode('é\0b'))).offset).toBe(10);
  });

  test('is UTF-8', () => {
    for (const bytes of [[0xff], [0x61, 0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
      expect(refusal(() => decoded(text, Uint8Array.from(bytes))).message).toContain('UTF-8');
    }
    for (const value of ['\ud800', 'a\udc00b', '\udc00\ud800']) refusal(() => encoded(text, value));
  });

  test('any bytes are read, and written again as the same text, or are a WireError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), bytes => {
        const error = refused(() => {
          const value = decoded(text, bytes);
          expect(decoded(text, encoded(text, value))).toBe(value);
          const end = bytes.findLastIndex(byte => byte !== 0) + 1;
          expect(utf8.encode(value as string)).toEqual(bytes.slice(0, end));
        });
        if (error !== undefined) expect(error.offset).toBeGreaterThanOrEqual(8);
      }),
    );
  });

  test('is nothing but text', () => {
    for (const value of [5, null, undefined, {}, ['a']]) refusal(() => encoded(text, value));
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true }),
        value => void refused(() => encoded(text, value)),
      ),
    );
  });
});

describe('fixedText', () => {
  const name = fixedText(8);

  test('fills its field with NULs', () => {
    fc.assert(
      fc.property(anyText, value => {
        const length = utf8.encode(value).length;
        if (length > 8) refusal(() => encoded(name, value));
        else {
          expect(encoded(name, value).length).toBe(8);
          expect(decoded(name, encoded(name, value))).toBe(value);
        }
      }),
    );
    expect(decoded(name, encoded(name, '12345678'))).toBe('12345678');
  });
});
