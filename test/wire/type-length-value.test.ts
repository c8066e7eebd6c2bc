import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { be16, be32, bytes, itemList, struct, u8 } from '../../src/wire/index.js';
import { decoded, encoded, fromHexText, refusedEncoding } from './codec.js';

const options = itemList(
  'OPT',
  { type: u8, length: u8, single: [1], end: 0 },
  {
    end: [0],
    nop: [1],
    mss: [2, be16],
    times: [8, struct({ value: be32, echo: be32 })],
  },
);
const units = itemList(
  'ND',
  { type: u8, length: u8, unit: 8 },
  { mtu: [5, struct({ reserved: be16, mtu: be32 })] },
);
const chunks = itemList(
  'CID',
  { type: u8, flags: u8, length: be16, align: 4 },
  { data: [0, bytes], ack: [11] },
);
const objects = itemList('EXT', { type: be16, length: be16, lengthFirst: true }, { labels: [0x0101, be32] });
const dhcp = itemList(
  'DHO',
  { type: u8, length: u8, valueOnly: true, single: [0], end: 255 },
  { mask: [1, be32] },
);

describe('lists of types, lengths and values', () => {
  test.each([
    [options, '01 020405b4 00', [{ type: 'nop' }, { type: 'mss', value: 1460 }, { type: 'end' }]],
    [options, '1e04aabb', [{ type: 30, value: fromHexText('aabb') }]],
    [units, '0501000000000578', [{ type: 'mtu', value: { reserved: 0, mtu: 1400 } }]],
    [
      chunks,
      '00030005ff000000 0b000004',
      [
        { type: 'data', flags: 3, value: fromHexText('ff') },
        { type: 'ack', flags: 0 },
      ],
    ],
    [objects, '000801010000 1001', [{ type: 'labels', value: 0x1001 }]],
    [dhcp, '00 0104ffffff00', [{ type: 0 }, { type: 'mask', value: 0xffffff00 }]],
  ])('of every form, both ways: %#', (type, hex, items) => {
    const data = fromHexText(hex);
    expect(decoded(type as never, data)).toEqual(items);
    expect(encoded(type as never, items as never)).toEqual(data);
  });

  test.each([
    [options, '0202', { type: 2, value: undefined }],
    [options, '0203ff', { type: 2, value: fromHexText('ff') }],
    [options, '0228', { type: '#rest', value: fromHexText('0228') }],
    [options, '02', { type: '#rest', value: fromHexText('02') }],
    [options, '0201', { type: '#rest', value: fromHexText('0201') }],
    [units, '0500000000000578', { type: '#rest', value: fromHexText('0500000000000578') }],
  ])('what is malformed is kept, with the reason: %#', (type, hex, kept) => {
    const [item] = decoded(type as never, fromHexText(hex)) as unknown as [{ reason: string }];
    expect(item).toMatchObject(
      Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
    );
    expect(item.reason).toBeTypeOf('string');
  });

  test.each([options, units, chunks, objects, dhcp])('any bytes come back: %#', type => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), data => {
        expect(encoded(type as never, decoded(type as never, data))).toEqual(data);
      }),
    );
  });

  test('names say what has no value; a wrong name is told with the nearest', () => {
    expect(encoded(options, ['nop', 'nop', { type: 'mss', value: 5 }])).toEqual(fromHexText('010102040005'));
    expect(refusedEncoding(options, [{ type: 'mas', value: 5 }] as never)).toMatch(
      "'mas' is no OPT_ name: did you mean 'mss'?",
    );
    expect(refusedEncoding(options, [{ type: 'mss' }] as never)).toMatch('[0].mss: needs a value');
  });
});
