import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isPcap,
  littleEndian,
  type PcapRecord,
  pcapHeader,
  pcapRecord,
  readPcap,
  WireError,
} from '../../src/wire/index.js';

/** The bytes that Python's struct module packs. */
function packed(program: string): Uint8Array {
  const text = `import struct, sys; sys.stdout.buffer.write(b''.join([${program}]))`;
  return new Uint8Array(execFileSync('python3', ['-c', text]));
}

const file = (order: string, magic: string, fraction: number) =>
  packed(`struct.pack('${order}IHHiIII', ${magic}, 2, 4, 0, 0, 96, 253 | 0x10000000),
    struct.pack('${order}IIII', 1700000000, ${fraction}, 3, 3), b'abc',
    struct.pack('${order}IIII', 1700000001, 0, 2, 500), b'de'`);

const records = (nanoseconds: number): PcapRecord[] => [
  { linkType: 253, seconds: 1_700_000_000, nanoseconds, bytes: bytes('abc'), length: 3 },
  { linkType: 253, seconds: 1_700_000_001, nanoseconds: 0, bytes: bytes('de'), length: 500 },
];

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const machine = littleEndian ? '<' : '>';

describe('reading', () => {
  test.each([
    ['little-endian, microseconds', '<', '0xa1b2c3d4', 123_456, 123_456_000],
    ['big-endian, microseconds', '>', '0xa1b2c3d4', 123_456, 123_456_000],
    ['little-endian, nanoseconds', '<', '0xa1b23c4d', 123_456_789, 123_456_789],
    ['big-endian, nanoseconds', '>', '0xa1b23c4d', 123_456_789, 123_456_789],
  ])('what struct.pack wrote: %s', (_name, order, magic, fraction, nanoseconds) => {
    const given = file(order, magic, fraction);
    expect(isPcap(given)).toBe(true);
    const read = readPcap(given);
    expect(read).toMatchObject({ linkType: 253, snapLength: 96, nanoseconds: magic === '0xa1b23c4d' });
    expect([...read.records]).toEqual(records(nanoseconds));
    expect([...read.records]).toHaveLength(2);
  });

  test('a file that ends early gives what is whole, and then an error', () => {
    const given = file('<', '0xa1b2c3d4', 0);
    const whole = new Map([
      [24, 0],
      [24 + 19, 1],
      [given.length, 2],
    ]);
    for (let length = 4; length <= given.length; length++) {
      const found: PcapRecord[] = [];
      const read = () => {
        for (const record of readPcap(given.slice(0, length)).records) found.push(record);
      };
      if (whole.has(length)) read();
      else expect(read, `${length} bytes`).toThrow(WireError);
      expect(found).toHaveLength(length < 43 ? 0 : length < given.length ? 1 : 2);
    }
  });

  test('other files are none', () => {
    for (const other of [bytes(''), bytes('abc'), bytes('not a capture file at all')]) {
      expect(isPcap(other)).toBe(false);
      expect(() => readPcap(other)).toThrow('not a pcap file');
    }
    const newer = file('<', '0xa1b2c3d4', 0);
    newer[4] = 3;
    expect(() => readPcap(newer)).toThrow('pcap of version 3');
  });

  test('bytes that are broken somewhere raise WireError and nothing else', () => {
    const given = file('>', '0xa1b23c4d', 5);
    fc.assert(
      fc.property(fc.nat(given.length - 1), fc.nat(255), (at, byte) => {
        const broken = given.slice();
        broken[at] = byte;
        try {
          return [...readPcap(broken).records].length <= 2;
        } catch (error) {
          return error instanceof WireError;
        }
      }),
    );
  });
});

describe('writing', () => {
  test('gives the bytes that struct.pack does', () => {
    const [first, second] = records(123_456_789) as [PcapRecord, PcapRecord];
    expect(joined(pcapHeader(253), pcapRecord(first), pcapRecord(second))).toEqual(
      packed(`struct.pack('${machine}IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 253),
        struct.pack('${machine}IIII', 1700000000, 123456, 3, 3), b'abc',
        struct.pack('${machine}IIII', 1700000001, 0, 2, 500), b'de'`),
    );
    const options = { nanoseconds: true, snapLength: 96 };
    expect(joined(pcapHeader(1, options), pcapRecord(first, options))).toEqual(
      packed(`struct.pack('${machine}IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 96, 1),
        struct.pack('${machine}IIII', 1700000000, 123456789, 3, 3), b'abc'`),
    );
  });

  test('what is written reads the same', () => {
    const record = fc.record({
      seconds: fc.nat(0xffff_ffff),
      nanoseconds: fc.nat(999_999_999),
      bytes: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), list => {
        const options = { nanoseconds: true };
        const written = joined(pcapHeader(7, options), ...list.map(each => pcapRecord(each, options)));
        expect([...readPcap(written).records]).toEqual(
          list.map(each => ({ ...each, linkType: 7, length: each.bytes.length })),
        );
      }),
    );
  });

  test('times that have no room are refused', () => {
    const given = { seconds: 0, nanoseconds: 0, bytes: bytes('') };
    for (const seconds of [-1, 2 ** 32, 1.5, Number.NaN]) {
      expect(() => pcapRecord({ ...given, seconds })).toThrow(WireError);
    }
    for (const nanoseconds of [-1, 1e9, 0.5]) {
      expect(() => pcapRecord({ ...given, nanoseconds })).toThrow(WireError);
    }
  });
});
