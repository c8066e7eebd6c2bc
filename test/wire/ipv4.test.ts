import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipv4, ipv4Text, parseIpv4, toHex } from '../../src/wire/index.js';
import { decoded, encoded, generated, refusal, refused } from './codec.js';
import { python } from './python.js';

const addresses = fc.sample(fc.uint8Array({ minLength: 4, maxLength: 4 }), 3000);

/** Texts that look like addresses: most are none. */
const texts = [
  ...fc
    .sample(fc.array(fc.integer({ min: -1, max: 300 }), { minLength: 2, maxLength: 5 }), 2000)
    .map(a => a.join('.')),
  ...fc.sample(fc.stringMatching(/^[0-9. a-fx]{0,15}$/), 2000),
  '',
  '1.2.3',
  '1.2.3.4.5',
  '01.2.3.4',
  '1.2.3.04',
  '1.2.3.4 ',
  ' 1.2.3.4',
  '1.2.3.4\n',
  '1..3.4',
  '256.1.1.1',
  '+1.2.3.4',
  '0x1.2.3.4',
  '1.2.3.4%eth0',
  '0.0.0.0',
  '255.255.255.255',
  '000.0.0.0',
  '١.2.3.4',
];

describe('ipv4', () => {
  test('text is what python3 writes', () => {
    const expected = python<string>(
      'print(json.dumps([socket.inet_ntop(socket.AF_INET, bytes.fromhex(item)) for item in items]))',
      addresses.map(bytes => toHex(bytes)),
    );
    expect(addresses.map(bytes => ipv4Text(bytes, 0))).toEqual(expected);
  });

  test('takes the text that inet_pton(3) takes, and no other', () => {
    const expected = python<string | null>(
      `def parse(text):
    try: return socket.inet_pton(socket.AF_INET, text).hex()
    except (OSError, UnicodeEncodeError, ValueError): return None
print(json.dumps([parse(item) for item in items]))`,
      texts,
    );
    const own = texts.map(text => {
      const bytes = parseIpv4(text);
      return bytes === undefined ? null : toHex(bytes);
    });
    expect(Object.fromEntries(texts.map((text, i) => [text, own[i]]))).toEqual(
      Object.fromEntries(texts.map((text, i) => [text, expected[i]])),
    );
    expect(own.filter(hex => hex !== null).length).toBeGreaterThan(20);
  });

  test('is the identity both ways', () => {
    for (const bytes of addresses) {
      const text = decoded(ipv4, bytes);
      expect(encoded(ipv4, text)).toEqual(bytes);
      expect(generated(ipv4, bytes, 3)).toEqual({ value: text });
    }
  });

  test('refuses anything else with a WireError', () => {
    refusal(() => decoded(ipv4, new Uint8Array(3)));
    expect(refusal(() => encoded(ipv4, '10.0.0.256')).message).toContain("'10.0.0.256'");
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), value => {
        if (typeof value !== 'string') expect(refused(() => encoded(ipv4, value))).toBeDefined();
      }),
    );
  });
});
