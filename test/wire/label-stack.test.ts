import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelStack, toHex, toJson } from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, generated, refusal, refused } from './codec.js';

test('labels, the outermost first, both ways', () => {
  for (const [hex, text] of [
    ['00064100', '100'],
    ['00064000 000c8100', '100/200'],
    ['fffff100', '1048575'],
    ['00000100', '0'],
  ] as const) {
    const bytes = fromHexText(hex);
    expect(decoded(labelStack, bytes)).toBe(text);
    expect(encoded(labelStack, text)).toEqual(bytes);
    expect(generated(labelStack, bytes)).toEqual({ value: text });
  }
});

test('any bytes come back as they were, through JSON too; those that are no stack are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), bytes => {
      if (bytes.length % 4 !== 0) {
        refusal(() => decoded(labelStack, bytes));
        return;
      }
      const value = decoded(labelStack, bytes);
      expect(encoded(labelStack, value)).toEqual(bytes);
      expect(encoded(labelStack, JSON.parse(JSON.stringify(toJson(value))))).toEqual(bytes);
    }),
  );
});

test('a class, a lifetime or an end elsewhere is kept as bytes', () => {
  for (const hex of ['00064140', '00064300', '00064000', '00064100 000c8100']) {
    const value = decoded(labelStack, fromHexText(hex));
    expect(value).toBeInstanceOf(Uint8Array);
    expect(toHex(value as Uint8Array)).toBe(hex.replace(' ', ''));
  }
});

test('what is no label is refused', () => {
  for (const value of ['1048576', '100/', '/', 'x', '1/2000000', '0006410', 5, null])
    refusal(() => encoded(labelStack, value));
  fc.assert(
    fc.property(
      fc.anything({ withNullPrototype: true }),
      value => void refused(() => encoded(labelStack, value)),
    ),
  );
});
