/** Messages whose requests have other attributes than what the kernel says, and messages with a body. */
import { describe, expect, test } from 'vitest';
import { attributes } from '../../src/netlink/attributes.js';
import { explain } from '../../src/netlink/explain.js';
import { message, messageWithBody } from '../../src/netlink/message.js';
import { encodeRequest } from '../../src/netlink/request.js';
import { mdb } from '../../src/netlink/route/mdb.js';
import { nduseropt } from '../../src/netlink/route/nduseropt.js';
import { explainParts, struct, toHex, toJson, u8, u16, u32, Window } from '../../src/wire/index.js';
import { fromHexText, refusal } from '../wire/codec.js';
import { decode, encode } from './fixtures.js';

const thing = message({
  name: 'thing',
  types: { RTM_NEWTHING: 200, RTM_GETTHING: 202 },
  header: struct({ index: u32 }),
  attributes: attributes('THING', { size: [1, u8] }),
  requests: { RTM_GETTHING: attributes('THING_GET', { mask: [1, u32] }) },
});

describe('attributes of requests', () => {
  test('are by message type', () => {
    expect(thing.requestSchema(200)).toBe(thing);
    expect([...thing.requestSchema(202).attributes.byName.keys()]).toEqual(['mask']);
    expect(thing.requestSchema(202)).toBe(thing.requestSchema(202));
    const asked = encodeRequest({ schema: thing, type: 'RTM_GETTHING', value: { index: 5, mask: 7 } }, 1);
    expect(toHex(asked.subarray(16))).toBe('05000000' + '0800010007000000');
    const made = encodeRequest({ schema: thing, type: 'RTM_NEWTHING', value: { index: 5, size: 7 } }, 1);
    expect(toHex(made.subarray(16))).toBe('05000000' + '0500010007000000');
  });

  test('are not those of what the kernel says', () => {
    expect(() => encodeRequest({ schema: thing, type: 'RTM_GETTHING', value: { size: 7 } }, 1)).toThrow(
      "there is no field 'size'",
    );
    expect(decode(thing, fromHexText('05000000 05000100 07000000'))).toEqual({ index: 5, size: 7 });
  });

  test('are of types that the schema has', () => {
    const declaration = { name: 'x', types: {}, header: struct({}), attributes: attributes('X', {}) };
    expect(() => message({ ...declaration, requests: { RTM_GETX: attributes('X', {}) } })).toThrow(
      'x has no message type RTM_GETX',
    );
  });

  test('a refusal names them', () => {
    // Attribute 1 is a nest in what the kernel says, and the entry in what it is asked.
    const value = { family: 'bridge', entry: { addr: { u: '239.1.1.1', proto: 'ip' } } } as const;
    const request = encodeRequest({ schema: mdb, type: 'RTM_NEWMDB', value }, 1);
    const asked = mdb.requestSchema(mdb.types.RTM_NEWMDB!);
    expect(decode(asked, request.slice(16))).toMatchObject({
      entry: { addr: { u: '239.1.1.1', proto: 'ip' } },
    });
    expect([...asked.parts(new Window(request), 16, request.length)].map(({ name }) => name)).toContain(
      'entry',
    );
  });
});

const packet = messageWithBody({
  name: 'packet',
  types: { RTM_NEWPACKET: 201 },
  header: struct({ index: u32, flags: u16, size: u16 }),
  body: { name: 'data', length: 'size' },
  attributes: attributes('P', { mark: [1, u32] }),
});

describe('a body', () => {
  const hex = '05000000 0000 0500 0102030405 000000 0800010007000000';

  test('stands between header and attributes', () => {
    const value = decode(packet, fromHexText(hex));
    expect(value).toEqual({ index: 5, flags: 0, size: 5, data: Uint8Array.of(1, 2, 3, 4, 5), mark: 7 });
    expect(toHex(encode(packet, value))).toBe(hex.replaceAll(' ', ''));
    expect(toHex(encode(packet, JSON.parse(JSON.stringify(toJson(value)))))).toBe(hex.replaceAll(' ', ''));
  });

  test('may be empty, and of any length, however often it comes', () => {
    for (let round = 0; round < 100; round++) {
      const size = round % 10;
      const data = new Uint8Array(size).fill(round);
      const value = { index: round, flags: 0, size, data, mark: round };
      expect(decode(packet, encode(packet, value))).toEqual(value);
    }
    expect(decode(packet, encode(packet, { index: 1 }))).toMatchObject({ size: 0, data: new Uint8Array(0) });
  });

  test('that is cut short is noted', () => {
    const value = decode(packet, fromHexText('05000000 0000 0500 010203'));
    expect(value).toMatchObject({ data: Uint8Array.of(1, 2, 3) });
    expect(value['#errors']).toMatchObject([{ path: 'data' }]);
  });

  test('has a part', () => {
    const bytes = fromHexText(hex);
    const window = new Window(bytes);
    const rows = explainParts(packet.parts(window, 0, bytes.length), window, 0, bytes.length);
    const row = rows.find(({ name }) => name === 'data');
    expect(row).toMatchObject({ offset: 8, bytes: Uint8Array.of(1, 2, 3, 4, 5) });
    const short = [...packet.parts(window, 0, 10)];
    expect(short.at(-1)).toMatchObject({ name: 'data', start: 8, end: 10 });
    expect(refusal(() => packet.decode(window, 0, 6)).path).toBe('size');
  });

  test('of an option for programs', () => {
    const value = decode(
      nduseropt,
      fromHexText(
        `0a 00 1800 03000000 86 00 0000 00000000 1903000000000258 20010db8000000000000000000000053
         14000100 fe800000000000000000000000000001`,
      ),
    );
    expect(value).toMatchObject({
      family: 'inet6',
      optsLen: 24,
      ifindex: 3,
      icmpType: 134,
      srcaddr: 'fe80::1',
    });
    expect((value.opts as Uint8Array).length).toBe(24);
  });
});

test('an explained request has the attributes of requests', () => {
  const request = encodeRequest({ schema: thing, type: 'RTM_GETTHING', value: { index: 5, mask: 7 } }, 1);
  expect(explain(thing, request).map(({ name }) => name)).toContain('mask');
  const said = request.slice();
  // Without NLM_F_REQUEST it is the kernel's.
  said.fill(0, 6, 8);
  expect(explain(thing, said).map(({ name }) => name)).toContain('size');
});
