import { expect, it } from 'vitest';
import { UsageError } from '../../src/cli/errors.js';
import { namespaceOf, notEmpty, seconds, wholeNumber } from '../../src/cli/values.js';

it('leaves what is not given', () => {
  expect([
    namespaceOf(undefined),
    notEmpty('--x', undefined),
    seconds('--x', undefined),
    wholeNumber('--x', undefined),
  ]).toEqual([undefined, undefined, undefined, undefined]);
});

it('takes what may be', () => {
  expect([namespaceOf('12'), namespaceOf('blue'), namespaceOf('/proc/1/ns/net')]).toEqual([
    12,
    'blue',
    '/proc/1/ns/net',
  ]);
  expect([notEmpty('--x', 'a'), seconds('--x', 0.5), wholeNumber('--x', 7)]).toEqual(['a', 0.5, 7]);
  expect(wholeNumber('--x', 0, 3, 0)).toBe(0);
});

it.each<[() => unknown, RegExp]>([
  [() => namespaceOf(''), /--netns takes a name/],
  [() => namespaceOf('0'), /process number from 1/],
  [() => namespaceOf('2147483648'), /process number from 1/],
  [() => notEmpty('--x', ''), /--x takes a name/],
  [() => seconds('--x', 0), /--x takes a number of seconds above 0/],
  [() => seconds('--x', Number.NaN), /seconds above 0/],
  [() => seconds('--x', 2_000_001), /at most 2000000/],
  [() => wholeNumber('--x', 0), /from 1 to/],
  [() => wholeNumber('--x', 4, 3, 0), /from 0 to 3/],
  [() => wholeNumber('--x', 1.5), /whole number/],
])('refuses %s', (value, message) => {
  expect(value).toThrow(UsageError);
  expect(value).toThrow(message);
});
