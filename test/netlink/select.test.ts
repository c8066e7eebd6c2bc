import { describe, expect, test } from 'vitest';
import { attributes, multi, NLA_F_NESTED } from '../../src/netlink/attributes.js';
import { Message, message } from '../../src/netlink/message.js';
import { nested } from '../../src/netlink/nested.js';
import { select } from '../../src/netlink/select.js';
import { bytes, enumOf, names, struct, text, toHex, u8, u16, u32 } from '../../src/wire/index.js';
import { fromHexText } from '../wire/codec.js';
import { decode, encode } from './fixtures.js';

/** A nest that no schema describes: its bytes. */
const nestedBytes = { ...bytes, attributeFlags: NLA_F_NESTED };

const byKind = select('kind', {
  small: u8,
  wide: nested(attributes('W', { size: [1, u16] }), { flag: true }),
});
const schema = message({
  name: 'selecting',
  types: {},
  header: struct({ family: enumOf(u32, names('AF', { unspec: 0, inet: 2, bridge: 7 })) }),
  attributes: attributes('S', {
    data: [1, byKind],
    kind: [2, text],
    byFamily: [3, select('family', { inet: u16, bridge: nestedBytes }, u32)],
    several: [4, multi(select('kind', { small: u8 }))],
    byNothing: [5, select('nowhere', { small: u8 })],
  }),
});

/** Messages and what they mean; the attribute that decides may come first, last or not at all. */
const cases: readonly [what: string, hex: string, value: Record<string, unknown>][] = [
  [
    'by a sibling before',
    '00000000 0a00 0200 736d616c6c00 0000 0500 0100 09 000000',
    { family: 'unspec', kind: 'small', data: 9 },
  ],
  [
    'by a sibling behind',
    '00000000 0500 0100 09 000000 0a00 0200 736d616c6c00 0000',
    { family: 'unspec', data: 9, kind: 'small' },
  ],
  [
    'to a nest that carries the flag',
    '00000000 0900 0200 7769646500 000000 0c00 0180 0600 0100 0500 0000',
    { family: 'unspec', kind: 'wide', data: { size: 5 } },
  ],
  ['by nothing that is there', '00000000 0500 0100 09 000000', { family: 'unspec', data: Uint8Array.of(9) }],
  [
    'to a case that is none',
    '00000000 0500 0100 09 000000 0600 0200 7800 0000',
    { family: 'unspec', data: Uint8Array.of(9), kind: 'x' },
  ],
  [
    'not to what every object has',
    '00000000 0d00 0200 746f537472696e67 00 000000 0500 0100 09 000000',
    { family: 'unspec', kind: 'toString', data: Uint8Array.of(9) },
  ],
  ["by the header's field", '02000000 0600 0300 0500 0000', { family: 'inet', byFamily: 5 }],
  [
    "by the header's field, to bytes with the flag",
    '07000000 0600 0380 0500 0000',
    { family: 'bridge', byFamily: Uint8Array.of(5, 0) },
  ],
  ['by a value without a name', '63000000 0800 0300 05000000', { family: 99, byFamily: 5 }],
  [
    'several times',
    '00000000 0a00 0200 736d616c6c00 0000 0500 0400 01 000000 0500 0400 02 000000',
    { family: 'unspec', kind: 'small', several: [1, 2] },
  ],
  [
    'by a field that the set does not have',
    '00000000 0500 0500 09 000000',
    { family: 'unspec', byNothing: Uint8Array.of(9) },
  ],
];

describe('a value is selected', () => {
  test.each(cases)('%s', (_what, hex, value) => {
    const bytes = fromHexText(hex);
    expect(decode(schema, bytes)).toEqual(value);
    expect(Object.keys(decode(schema, bytes))).toEqual(Object.keys(value));
    expect(toHex(encode(schema, value))).toBe(toHex(bytes));
  });

  test.each(cases)('%s, also by the decoder made for the layout', (_what, hex, value) => {
    const bytes = fromHexText(hex);
    const trained = new Message(schema);
    for (let i = 0; i < 50; i++) {
      const decoded = decode(trained, bytes);
      expect(decoded).toEqual(value);
      expect(Object.keys(decoded)).toEqual(Object.keys(value));
    }
  });
});

test('an attribute that decides and cannot be read spoils itself alone', () => {
  const value = decode(schema, fromHexText('00000000 0500 0200 ff 000000 0500 0100 09 000000'));
  expect(value).toMatchObject({ '#2': Uint8Array.of(0xff), data: Uint8Array.of(9) });
  expect(value['#errors']).toMatchObject([{ path: 'kind' }]);
});

test.each([
  ['in front', '0500 0200 ff 000000 0500 0100 09 000000 0a00 0200 736d616c6c00 0000'],
  ['between', '0500 0100 09 000000 0500 0200 ff 000000 0a00 0200 736d616c6c00 0000'],
])('of several that decide, one that cannot be read is passed over (%s)', (_where, hex) => {
  const value = decode(schema, fromHexText(`00000000 ${hex}`));
  expect(value).toMatchObject({ '#2': Uint8Array.of(0xff), kind: 'small', data: 9 });
  expect(value['#errors']).toMatchObject([{ path: 'kind' }]);
});

test('a malformed case is noted under the name of the attribute', () => {
  const value = decode(schema, fromHexText('00000000 0a00 0200 736d616c6c00 0000 0600 0100 0909 0000'));
  expect(value).toMatchObject({
    kind: 'small',
    '#1': Uint8Array.of(9, 9),
    '#errors': [{ path: 'data', offset: 20 }],
  });
});

test('its cases can be looked at', () => {
  expect(Object.keys(byKind.cases)).toEqual(['small', 'wide']);
  expect(byKind.choose('small')).toBe(u8);
  expect(byKind.choose('other')).toBe(byKind.otherwise);
});

test('bytes are written as they are, whatever the case, with the flag of the case', () => {
  const opaque = Uint8Array.of(1, 2, 3, 4);
  const wide = encode(schema, { family: 'unspec', kind: 'wide', data: opaque });
  expect(toHex(wide)).toBe('0000000009000200776964650000000008000180' + '01020304');
  expect(toHex(encode(schema, { kind: 'small', data: opaque }))).toContain('0800010001020304');
  expect(toHex(encode(schema, { kind: 'small', several: [opaque, 5] }))).toContain(
    '0800040001020304' + '0500040005',
  );
});
