import { endianness } from 'node:os';
import { expect, test } from 'vitest';
import { littleEndian } from '../../src/wire/index.js';

test('is what node says of this machine', () => {
  expect(littleEndian).toBe(endianness() === 'LE');
});
