import { expect, it } from 'vitest';
import { oneLine } from '../../../../src/cli/nlmon/format/display.js';

it.each([
  ['', ''],
  ['a\n', 'a\n'],
  ['a\n    b\n', 'a\\    b\n'],
  ['a\nb\nc\n', 'a\\b\\c\n'],
])('%j on one line is %j', (text, line) => {
  expect(oneLine(text)).toBe(line);
});
