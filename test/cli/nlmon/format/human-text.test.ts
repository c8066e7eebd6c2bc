import { expect, it } from 'vitest';
import { fixedText, humanText } from '../../../../src/cli/nlmon/format/human-text.js';

it.each<[number | bigint, string, string]>([
  [0, '0', '0'],
  [999, '999', '999'],
  [1000, '1.00k', '1000'],
  [1023, '1.02k', '1023'],
  [1024, '1.02k', '1.00ki'],
  [1125, '1.12k', '1.10ki'],
  [1375, '1.38k', '1.34ki'],
  [12_345, '12.3k', '12.1ki'],
  [123_456, '123k', '121ki'],
  [999_999, '1000k', '977ki'],
  [1_234_567, '1.23M', '1.18Mi'],
  [12_500_000_000, '12.5G', '11.6Gi'],
  [18_446_744_073_709_551_615n, '18.4E', '16.0Ei'],
])('%s with -h is %s, with --iec %s', (count, decimal, binary) => {
  expect(humanText(count, { human: true, iec: false })).toBe(decimal);
  expect(humanText(count, { human: true, iec: true })).toBe(binary);
  expect(humanText(count, { human: false, iec: false })).toBe(String(count));
});

it('rounds what is halfway to the even digit, as printf does', () => {
  expect([0.125, 0.375, 1.005, 2.675].map(value => fixedText(value, 2))).toEqual([
    '0.12',
    '0.38',
    '1.00',
    '2.67',
  ]);
  expect([0.5, 1.5, 2.5].map(value => fixedText(value, 0))).toEqual(['0', '2', '2']);
});
