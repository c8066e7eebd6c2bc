import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributes } from '../../src/netlink/attributes.js';
import { records } from '../../src/netlink/records.js';
import { route } from '../../src/netlink/route/route.js';
import { struct, text, toHex, toJson, u8, u16 } from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusal, refused } from '../wire/codec.js';
import { captured, decode, encode } from './fixtures.js';

const hops = records(
  struct({ flags: u8, hops: u8, index: u16, more: u16 }),
  attributes('H', { label: [1, text], size: [2, u8] }),
);

describe('records', () => {
  test('are a struct and attributes each, in one object', () => {
    const hex = '1000 05 06 0700 0000 0700 0100 616200 00 0800 01 02 0300 0400';
    const value = decoded(hops, fromHexText(hex));
    expect(value).toEqual([
      { flags: 5, hops: 6, index: 7, more: 0, label: 'ab' },
      { flags: 1, hops: 2, index: 3, more: 4 },
    ]);
    expect(toHex(encoded(hops, value))).toBe(hex.replaceAll(' ', ''));
    expect(decoded(hops, new Uint8Array(0))).toEqual([]);
  });

  test('begin at multiples of four bytes, whatever the length of the one before', () => {
    const value = decoded(hops, fromHexText('0d00 00 00 0100 0000 0500 0200 07 000000 0800 00 00 0200 0000'));
    expect(value).toMatchObject([{ index: 1, size: 7 }, { index: 2 }]);
  });

  test('that do not fit are an error that says where', () => {
    expect(refusal(() => decoded(hops, fromHexText('0700 05 06 0700 0000'))).offset).toBe(8);
    expect(refusal(() => decoded(hops, fromHexText('0900 05 06 0700 0000'))).offset).toBe(8);
    expect(refusal(() => decoded(hops, fromHexText('0800 05 06 0700 0000 0000'))).offset).toBe(16);
    expect(
      refusal(() => decoded(hops, fromHexText('0800 05 06 0700 0000 0e00 05 06 0700 0000 0600 0200 0102')))
        .path,
    ).toBe('[1].size');
  });

  test('any bytes are records or a WireError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), (bytes, length) => {
        if (bytes.length > 1) bytes.set([length, 0]);
        void refused(() => {
          const value = decoded(hops, bytes);
          expect(decoded(hops, encoded(hops, value))).toEqual(value);
        });
      }),
    );
  });

  test('refuse what has no place in them', () => {
    expect(refusal(() => encoded(hops, [{}, { size: 300 }])).path).toBe('[1].size');
    expect(refusal(() => encoded(hops, [{ idnex: 1 }])).message).toContain("did you mean 'index'?");
    for (const value of [null, 5, {}, [null], [5], [[]]]) refusal(() => encoded(hops, value));
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true }),
        value => void refused(() => encoded(hops, value)),
      ),
    );
  });
});

describe('the hops of a route', () => {
  test('are what `ip route add … nexthop … nexthop …` made them', () => {
    const message = captured.find(
      ({ name, source }) => source === 'event' && /198\.51\.103\.0\/24 nexthop/.test(name),
    )!;
    const value = decode(route, message.payload);
    expect(value.multipath).toMatchObject([
      { hops: 1, gateway: '10.1.0.9' },
      { hops: 2, flow: 5 },
      { hops: 0, gateway: '10.1.0.10', flags: ['onlink'] },
    ]);
    expect(toHex(encode(route, toJson(value)))).toBe(toHex(message.payload));
  });

  test('may be of another address family', () => {
    const message = captured.find(
      ({ name, source }) => source === 'event' && /nexthop via inet6 fe80::9/.test(name),
    )!;
    expect(decode(route, message.payload).multipath).toMatchObject([
      { via: { family: 'inet6', address: 'fe80::9' } },
      { gateway: '10.1.0.9' },
      { via: { family: 'inet6', address: '2001:db8::9' } },
    ]);
  });
});
