import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type PcapRecord,
  pcapHeader,
  pcapngHeader,
  pcapngRecord,
  pcapRecord,
  readCapture,
  readPcap,
  readPcapng,
  WireError,
} from '../../src/wire/index.js';

const file = new Uint8Array(readFileSync(new URL('../fixtures/raw/kernel.pcap', import.meta.url)));
const records = [...readPcap(file).records];
const nano = Buffer.concat([
  pcapHeader(1, { nanoseconds: true, snapLength: 50 }),
  ...records.map(record => pcapRecord(record, { nanoseconds: true })),
]);
const next = Buffer.concat([
  pcapngHeader([{ linkType: 1, name: 'veth' }]),
  ...records.map(record => pcapngRecord(record)),
]);

/** The bytes in pieces of the given sizes, over and over. */
function* pieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function all(source: Iterable<Uint8Array>): Promise<{ found: PcapRecord[]; error: unknown }> {
  const found: PcapRecord[] = [];
  try {
    for await (const record of readCapture(source)) found.push(record);
  } catch (error) {
    return { found, error };
  }
  return { found, error: undefined };
}

describe('a capture that comes in pieces', () => {
  test.each([
    ['pcap', file, records],
    ['pcap to the nanosecond', nano, [...readPcap(nano).records]],
    ['pcapng', next, [...readPcapng(next)]],
  ])('%s is read as the whole file is', async (_, bytes, expected) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1 }), async sizes => {
        expect(await all(pieces(bytes, sizes))).toEqual({ found: expected, error: undefined });
      }),
      { numRuns: 30 },
    );
  });

  test('gives what is whole, and an error where it ends early', async () => {
    for (const bytes of [file, next]) {
      expect((await all([bytes])).error).toBeUndefined();
      expect((await all([bytes.subarray(0, bytes.length - 1)])).error).toBeInstanceOf(WireError);
      for (let length = 0; length < 700; length++) {
        const { found, error } = await all([bytes.subarray(0, length)]);
        if (error !== undefined) expect(error).toBeInstanceOf(WireError);
        expect(found.length).toBeLessThanOrEqual(records.length);
      }
    }
  });

  test('is not waited for where a length is broken', async () => {
    const broken = file.slice();
    new DataView(broken.buffer).setUint32(24 + 8, 0x7fff_ffff, true);
    let asked = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield broken;
      for (;;) {
        asked++;
        yield new Uint8Array(65_536);
      }
    }
    await expect(readCapture(endless()).next()).rejects.toThrow(/2147483647 bytes: the file is broken/);
    expect(asked).toBe(0);
  });

  test('of another kind is refused', async () => {
    await expect(readCapture([new TextEncoder().encode('hello, world and more')]).next()).rejects.toThrow(
      'not a capture file',
    );
  });
});
