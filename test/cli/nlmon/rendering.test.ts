import { expect, it } from 'vitest';
import { plainDisplay } from '../../../src/cli/nlmon/format/display.js';
import type { Format, FormatContext } from '../../../src/cli/nlmon/format/format.js';
import { jsonLine, rendered, renderedJson } from '../../../src/cli/nlmon/rendering.js';

const format: Format<string> = {
  text: value => (value === '' ? '' : `${value}\n    more\n`),
  json: value => (value === '' ? undefined : { value, list: [1] }),
};
const context = (display: object) => ({ display: { ...plainDisplay, ...display } }) as FormatContext;

it('prints lines, or with -o one', () => {
  expect(rendered(format, 'a', context({}))).toBe('a\n    more\n');
  expect(rendered(format, 'a', context({ oneline: true }))).toBe('a\\    more\n');
  expect(rendered(format, '', context({ oneline: true }))).toBe('');
});

it('prints JSON on a line, or with -p over many, indented by four as ip does', () => {
  expect(renderedJson(format, 'a', context({}))).toBe('{"value":"a","list":[1]}\n');
  const pretty = '{\n    "value": "a",\n    "list": [\n        1\n    ]\n}\n';
  expect(renderedJson(format, 'a', context({ pretty: true }))).toBe(pretty);
  expect(renderedJson(format, '', context({}))).toBe('');
  expect(jsonLine({ a: 1 }, plainDisplay)).toBe('{"a":1}\n');
});

it('takes a format’s own JSON where it is to be on one line', () => {
  const quick: Format<string> = { ...format, jsonText: value => (value === '' ? '' : '{"quick":true}') };
  expect(renderedJson(quick, 'a', context({}))).toBe('{"quick":true}\n');
  expect(renderedJson(quick, '', context({}))).toBe('');
  expect(renderedJson(quick, 'a', context({ pretty: true }))).toContain('"value": "a"');
});
