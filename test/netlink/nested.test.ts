import { describe, expect, test } from 'vitest';
import { attributes, NLA_F_NESTED } from '../../src/netlink/attributes.js';
import { explain } from '../../src/netlink/explain.js';
import { message } from '../../src/netlink/message.js';
import { nested } from '../../src/netlink/nested.js';
import { encodeRequest } from '../../src/netlink/request.js';
import { select } from '../../src/netlink/select.js';
import { bytes, struct, text, toHex, u8, u32 } from '../../src/wire/index.js';
import { netlinkMessage } from '../support/netlink-bytes.js';
import { fromHexText, refusal } from '../wire/codec.js';
import { decode, encode } from './fixtures.js';

/** A nest that no schema describes: its bytes. */
const nestedBytes = { ...bytes, attributeFlags: NLA_F_NESTED };

const deep = message({
  name: 'deep',
  types: {},
  header: struct({ family: u32 }),
  attributes: attributes('A', {
    outer: [
      1,
      nested(attributes('B', { middle: [1, nested(attributes('C', { leaf: [1, u8] }))], other: [2, u8] })),
    ],
    closed: [2, nestedBytes],
  }),
});

test('values nest as the bytes do, with unknown attributes at every depth', () => {
  const bytes = fromHexText('00000000 1c00 0100 1000 0100 0500 0100 07 000000 0400 6300 0500 0200 01 000000');
  const value = decode(deep, bytes);
  expect(value).toEqual({ family: 0, outer: { middle: { leaf: 7, '#99': new Uint8Array(0) }, other: 1 } });
  expect(toHex(encode(deep, value))).toBe(toHex(bytes));
});

test('an error deep inside has the whole path, and the outermost attribute keeps its bytes', () => {
  const value = decode(deep, fromHexText('00000000 1000 0100 0c00 0100 0600 0100 0708 0000'));
  expect(value['#1']).toEqual(fromHexText('0c00010006000100 07080000'));
  expect(value['#errors']).toMatchObject([{ path: 'outer.middle.leaf', offset: 16 }]);
  expect(refusal(() => encode(deep, { outer: { middle: { leaf: 256 } } })).path).toBe('outer.middle.leaf');
  expect(refusal(() => encode(deep, { outer: { middle: { leaves: 1 } } })).path).toBe('outer.middle');
});

test('attributes that no schema describes are written with NLA_F_NESTED', () => {
  const bytes = fromHexText('00000000 0600 0280 abcd 0000');
  expect(decode(deep, bytes)).toEqual({ family: 0, closed: Uint8Array.of(0xab, 0xcd) });
  expect(toHex(encode(deep, { closed: 'abcd' }))).toBe(toHex(bytes));
});

test('a nest that the kernel does not mark, and wants marked, is marked in requests alone', () => {
  const asked = message({
    name: 'asked',
    types: { RTM_NEWASKED: 200 },
    header: struct({}),
    attributes: attributes('A', {
      outer: [1, nested(attributes('B', { leaf: [1, u8] }), { flag: 'in requests' })],
    }),
  });
  const value = { outer: { leaf: 7 } };
  expect(toHex(encode(asked, value))).toBe('0c0001000500010007000000');
  const request = encodeRequest({ schema: asked, type: 'RTM_NEWASKED', value }, 1);
  expect(toHex(request.subarray(16))).toBe('0c0001800500010007000000');
  expect(decode(asked, request.slice(16))).toEqual(value);
});

describe('a nest that inherits a field beside it', () => {
  const app = select('kind', { number: u32, text });
  const schema = message({
    name: 'kinds',
    types: {},
    header: struct({ family: u32 }),
    attributes: attributes('A', {
      kind: [1, text],
      counters: [2, nested(attributes('B', { app: [1, app], other: [2, u8] }), { inherit: 'kind' })],
    }),
  });
  const kind = '0b00 0100 6e756d62657200 00';
  const counters = '0c00 0200 0800 0100 07000000';

  test.each([
    ['behind it', `${kind} ${counters}`],
    ['in front of it', `${counters} ${kind}`],
  ])('has its types chosen by one that stands %s', (_, hex) => {
    const bytes = fromHexText(`00000000 ${hex}`);
    const value = decode(schema, bytes);
    expect(value).toEqual({ family: 0, kind: 'number', counters: { app: 7 } });
    expect(toHex(encode(schema, value))).toBe(toHex(bytes));
    const rows = explain(schema, netlinkMessage({ type: 99 }, bytes));
    expect(rows.find(({ name, meaning }) => name === 'app' && meaning === '7')).toBeDefined();
  });

  test('keeps bytes where the field is not there, or is of no kind that is known', () => {
    const bytes = Uint8Array.of(7, 0, 0, 0);
    expect(decode(schema, fromHexText(`00000000 ${counters}`)).counters).toEqual({ app: bytes });
    const strange = { kind: 'x', counters: { app: bytes } };
    expect(decode(schema, encode(schema, strange))).toEqual({ family: 0, ...strange });
  });
});
