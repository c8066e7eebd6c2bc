import { describe, expect, test } from 'vitest';
import { isRtmon, type RtmonMessage, readRtmon, rtmonMessage, rtmonStamp } from '../../src/netlink/rtmon.js';
import { toHex, WireError } from '../../src/wire/index.js';
import { join, netlinkMessage, u32 } from '../support/netlink-bytes.js';
import { captured } from './fixtures.js';

const time = 1_700_000_000_123.456;
const stamp = netlinkMessage({ type: 15 }, u32(1_700_000_000, 123_456));
const messages = captured.slice(0, 6).map(({ bytes }) => bytes);

describe('stamps', () => {
  test('are NLMSG_TSTAMP with seconds and microseconds', () => {
    expect(toHex(rtmonStamp(time))).toBe(toHex(stamp));
    expect(toHex(rtmonStamp(1999.9999))).toBe(toHex(netlinkMessage({ type: 15 }, u32(2, 0))));
  });

  test('begin a file', () => {
    expect(isRtmon(stamp)).toBe(true);
    expect(isRtmon(messages[0]!)).toBe(false);
    expect(isRtmon(stamp.slice(0, 10))).toBe(false);
  });
});

describe('files', () => {
  test('what is written reads the same, padding aside', () => {
    const [present, ...events] = messages;
    const file = join(
      rtmonStamp(time),
      rtmonMessage(present!),
      rtmonMessage(present!),
      ...events.flatMap((bytes, i) => [rtmonStamp(time + i), rtmonMessage(bytes)]),
    );
    expect(file.length % 4).toBe(0);
    const found = [...readRtmon(file)];
    expect(found.map(({ bytes }) => toHex(bytes))).toEqual(
      [present!, present!, ...events].map(bytes => toHex(bytes)),
    );
    expect(found.map(({ stamped }) => stamped)).toEqual([true, false, ...events.map(() => true)]);
    for (const [i, message] of found.slice(2).entries()) expect(message.time).toBeCloseTo(time + i, 3);
  });

  test('that end early give what is whole, and then an error', () => {
    const file = join(stamp, rtmonMessage(messages[0]!), stamp, rtmonMessage(messages[1]!));
    const first = stamp.length + messages[0]!.length;
    const second = first + stamp.length + messages[1]!.length;
    for (let length = 0; length < file.length; length++) {
      const found: RtmonMessage[] = [];
      const read = () => {
        for (const message of readRtmon(file.slice(0, length))) found.push(message);
      };
      const ends = [0, stamp.length, first, first + stamp.length];
      if (ends.includes(length) || length >= second) read();
      else expect(read, `${length} bytes`).toThrow(WireError);
      expect(found.length).toBe(length >= second ? 2 : length >= first ? 1 : 0);
    }
  });

  test('that do not go on by messages are errors', () => {
    expect(() => [...readRtmon(join(stamp, new Uint8Array(16)))]).toThrow('a message of 0 bytes');
  });

  test('without a stamp have no times', () => {
    expect([...readRtmon(messages[0]!)]).toEqual([{ time: 0, stamped: false, bytes: messages[0] }]);
  });
});
