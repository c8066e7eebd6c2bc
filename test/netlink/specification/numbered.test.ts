import { expect, test } from 'vitest';
import { numbered } from '../../../src/netlink/specification/numbered.js';
import { Sink, u32, Window, WireError } from '../../../src/wire/index.js';

const type = numbered(u32);
const encode = (value: Parameters<typeof type.encode>[0]) => {
  const sink = new Sink();
  type.encode(value, sink);
  return sink.bytes();
};
const decode = (bytes: Uint8Array) => type.decode(new Window(bytes), 0, bytes.length);
const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

test.each([
  ['counted from 0', [7, 8], '0800 0000 07000000 0800 0100 08000000'],
  ['counted from 1', { 1: 7, 2: 8 }, '0800 0100 07000000 0800 0200 08000000'],
  ['with gaps', { 3: 7 }, '0800 0300 07000000'],
  ['none', [], ''],
])('%s', (_, value, bytes) => {
  expect(encode(value)).toEqual(hex(bytes));
  expect(decode(hex(bytes))).toEqual(value);
});

test.each([
  ['a length beyond the end', '0900 0000 07000000'],
  ['a length that holds no header', '0300 0000'],
  ['half a header', '0800'],
  ['one number twice', '0800 0100 07000000 0800 0100 08000000'],
])('%s is malformed', (_, bytes) => {
  expect(() => decode(hex(bytes))).toThrow(WireError);
});

test.each([
  ['a name', { x: 1 }, /'x' is no number of an attribute/],
  ['a number beyond 14 bits', { 16384: 1 }, /'16384' is no number/],
  ['what is no list', 5, /takes an array, or an object by number/],
  ['a wrong item', { 2: -1 }, /\[2\]/],
])('%s is refused', (_, value, message) => {
  expect(() => encode(value as never)).toThrow(message);
});

test('its parts name each attribute', () => {
  const bytes = hex('0800 0100 07000000');
  const [part] = [...type.parts!(new Window(bytes), 0, bytes.length)];
  expect(part).toMatchObject({ name: '[1]', start: 4, end: 8 });
});
