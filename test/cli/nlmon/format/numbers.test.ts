import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { generalText, hexText, threeDigitsText } from '../../../../src/cli/nlmon/format/numbers.js';

test("generalText is printf's %g", () => {
  const values = [
    0, 1, 0.5, 120.5, 1234.567, 123456, 999999.5, 1234567, 1e15, 1.5e300, 0.0001, 0.00001234, -2.25,
  ];
  const printed = execFileSync('printf', ['%g\\n', ...values.map(String)], {
    encoding: 'utf8',
    env: { LC_ALL: 'C' },
  });
  expect(values.map(generalText)).toEqual(printed.trimEnd().split('\n'));
});

test("threeDigitsText is printf's %.3g", () => {
  const values = [0, 1, 0.5, 12.55, 123.4, 999.6, 1234, 0.00012345];
  const printed = execFileSync('printf', ['%.3g\\n', ...values.map(String)], {
    encoding: 'utf8',
    env: { LC_ALL: 'C' },
  });
  expect(values.map(threeDigitsText)).toEqual(printed.trimEnd().split('\n'));
});

test("hexText is printf's %#x", () => {
  expect([0, 10, 0xffff_ffff].map(hexText)).toEqual(['0', '0xa', '0xffffffff']);
});
