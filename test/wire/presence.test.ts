import { expect, test } from 'vitest';
import { presence, presenceOr, u16 } from '../../src/wire/index.js';
import { decoded, encoded, generated, refusal } from './codec.js';

test('says all by being there', () => {
  expect(decoded(presence, new Uint8Array(0))).toBe(true);
  expect(generated(presence, new Uint8Array(0))).toEqual({ value: true });
  expect(encoded(presence, true).length).toBe(0);
  refusal(() => decoded(presence, new Uint8Array(1)));
  for (const value of [1, 'true', {}, null, false]) refusal(() => encoded(presence, value));
});

test('may stand for a number, which is true without bytes', () => {
  const type = presenceOr(u16);
  expect(decoded(type, new Uint8Array(0))).toBe(true);
  expect(generated(type, new Uint8Array(0))).toEqual({ value: true });
  expect(encoded(type, true).length).toBe(0);
  for (const value of [0, 7]) {
    const bytes = encoded(type, value);
    expect(bytes.length).toBe(2);
    expect(decoded(type, bytes)).toBe(value);
    expect(generated(type, bytes)).toEqual({ value });
  }
  refusal(() => decoded(type, new Uint8Array(1)));
  expect(generated(type, new Uint8Array(1))).toBeUndefined();
  for (const value of [-1, 'true', {}, null, false]) refusal(() => encoded(type, value as never));
});
