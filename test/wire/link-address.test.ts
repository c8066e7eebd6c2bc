import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedLinkAddress, linkAddress, toHex } from '../../src/wire/index.js';
import { decoded, encoded, generated, refusal, refused } from './codec.js';

test('bytes with colons between, of any length and none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 32 }), bytes => {
      const value = decoded(linkAddress, bytes);
      expect(value).toBe(toHex(bytes, ':'));
      expect(encoded(linkAddress, value)).toEqual(bytes);
      expect(encoded(linkAddress, (value as string).toUpperCase())).toEqual(bytes);
      if (bytes.length === 6) expect(generated(linkAddress, bytes, 2)).toEqual({ value });
      else expect(generated(linkAddress, bytes)).toBeUndefined();
    }),
  );
  expect(encoded(linkAddress, '').length).toBe(0);
});

test('other text is refused', () => {
  for (const value of ['0', '00:', ':00', '00-11', '001122', '00:1', '00:gg', '00:11\n', 5, null, {}]) {
    refusal(() => encoded(linkAddress, value));
  }
  fc.assert(
    fc.property(
      fc.anything({ withNullPrototype: true }),
      value => void refused(() => encoded(linkAddress, value)),
    ),
  );
});

test('a fixed one takes its size only', () => {
  const six = fixedLinkAddress(6);
  expect(decoded(six, encoded(six, '02:00:00:00:00:01'))).toBe('02:00:00:00:00:01');
  for (const value of ['', '02:00:00:00:00', '02:00:00:00:00:01:02']) refusal(() => encoded(six, value));
  for (const size of [0, 5, 7]) refusal(() => decoded(six, new Uint8Array(size)));
});
