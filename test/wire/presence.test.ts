import { expect, test } from 'vitest';
import { presence } from '../../src/wire/index.js';
import { decoded, encoded, generated, refusal } from './codec.js';

test('says all by being there', () => {
  expect(decoded(presence, new Uint8Array(0))).toBe(true);
  expect(generated(presence, new Uint8Array(0))).toEqual({ value: true });
  expect(encoded(presence, true).length).toBe(0);
  refusal(() => decoded(presence, new Uint8Array(1)));
  for (const value of [1, 'true', {}, null, false]) refusal(() => encoded(presence, value));
});
