import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  align4,
  beginMessage,
  endMessage,
  flagsOf,
  messageHeaderSize,
  readHeader,
  typeOf,
} from '../../src/netlink/header.js';
import { Sink, Window } from '../../src/wire/index.js';
import { captured } from './fixtures.js';

test('a header is read as it was written, with the length of what stands behind it', () => {
  fc.assert(
    fc.property(
      fc.nat(0xffff),
      fc.nat(0xffff),
      fc.nat(0xffff_ffff),
      fc.nat(0xffff_ffff),
      fc.uint8Array({ maxLength: 40 }),
      (type, flags, sequence, port, payload) => {
        const sink = new Sink(1);
        const start = beginMessage(sink, type, flags, sequence, port);
        sink.write(payload);
        endMessage(sink, start);
        const bytes = sink.bytes();
        expect(bytes.length).toBe(align4(messageHeaderSize + payload.length));
        const window = new Window(bytes);
        const length = messageHeaderSize + payload.length;
        expect(readHeader(window, 0)).toEqual({ length, type, flags, sequence, port });
        expect(typeOf(window.words[1]!)).toBe(type);
        expect(flagsOf(window.words[1]!)).toBe(flags);
      },
    ),
  );
});

test('captured messages have headers that say how long they are', () => {
  for (const { bytes, schema } of captured) {
    const { length, type } = readHeader(new Window(bytes), 0);
    expect(length).toBe(bytes.length);
    if (type < 116) expect(Object.values(schema.types)).toContain(type);
  }
});

test('alignment is to four bytes', () => {
  expect([0, 1, 3, 4, 5, 16, 17].map(align4)).toEqual([0, 4, 4, 4, 8, 16, 20]);
});
