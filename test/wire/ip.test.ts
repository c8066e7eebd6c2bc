import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ip, parseIp, toJson } from '../../src/wire/index.js';
import { decoded, encoded, generated, refusal, refused } from './codec.js';

test('an address is text by its length, other bytes stay bytes; both survive JSON', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), bytes => {
      const value = decoded(ip, bytes);
      expect(typeof value).toBe(bytes.length === 4 || bytes.length === 16 ? 'string' : 'object');
      expect(encoded(ip, value)).toEqual(bytes);
      expect(encoded(ip, JSON.parse(JSON.stringify(toJson(value))))).toEqual(bytes);
      if (typeof value === 'string') expect(generated(ip, bytes, 1)).toEqual({ value });
      else expect(generated(ip, bytes)).toBeUndefined();
    }),
  );
});

test('text of the wrong kind is refused', () => {
  for (const text of ['10.0.0', 'fe80:', 'localhost', '0x10', '10/8', '1.2.3.4.5', 'abc', ':']) {
    expect(refusal(() => encoded(ip, text)).message).toContain(`'${text}' is not an IP address`);
  }
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), value => void refused(() => encoded(ip, value))),
  );
});

test('parseIp tells the families apart', () => {
  expect(parseIp('1.2.3.4')?.length).toBe(4);
  expect(parseIp('::1.2.3.4')?.length).toBe(16);
  expect(parseIp('1.2.3.4.5')).toBeUndefined();
});
