import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  isPcapng,
  type PcapRecord,
  pcapngHeader,
  pcapngRecord,
  readPcapng,
  WireError,
} from '../../src/wire/index.js';
import { hasProgram } from '../support/programs.js';

/** A file of two sections of opposite byte order, as Python's struct module packs it. */
const program = `
import struct, sys
def block(order, kind, body):
    body += bytes(-len(body) % 4)
    length = len(body) + 12
    return struct.pack(order + 'II', kind, length) + body + struct.pack(order + 'I', length)
def section(order, options, units):
    out = block(order, 0x0a0d0d0a, struct.pack(order + 'IHHq', 0x1a2b3c4d, 1, 0, -1))
    out += block(order, 1, struct.pack(order + 'HHI', 253, 0, 4) + options)
    out += block(order, 1, struct.pack(order + 'HHI', 1, 0, 0))
    out += block(order, 5, bytes(12))
    out += block(order, 6, struct.pack(order + 'IIIII', 0, units >> 32, units & 0xffffffff, 3, 500) + b'abc')
    out += block(order, 6, struct.pack(order + 'IIIII', 1, 0, 1500000, 2, 2) + b'de')
    out += block(order, 3, struct.pack(order + 'I', 9) + b'wxyz')
    return out
nano = struct.pack('<HHBxxxHHqHH', 9, 1, 9, 14, 8, 100, 0, 0)
halves = struct.pack('>HHBxxxHH', 9, 1, 0x81, 0, 0)
sys.stdout.buffer.write(section('<', nano, 1700000000 * 10**9 + 123456789) + section('>', halves, 3401))
`;
const file = new Uint8Array(execFileSync('python3', ['-c', program]));
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

const expected: PcapRecord[] = [
  {
    linkType: 253,
    seconds: 1_700_000_100,
    nanoseconds: 123_456_789,
    bytes: bytes('abc'),
    length: 500,
    interface: 0,
  },
  { linkType: 1, seconds: 1, nanoseconds: 500_000_000, bytes: bytes('de'), length: 2, interface: 1 },
  { linkType: 253, seconds: 0, nanoseconds: 0, bytes: bytes('wxyz'), length: 9, interface: 0 },
  { linkType: 253, seconds: 1700, nanoseconds: 500_000_000, bytes: bytes('abc'), length: 500, interface: 0 },
  { linkType: 1, seconds: 1, nanoseconds: 500_000_000, bytes: bytes('de'), length: 2, interface: 1 },
  { linkType: 253, seconds: 0, nanoseconds: 0, bytes: bytes('wxyz'), length: 9, interface: 0 },
];

describe('pcapng', () => {
  test('sections of both byte orders, with the times of their interfaces', () => {
    expect(isPcapng(file)).toBe(true);
    expect([...readPcapng(file)]).toEqual(expected);
  });

  test('a file that ends early gives what is whole, and then an error', () => {
    let whole = 0;
    for (let length = 0; length <= file.length; length++) {
      const found: PcapRecord[] = [];
      try {
        for (const record of readPcapng(file.slice(0, length))) found.push(record);
        whole++;
      } catch (error) {
        expect(error).toBeInstanceOf(WireError);
      }
      expect(found).toEqual(expected.slice(0, found.length));
    }
    // At the end of each block.
    expect(whole).toBe(14);
  });

  test('broken bytes raise WireError and nothing else', () => {
    for (let at = 0; at < file.length; at++) {
      for (const byte of [0, 1, 0x7f, 0xff]) {
        const broken = file.slice();
        broken[at] = byte;
        try {
          expect([...readPcapng(broken)].length).toBeLessThanOrEqual(expected.length);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }
    }
  });

  test('other files are none', () => {
    for (const other of [bytes(''), bytes('\n\r\r\n but something else')]) {
      expect(isPcapng(other)).toBe(false);
      expect(() => [...readPcapng(other)]).toThrow('not a pcapng file');
    }
  });
});

describe('a pcapng file that is written', () => {
  const interfaces = [
    { linkType: 1, snapLength: 100, name: 'eth0' },
    { linkType: 101, name: 'tun0' },
  ];
  const records = [
    {
      seconds: 1_700_000_000,
      nanoseconds: 123_456_789,
      bytes: Uint8Array.of(1, 2, 3),
      length: 9,
      interface: 0,
    },
    { seconds: 0, nanoseconds: 0, bytes: Uint8Array.of(), interface: 1 },
  ];
  const written = Buffer.concat([pcapngHeader(interfaces), ...records.map(record => pcapngRecord(record))]);

  test('is read again, with the interfaces of its packets', () => {
    expect([...readPcapng(written)]).toEqual([
      { ...records[0], linkType: 1, interfaceName: 'eth0' },
      { ...records[1], linkType: 101, length: 0, interfaceName: 'tun0' },
    ]);
  });

  test.skipIf(!hasProgram('tshark'))('is what tshark reads (skipped where it is missing)', () => {
    const fields = ['frame.time_epoch', 'frame.len', 'frame.cap_len', 'frame.interface_name'];
    const folder = mkdtempSync(join(tmpdir(), 'afkit-pcapng-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'written.pcapng');
    writeFileSync(path, written);
    const args = ['-r', path, '-T', 'fields', ...fields.flatMap(field => ['-e', field])];
    const output = execFileSync('tshark', args, { encoding: 'utf8', stdio: 'pipe' });
    expect(output).toBe('1700000000.123456789\t9\t3\teth0\n0.000000000\t0\t0\ttun0\n');
  });

  test.each([
    [{ ...records[0]!, seconds: -1 }, /time of a capture file/],
    [{ ...records[0]!, nanoseconds: 1e9 }, /part of a second/],
    [{ ...records[0]!, seconds: 2 ** 50 }, /beyond the times/],
  ])('has no place for %o', (record, message) => {
    expect(() => pcapngRecord(record)).toThrow(message);
  });
});
