import { describe, expect, test } from 'vitest';
import { readDatagrams } from '../../src/netlink/datagrams.js';
import { encodeFrame } from '../../src/netlink/pcap-frame.js';
import { rtmonStamp } from '../../src/netlink/rtmon.js';
import { pcapHeader, pcapRecord, toHex, WireError } from '../../src/wire/index.js';
import { join } from '../support/netlink-bytes.js';
import { captured } from './fixtures.js';

const { bytes } = captured[0]!;
const text = (given: string): Uint8Array => new TextEncoder().encode(given);
const read = (given: Uint8Array) => [...readDatagrams(given)];

describe('netlink messages are recognised by content', () => {
  test.each<[string, Uint8Array]>([
    ['hexadecimal', text(toHex(bytes, ' '))],
    ['messages as they are', bytes],
  ])('%s', (_name, given) => expect(read(given)).toEqual([{ bytes, protocol: 'NETLINK_ROUTE' }]));

  test('a file of rtmon is messages', () => {
    const file = join(rtmonStamp(5), bytes);
    expect(read(file)).toEqual([{ bytes: file, protocol: 'NETLINK_ROUTE' }]);
  });

  test('the beginning of a message', () => {
    expect(read(bytes.slice(0, 30))).toEqual([{ bytes: bytes.slice(0, 30), protocol: 'NETLINK_ROUTE' }]);
  });

  test('pcap, of any netlink protocol', () => {
    const route = encodeFrame({ packetType: 'outgoing', protocol: 'route', bytes });
    const other = encodeFrame({ packetType: 'multicast', protocol: 99, nsid: 4, bytes });
    const at = { seconds: 5, nanoseconds: 250_000_000 };
    const file = join(
      pcapHeader(253),
      pcapRecord({ ...at, bytes: route }),
      pcapRecord({ ...at, bytes: other, length: 500 }),
    );
    expect(read(file)).toEqual([
      { bytes, protocol: 'NETLINK_ROUTE', time: 5250 },
      { bytes, protocol: 'protocol 99', time: 5250, nsid: 4, cut: true },
    ]);
  });

  test('strace', () => {
    const escaped = [...bytes].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
    expect(read(text(`sendto(3, "${escaped}", ${bytes.length}, 0, NULL, 0) = ${bytes.length}\n`))).toEqual([
      { bytes, protocol: 'NETLINK_ROUTE', call: 'sendto', fd: 3, direction: 'sent' },
    ]);
  });
});

describe('what else there is says what would be right', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['text', text('hello there'), /text that is none of: hexadecimal, .* strace -e trace=network/],
    ['nothing', text(''), /none of: hexadecimal/],
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...new Uint8Array(20)),
      /no netlink messages/,
    ],
    ['few bytes', Uint8Array.of(20, 0, 0, 0, 1), /no netlink messages/],
    [
      'a capture of Ethernet',
      join(pcapHeader(1), pcapRecord({ seconds: 0, nanoseconds: 0, bytes })),
      /link type 1/,
    ],
    [
      'a trace without bytes',
      text('sendto(3, [{nlmsg_len=36, nlmsg_type=RTM_GETROUTE}], 36, 0, NULL, 0) = 36\n'),
      /run it with -e write=all -e read=all/,
    ],
  ])('%s', (_name, given, message) => {
    expect(() => read(given)).toThrow(WireError);
    expect(() => read(given)).toThrow(message);
  });
});
