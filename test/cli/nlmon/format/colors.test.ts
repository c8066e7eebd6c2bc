import { expect, it } from 'vitest';
import { choosePaint, paintAddress } from '../../../../src/cli/nlmon/format/colors.js';

const terminal = { isTTY: true };
const pipe = {};

it('paints on a terminal only, unless told to', () => {
  expect(choosePaint('auto', false, terminal, {})('mac', 'a')).toBe('\x1b[33ma\x1b[0m');
  expect(choosePaint('auto', false, pipe, {})('mac', 'a')).toBe('a');
  expect(choosePaint('always', false, pipe, {})('mac', 'a')).toBe('\x1b[33ma\x1b[0m');
  expect(choosePaint('never', false, terminal, {})('mac', 'a')).toBe('a');
});

it('heeds NO_COLOR unless told to paint; one that is empty says nothing (no-color.org)', () => {
  expect(choosePaint('auto', false, terminal, { NO_COLOR: '1' })('up', 'UP')).toBe('UP');
  expect(choosePaint('auto', false, terminal, { NO_COLOR: '' })('up', 'UP')).toBe('\x1b[32mUP\x1b[0m');
  expect(choosePaint('always', false, terminal, { NO_COLOR: '1' })('down', 'X')).toBe('\x1b[31mX\x1b[0m');
});

it('never paints JSON', () => {
  expect(choosePaint('always', true, terminal, {})('ifname', 'a')).toBe('a');
});

it.each([
  ['15;0', '1;36'],
  ['0;15', '36'],
  ['15;8', '1;36'],
  ['0;default;7', '36'],
  ['0;10', '36'],
  ['0', '36'],
])('the background of COLORFGBG=%s', (COLORFGBG, code) => {
  expect(choosePaint('always', false, pipe, { COLORFGBG })('ifname', 'lo')).toBe(`\x1b[${code}mlo\x1b[0m`);
});

it('knows the colours of families', () => {
  const paint = choosePaint('always', false, pipe, {});
  expect(paintAddress(paint, 'inet', '1.1.1.1')).toBe('\x1b[35m1.1.1.1\x1b[0m');
  expect(paintAddress(paint, 'inet6', '::1')).toBe('\x1b[34m::1\x1b[0m');
  expect(paintAddress(paint, 'mpls', '16')).toBe('16');
});
