import { describe, expect, test } from 'vitest';
import { attributes } from '../../src/netlink/attributes.js';
import { explain } from '../../src/netlink/explain.js';
import { indexed } from '../../src/netlink/indexed.js';
import { message } from '../../src/netlink/message.js';
import { ipv4, struct, toHex, u8, u32 } from '../../src/wire/index.js';
import { netlinkMessage } from '../support/netlink-bytes.js';
import { fromHexText } from '../wire/codec.js';
import { decode, encode } from './fixtures.js';

const schema = message({
  name: 'indexing',
  types: {},
  header: struct({ index: u32 }),
  attributes: attributes('I', { targets: [1, indexed(ipv4)] }),
});

const hex = '07000000 1400 0100 0800 0000 0a000001 0800 0100 0a000002';
const value = { index: 7, targets: ['10.0.0.1', '10.0.0.2'] };

describe('attributes that count', () => {
  test('are an array, both ways', () => {
    expect(decode(schema, fromHexText(hex))).toEqual(value);
    expect(toHex(encode(schema, value))).toBe(toHex(fromHexText(hex)));
    expect(decode(schema, fromHexText('07000000 0400 0100'))).toEqual({ index: 7, targets: [] });
    expect(toHex(encode(schema, { index: 7, targets: [] }))).toBe('0700000004000100');
  });

  test.each([
    ['1400 0100 0800 0000 0a000001 0800 0200 0a000002', 'targets', /number 2 where 1 is next/],
    ['1400 0100 0800 0000 0a000001 0900 0100 0a000002', 'targets', /does not fit/],
    ['0a00 0100 0800 0000 0a00 0000', 'targets', /does not fit/],
    ['1000 0100 0800 0000 0a000001 0600 0100', 'targets', /does not fit/],
    ['1400 0100 0800 0000 0a000001 0600 0100 0a00 0000', 'targets[1]', /takes 4 bytes/],
  ])('%s is kept as it is, and noted', (attribute, path, message) => {
    const bytes = fromHexText(`07000000 ${attribute}`);
    const decoded = decode(schema, bytes);
    expect(decoded).toMatchObject({ '#1': expect.any(Uint8Array) });
    expect(decoded['#errors']).toMatchObject([{ path, message: expect.stringMatching(message) }]);
    // Without the padding at the end, which is not kept.
    expect(toHex(encode(schema, decoded)).replace(/0+$/, '')).toBe(toHex(bytes).replace(/0+$/, ''));
  });

  test('cannot be written from something else', () => {
    expect(() => encode(schema, { targets: '10.0.0.1' })).toThrow('targets: 10.0.0.1 given; takes an array');
    expect(() => encode(schema, { targets: ['10.0.0.1', 'x'] })).toThrow(
      "targets[1]: 'x' is not an IPv4 address",
    );
  });

  test('are shown one by one', () => {
    const rows = explain(schema, netlinkMessage({ type: 99 }, fromHexText(hex)));
    expect(rows.slice(-4).map(({ name, meaning }) => [name, meaning])).toEqual([
      ['[0]', 'length 8, index 0'],
      ['[0]', '10.0.0.1'],
      ['[1]', 'length 8, index 1'],
      ['[1]', '10.0.0.2'],
    ]);
  });
});

test('may count from another number than 0', () => {
  const counted = message({
    name: 'counted',
    types: {},
    header: struct({ family: u32 }),
    attributes: attributes('A', { targets: [1, indexed(u8, { from: 1 })] }),
  });
  const bytes = fromHexText('00000000 1400 0100 0500 0100 07000000 0500 0200 08000000');
  expect(decode(counted, bytes)).toEqual({ family: 0, targets: [7, 8] });
  expect(toHex(encode(counted, { targets: [7, 8] }))).toBe(toHex(bytes));
  const zero = fromHexText('00000000 0c00 0100 0500 0000 07000000');
  expect(decode(counted, zero)['#errors']).toMatchObject([
    { message: expect.stringMatching('number 0 where 1 is next') },
  ]);
});
