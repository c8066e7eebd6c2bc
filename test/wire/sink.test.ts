import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Sink } from '../../src/wire/index.js';

describe('Sink', () => {
  test('grows to what is written, in any pieces, and aligns', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 })),
        fc.integer({ min: 1, max: 64 }),
        (pieces, capacity) => {
          const sink = new Sink(capacity);
          const expected: number[] = [];
          for (const piece of pieces) {
            sink.write(piece);
            sink.align(4);
            expected.push(...piece);
            while (expected.length % 4 !== 0) expected.push(0);
          }
          expect(sink.length).toBe(expected.length);
          expect([...sink.bytes()]).toEqual(expected);
        },
      ),
    );
  });

  test('reserves zeros, also where something stood before', () => {
    const sink = new Sink(8);
    sink.write(new Uint8Array(8).fill(0xff));
    sink.clear();
    expect(sink.length).toBe(0);
    expect(sink.reserve(8)).toBe(0);
    expect([...sink.bytes()]).toEqual(new Array(8).fill(0));
    expect(sink.reserve(100)).toBe(8);
    expect([...sink.bytes(8)]).toEqual(new Array(100).fill(0));
  });

  test('hands out copies', () => {
    const sink = new Sink();
    sink.write(Uint8Array.of(1, 2));
    const bytes = sink.bytes();
    sink.clear();
    expect([...bytes]).toEqual([1, 2]);
    expect(bytes.buffer.byteLength).toBe(2);
  });

  test('a view taken after growth is of the memory in use', () => {
    const sink = new Sink(1);
    const start = sink.reserve(4);
    sink.view.setUint32(start, 0x01020304);
    expect([...sink.bytes()]).toEqual([1, 2, 3, 4]);
  });
});
