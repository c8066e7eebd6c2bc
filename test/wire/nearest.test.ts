import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from '../../src/wire/index.js';

const fields = ['gateway', 'priority', 'table', 'dst', 'src', 'oif'];

test('offers what was most likely meant, and nothing where nothing is near', () => {
  expect(nearest('gatway', fields)).toBe('gateway');
  expect(nearest('Gateway', fields)).toBe('gateway');
  expect(nearest('tabel', fields)).toBe('table');
  expect(nearest('dest', fields)).toBe('dst');
  expect(nearest('metric', fields)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

test('a word that is there is its own nearest', () => {
  fc.assert(
    fc.property(fc.constantFrom(...fields), word => {
      expect(nearest(word, fields)).toBe(word);
    }),
  );
});
