import { expect, test } from 'vitest';
import { littleEndian, Window } from '../../src/wire/index.js';

test('shows the same bytes three ways, from any place in memory', () => {
  const memory = new Uint8Array(32).map((_, i) => i);
  for (let offset = 0; offset < 8; offset++) {
    for (const bytes of [memory.subarray(offset, offset + 11), Buffer.from(memory.buffer, offset, 11)]) {
      const window = new Window(bytes);
      expect([...window.u8]).toEqual([...bytes]);
      expect(window.u8.constructor).toBe(Uint8Array);
      expect(window.view.byteLength).toBe(11);
      expect(window.words.length).toBe(2);
      expect(window.words[1]).toBe(window.view.getInt32(4, littleEndian));
    }
  }
});

test('looks at the buffer itself where that is aligned: it is made once and read many times', () => {
  const buffer = new Uint8Array(8);
  const window = new Window(buffer);
  buffer[4] = 7;
  expect(window.u8[4]).toBe(7);
  const copy = window.copy(4, 6);
  buffer[4] = 8;
  expect([...copy]).toEqual([7, 0]);
  expect(copy.buffer.byteLength).toBe(2);
});
