import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mdb } from '../../../src/netlink/route/mdb.js';
import { explainParts, toHex, toJson, Window } from '../../../src/wire/index.js';
import { fromHexText, refusal } from '../../wire/codec.js';
import { decode, encode } from '../fixtures.js';

const asked = mdb.requestSchema(mdb.types.RTM_GETMDB!);
const head = '07000000 03000000 2000 0100 00000000 00 00 0000';
const group = (hex: string) => decode(asked, fromHexText(head + hex)).entry as { addr: unknown };

describe('the group of an entry', () => {
  test.each([
    ['ef010101 000000000000000000000000 0800 0000', '239.1.1.1', 'ip'],
    ['ff0e0000000000000000000000000001 86dd 0000', 'ff0e::1', 'ipv6'],
    ['01005e000001 00000000000000000000 0000 0000', '01:00:5e:00:00:01', 0],
    ['ef010101000000000000000000000001 0800 0000', fromHexText('ef010101000000000000000000000001'), 'ip'],
    ['0102030405060708090a0b0c0d0e0f10 88cc 0000', fromHexText('0102030405060708090a0b0c0d0e0f10'), 0x88cc],
  ])('%s', (hex, u, proto) => {
    const { addr } = group(hex);
    expect(addr).toEqual({ u, proto });
    for (const value of [addr, JSON.parse(JSON.stringify(toJson(addr)))]) {
      const bytes = encode(asked, { family: 'bridge', ifindex: 3, entry: { addr: value } });
      expect(toHex(bytes)).toBe((head + hex).replaceAll(' ', ''));
    }
  });

  test('any bytes come back', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 18, maxLength: 18 }),
        fc.constantFrom('0800', '86dd', '0000', ''),
        (bytes, proto) => {
          const hex = `${toHex(bytes.subarray(0, 16))}${proto || toHex(bytes.subarray(16))}0000`;
          const { addr } = group(hex);
          expect(toHex(encode(asked, { family: 'bridge', ifindex: 3, entry: { addr } }))).toBe(
            head.replaceAll(' ', '') + hex,
          );
        },
      ),
    );
  });

  test('has parts', () => {
    const bytes = fromHexText(`${head}ef010101 000000000000000000000000 0800 0000`);
    const window = new Window(bytes);
    const rows = explainParts(asked.parts(window, 0, bytes.length), window, 0, bytes.length);
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['entry', 'addr.u', 'addr.proto']));
  });

  test('that is none is refused', () => {
    const write = (addr: unknown) => refusal(() => encode(asked, { entry: { addr } })).path;
    expect(write({ u: 'x' })).toBe('entry.addr.u');
    expect(write({ u: '00'.repeat(17) })).toBe('entry.addr.u');
    expect(write({ u: '239.1.1.1', proto: 'ipx' })).toBe('entry.addr.proto');
    expect(write('239.1.1.1')).toBe('entry.addr');
  });
});
