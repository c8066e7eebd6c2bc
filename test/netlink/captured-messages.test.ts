import { describe, expect, test } from 'vitest';
import { capturedMessages } from '../../src/netlink/captured-messages.js';
import { encodeFrame, type NetlinkFrame } from '../../src/netlink/pcap-frame.js';
import { type PcapRecord, toHex } from '../../src/wire/index.js';
import { acknowledgement, done, join, netlinkMessage, u32 } from '../support/netlink-bytes.js';

const REQUEST = 1;
const MULTI = 2;
const DUMP = 0x300;
const [ERROR, NEWLINK, NEWROUTE, GETROUTE, DELROUTE, GETNEIGH, NEWNEXTHOP] = [2, 16, 24, 26, 25, 30, 104];

function packet(
  bytes: Uint8Array,
  frame: Partial<NetlinkFrame> = {},
  record: Partial<PcapRecord> = {},
): PcapRecord {
  const packet = encodeFrame({ packetType: 'outgoing', protocol: 'route', bytes, ...frame });
  return { linkType: 253, seconds: 1, nanoseconds: 500_000, bytes: packet, length: packet.length, ...record };
}

const picked = (...packets: PcapRecord[]) =>
  [...capturedMessages(packets)].map(({ bytes, present }) => (present ? '+' : '') + toHex(bytes));
const hex = (bytes: Uint8Array): string => toHex(bytes);

describe('of an nlmon interface', () => {
  const event = netlinkMessage({ type: NEWROUTE, flags: 0x600, sequence: 5, port: 77 }, u32(1));
  const other = netlinkMessage({ type: DELROUTE, sequence: 6 }, u32(2));

  test('what is multicast stays, requests and acknowledgements do not', () => {
    const request = netlinkMessage({ type: NEWROUTE, flags: REQUEST | 0x604, sequence: 5 }, u32(1));
    expect(picked(packet(request), packet(event), packet(acknowledgement(5, 0)), packet(other))).toEqual([
      hex(event),
      hex(other),
    ]);
  });

  test('of the copies for several listeners the first counts', () => {
    expect(picked(packet(event), packet(event), packet(acknowledgement(5, 0)), packet(event))).toEqual([
      hex(event),
    ]);
    expect(picked(packet(event), packet(other), packet(event))).toHaveLength(3);
  });

  test('dumps are left out, but what they tell of links is there for the names', () => {
    const dump = netlinkMessage({ type: GETROUTE, flags: REQUEST | DUMP, sequence: 9 }, u32(0));
    const part = netlinkMessage({ type: NEWROUTE, flags: MULTI, sequence: 9 }, u32(1));
    const link = netlinkMessage({ type: NEWLINK, flags: MULTI, sequence: 9 }, u32(1));
    expect(picked(packet(dump), packet(join(part, part)), packet(join(link, link)), packet(done(9)))).toEqual(
      [`+${hex(link)}`, `+${hex(link)}`],
    );
  });

  test('the answer to a question is no event', () => {
    const request = netlinkMessage({ type: GETROUTE, flags: REQUEST, sequence: 5 }, u32(1));
    const answer = netlinkMessage({ type: NEWROUTE, sequence: 5, port: 77 }, u32(3));
    expect(picked(packet(request), packet(answer), packet(event))).toEqual([hex(event)]);
    expect(picked(packet(request), packet(other), packet(answer))).toEqual([hex(other)]);
  });

  test('questions with one sequence number have an answer each', () => {
    const request = netlinkMessage({ type: GETROUTE, flags: REQUEST, sequence: 5 }, u32(1));
    const answer = (port: number) => netlinkMessage({ type: NEWROUTE, sequence: 5, port }, u32(3));
    expect(
      picked(packet(request), packet(request), packet(answer(77)), packet(answer(78)), packet(answer(79))),
    ).toEqual([hex(answer(79))]);
  });

  test('a question that was refused has no answer', () => {
    const request = netlinkMessage({ type: GETROUTE, flags: REQUEST, sequence: 5 }, u32(1));
    const refusal = netlinkMessage({ type: ERROR, sequence: 5 }, join(u32(-2), request));
    expect(picked(packet(request), packet(refusal), packet(event))).toEqual([hex(event)]);
  });

  test('events have the flags of their requests, where the kernel takes them over', () => {
    for (const port of [0, 77]) {
      const request = netlinkMessage({ type: NEWNEXTHOP, flags: REQUEST | 0x604, sequence: 5, port }, u32(1));
      const made = netlinkMessage(
        { type: NEWNEXTHOP, flags: REQUEST | 0x604, sequence: 5, port: 77 },
        u32(1),
      );
      const acknowledged = netlinkMessage({ type: ERROR, sequence: 5, port: 77 }, join(u32(0), request));
      const packets = [packet(request), packet(made), packet(acknowledged)];
      expect(picked(...packets)).toEqual([hex(made)]);
      expect(picked(...packets, packet(request))).toEqual([hex(made)]);
    }
  });

  test("the kernel's own question for a neighbour is an event", () => {
    const question = netlinkMessage({ type: GETNEIGH, flags: REQUEST }, u32(1));
    const request = netlinkMessage({ type: GETNEIGH, flags: REQUEST, sequence: 5 }, u32(1));
    expect(picked(packet(question), packet(request))).toEqual([hex(question)]);
  });

  test('what IPv6 says of links is not of the group that is listened to', () => {
    const link = (family: number) => netlinkMessage({ type: NEWLINK }, Uint8Array.of(family, 0, 0, 0));
    expect(picked(packet(link(10)), packet(link(7)), packet(link(0)))).toEqual([hex(link(7)), hex(link(0))]);
  });

  test('other protocols are passed over, and a packet that was cut off is a loss', () => {
    expect(picked(packet(event, { protocol: 'generic' }))).toEqual([]);
    const whole = packet(event);
    const [found] = capturedMessages([{ ...whole, bytes: whole.bytes.slice(0, 30) }]);
    expect(found).toMatchObject({ time: 1000.5, present: false, bytes: netlinkMessage({ type: 4 }) });
  });

  test('packets of other interfaces are refused', () => {
    expect(() => picked(packet(event, {}, { linkType: 1 }))).toThrow(
      'packets of link type 1; netlink is 253',
    );
  });
});

describe('of our own recordings', () => {
  test('everything stays as it is marked', () => {
    const event = netlinkMessage({ type: NEWROUTE, sequence: 5 }, u32(1));
    const own = { packetType: 'multicast', nsid: 3 } as const;
    expect(picked(packet(event, own), packet(event, own), packet(event, { packetType: 'host' }))).toEqual([
      hex(event),
      hex(event),
      `+${hex(event)}`,
    ]);
    const [first] = capturedMessages([packet(event, own)]);
    expect(first).toEqual({ time: 1000.5, nsid: 3, present: false, bytes: event });
    expect(picked(packet(netlinkMessage({ type: 4 }), own))).toEqual([hex(netlinkMessage({ type: 4 }))]);
  });
});
