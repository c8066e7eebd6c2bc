import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipv6, ipv6Text, parseIpv6, toHex } from '../../src/wire/index.js';
import { decoded, encoded, generated, refusal, refused } from './codec.js';
import { python } from './python.js';

/** Groups that are often zero, or the ones that decide about the dotted form. */
const group = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(1, 0xffff, 0xff, 0xff00, 0x5efe) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
);
const address = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map(groups => Uint8Array.from(groups.flatMap(value => [value >> 8, value & 255])));
const addresses = [
  ...fc.sample(address, 6000),
  ...Array.from({ length: 256 }, (_, mask) =>
    Uint8Array.from({ length: 16 }, (_, i) => (((mask >> (i >> 1)) & 1) === 1 ? 0x11 : 0)),
  ),
];

/** Texts made by cutting and joining the pieces of addresses: many are none. */
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[0-9a-fA-F]{0,4}$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('::', '12345', 'g', '', '1.2.3.4', '01.2.3.4', ' ', '%1', '0', '1.2.3'),
  },
);
const texts = [
  ...fc.sample(
    fc.array(piece, { minLength: 1, maxLength: 10 }).map(pieces => pieces.join(':')),
    6000,
  ),
  ...fc.sample(address, 500).map(bytes => ipv6Text(bytes, 0).toUpperCase()),
  ':',
  '::',
  ':::',
  '1::',
  '::1',
  '1::2::3',
  '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7::',
  '::2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7:8::',
  '1:2:3:4::5:6:7:8',
  '1:2:3:4:5:6:1.2.3.4',
  '1:2:3:4:5:6:7:1.2.3.4',
  '::1.2.3.4',
  '1.2.3.4::',
  '::1.2.3.4:5',
  '::ffff:1.2.3.4',
  '::1.2.3.4.5',
  '::1.2.3.256',
  'fe80::1%eth0',
  ' ::1',
  '::1 ',
  '::00001',
  '',
  '::ffff:01.2.3.4',
  ':1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:',
];

describe('ipv6', () => {
  test('text is what inet_ntop(3) writes, dotted forms included', () => {
    const expected = python<string>(
      'print(json.dumps([socket.inet_ntop(socket.AF_INET6, bytes.fromhex(item)) for item in items]))',
      addresses.map(bytes => toHex(bytes)),
    );
    expect(addresses.map(bytes => ipv6Text(bytes, 0))).toEqual(expected);
    expect(expected.filter(text => /^::(ffff:)?\d+\.\d/.test(text)).length).toBeGreaterThan(10);
  });

  test("stands for the address that python3's ipaddress reads in it", () => {
    const expected = python<string>(
      'print(json.dumps([ipaddress.IPv6Address(item).packed.hex() for item in items]))',
      addresses.map(bytes => ipv6Text(bytes, 0)),
    );
    expect(addresses.map(bytes => toHex(bytes))).toEqual(expected);
  });

  test('takes the text that inet_pton(3) takes, and no other', () => {
    const expected = python<string | null>(
      `def parse(text):
    try: return socket.inet_pton(socket.AF_INET6, text).hex()
    except (OSError, UnicodeEncodeError, ValueError): return None
print(json.dumps([parse(item) for item in items]))`,
      texts,
    );
    const own = texts.map(text => {
      const bytes = parseIpv6(text);
      return bytes === undefined ? null : toHex(bytes);
    });
    expect(Object.fromEntries(texts.map((text, i) => [text, own[i]]))).toEqual(
      Object.fromEntries(texts.map((text, i) => [text, expected[i]])),
    );
    expect(own.filter(hex => hex !== null).length).toBeGreaterThan(500);
    expect(own.filter(hex => hex === null).length).toBeGreaterThan(500);
  });

  test('is the identity both ways', () => {
    for (const bytes of addresses) {
      const text = decoded(ipv6, bytes);
      expect(encoded(ipv6, text)).toEqual(bytes);
      expect(generated(ipv6, bytes, 5)).toEqual({ value: text });
    }
  });

  test('refuses anything else with a WireError', () => {
    refusal(() => decoded(ipv6, new Uint8Array(15)));
    expect(refusal(() => encoded(ipv6, 'fe80::1%eth0')).message).toContain("'fe80::1%eth0'");
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), value => {
        if (typeof value !== 'string') expect(refused(() => encoded(ipv6, value))).toBeDefined();
      }),
    );
  });
});
