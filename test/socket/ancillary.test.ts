import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ControlMessage,
  controlLength,
  controlSpace,
  decodeControlMessages,
  encodeControlMessages,
  writeControlMessages,
  writeIntMessage,
} from '../../src/socket/index.js';

const is64Bit = ['x64', 'arm64', 'ppc64', 's390x', 'riscv64', 'loong64'].includes(process.arch);

const controlMessage: fc.Arbitrary<ControlMessage> = fc.record({
  level: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  type: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  data: fc.uint8Array({ maxLength: 40 }),
});

describe.runIf(is64Bit)('on a 64-bit machine', () => {
  test('lengths are those of CMSG_LEN and CMSG_SPACE', () => {
    expect([0, 1, 4, 8, 12].map(controlLength)).toEqual([16, 17, 20, 24, 28]);
    expect([0, 1, 4, 8, 12].map(length => controlSpace(length))).toEqual([16, 24, 24, 24, 32]);
    expect(controlSpace(4, 12)).toBe(24 + 32);
    expect(controlSpace()).toBe(0);
  });
});

test('messages survive both ways', () => {
  fc.assert(
    fc.property(fc.array(controlMessage, { maxLength: 5 }), messages => {
      const bytes = encodeControlMessages(messages);
      expect(bytes.length).toBe(controlSpace(...messages.map(({ data }) => data.length)));
      expect(decodeControlMessages(bytes)).toEqual(messages);
    }),
  );
});

test('data are views of the bytes', () => {
  const bytes = encodeControlMessages([{ level: 1, type: 1, data: new Uint8Array([7]) }]);
  expect(decodeControlMessages(bytes)[0]?.data.buffer).toBe(bytes.buffer);
});

test('any bytes decode to something within them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), bytes => {
      for (const { data } of decodeControlMessages(bytes))
        expect(data.length).toBeLessThanOrEqual(bytes.length);
    }),
  );
});

test('a header that promises too much ends the list', () => {
  const bytes = encodeControlMessages([
    { level: 1, type: 1, data: new Uint8Array(4) },
    { level: 1, type: 2, data: new Uint8Array(4) },
  ]);
  expect(decodeControlMessages(bytes.subarray(0, bytes.length - 5))).toHaveLength(1);
  expect(decodeControlMessages(bytes.subarray(0, 10))).toEqual([]);
});

test('writing needs the room and clears the padding', () => {
  const message = { level: 1, type: 2, data: new Uint8Array([1, 2, 3]) };
  const target = new Uint8Array(controlSpace(3)).fill(0xff);
  expect(writeControlMessages(target, [message])).toBe(target.length);
  expect(target).toEqual(encodeControlMessages([message]));
  expect(() => writeControlMessages(target.subarray(1), [message])).toThrow(RangeError);
  expect(writeControlMessages(new Uint8Array(0), [])).toBe(0);
});

test('ints are written as their bytes would be', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -0x80000000, max: 0x7fffffff }), { minLength: 1, maxLength: 9 }),
      values => {
        const data = new Uint8Array(Int32Array.from(values).buffer);
        const expected = encodeControlMessages([{ level: 1, type: 2, data }]);
        const target = new Uint8Array(8 + expected.length).fill(0xff);
        const view = new DataView(target.buffer);
        expect(writeIntMessage(view, 8, 1, 2, values)).toBe(target.length);
        expect(target.subarray(8)).toEqual(expected);
        expect(() => writeIntMessage(view, 16, 1, 2, values)).toThrow(RangeError);
      },
    ),
  );
});
