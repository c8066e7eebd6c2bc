import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SocketError } from '../../src/socket/index.js';
import {
  decodeDumpHead,
  decodeEntries,
  decodeFrameHeader,
  decodeList,
  decodeRequest,
  encodeDumpHead,
  encodeEntries,
  encodeFrame,
  encodeList,
  encodeRequest,
  type HolderRequest,
} from '../../src/unix/fd-holder-protocol.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** What s6-fdholder-list, -retrieve, -delete, -getdump and -store of s6 2.11 send. */
it.each<[HolderRequest, number, string]>([
  [{ verb: 'list' }, 0, '0000000100004c'],
  [{ verb: 'retrieve', name: 'mine', remove: false }, 0, '0000000800005200046d696e6500'],
  [{ verb: 'delete', name: 'mine' }, 0, '00000007000044046d696e6500'],
  [{ verb: 'getDump' }, 0, '0000000100003f'],
])('%j is written as s6 writes it', (request, descriptors, bytes) => {
  expect(hex(encodeFrame(encodeRequest(request), descriptors))).toBe(bytes);
});

it('a store has a TAI64N label', () => {
  const data = encodeRequest({ verb: 'store', name: 'a', deadline: 1500 });
  expect(hex(data)).toBe(`53400000000000000b1dcd6500${'016100'}`);
  expect(decodeRequest(data)).toEqual({ verb: 'store', name: 'a', deadline: 1500 });
  expect(decodeRequest(encodeRequest({ verb: 'store', name: 'a', deadline: undefined }))).toMatchObject({
    deadline: undefined,
  });
});

const name = fc.string({ minLength: 1, maxLength: 60 }).filter(text => {
  const { length } = Buffer.from(text);
  return !text.includes('\0') && length <= 255 && Buffer.from(text).toString() === text;
});
const deadline = fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }), { nil: undefined });
const entry = fc.record({ name, deadline });
const request: fc.Arbitrary<HolderRequest> = fc.oneof(
  fc.record({ verb: fc.constant('store' as const), name, deadline }),
  fc.record({ verb: fc.constant('delete' as const), name }),
  fc.record({ verb: fc.constant('retrieve' as const), name, remove: fc.boolean() }),
  fc.constant({ verb: 'list' as const }),
  fc.constant({ verb: 'getDump' as const }),
  fc.record({ verb: fc.constant('setDump' as const), count: fc.integer({ min: 0, max: 0xffff_ffff }) }),
  fc.record({ verb: fc.constant('dumpPart' as const), entries: fc.array(entry, { maxLength: 20 }) }),
);

it('reads what it writes', () => {
  fc.assert(
    fc.property(request, value => {
      expect(decodeRequest(encodeRequest(value))).toEqual(value);
    }),
  );
  fc.assert(
    fc.property(fc.array(name), fc.array(entry), fc.nat(10_000), (names, entries, count) => {
      expect(decodeList(encodeList(names))).toEqual(names);
      expect(decodeEntries(encodeEntries(entries))).toEqual(entries);
      expect(decodeDumpHead(encodeDumpHead(count))).toEqual({
        frames: Math.ceil(count / 253),
        descriptors: count,
      });
    }),
  );
});

it('refuses any other bytes with EPROTO, and nothing else', () => {
  const refused = (read: () => unknown): void => {
    try {
      read();
    } catch (error) {
      expect(error).toBeInstanceOf(SocketError);
      expect((error as SocketError).code).toBe('EPROTO');
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), bytes => {
      for (const read of [decodeRequest, decodeList, decodeEntries, decodeDumpHead])
        refused(() => read(bytes));
      if (bytes.length >= 6) refused(() => decodeFrameHeader(bytes));
    }),
  );
});

it.each(['', 'x'.repeat(256), 'a\0b'])('the name %j is none', text => {
  expect(() => encodeRequest({ verb: 'delete', name: text })).toThrow(/EINVAL: a name has 1 to 255 bytes/);
});
