import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributes } from '../../src/netlink/attributes.js';
import { message } from '../../src/netlink/message.js';
import { link } from '../../src/netlink/route/link.js';
import { netconf } from '../../src/netlink/route/netconf.js';
import { route } from '../../src/netlink/route/route.js';
import { struct, toHex, u8, u32, Window, type WireError } from '../../src/wire/index.js';
import { fromHexText, refusal, refused } from '../wire/codec.js';
import { captured, comparable, decode, encode } from './fixtures.js';

type Decoded = Record<string, unknown>;

describe('a message', () => {
  test('has no name twice', () => {
    const declaration = {
      name: 'twice',
      types: {},
      header: struct({ index: u32 }),
      attributes: attributes('T', { index: [1, u8] }),
    };
    expect(() => message(declaration)).toThrow("twice: 'index' is both a header field and an attribute");
  });

  test('has its fields in the order of the bytes, and is written in the order of its keys', () => {
    const bytes = encode(route, { family: 'inet', oif: 2, dst: '10.0.0.0', table: 254 });
    expect(Object.keys(decode(route, bytes)).slice(-3)).toEqual(['oif', 'dst', 'table']);
    const other = encode(route, { table: 254, dst: '10.0.0.0', oif: 2, family: 'inet' });
    expect(Object.keys(decode(route, other)).slice(-3)).toEqual(['table', 'dst', 'oif']);
    expect(other.length).toBe(bytes.length);
  });

  test('keeps what the schema does not know, at every place', () => {
    const bytes = fromHexText('0a 10 00 00 fe c8 00 01 0000 0080 0600 e783 abcd 0000');
    const value = decode(route, bytes);
    expect(value).toMatchObject({
      family: 'inet6',
      protocol: 200,
      flags: [0x8000_0000],
      [`#${0x83e7}`]: Uint8Array.of(0xab, 0xcd),
    });
    expect(toHex(encode(route, value))).toBe(toHex(bytes));
  });

  test('cut short inside its header is a WireError that names the field', () => {
    const { payload } = captured.find(({ file }) => file === 'link')!;
    for (let length = 0; length < 16; length++) {
      const error = refusal(() => decode(link, payload.slice(0, length)));
      expect(error.path).not.toBe('');
    }
    expect(refusal(() => decode(link, new Uint8Array(9))).path).toBe('flags');
  });

  test('that is a header alone has no attributes', () => {
    expect(decode(netconf, new Uint8Array(1))).toEqual({ family: 'unspec' });
    expect(decode(netconf, new Uint8Array(4))).toEqual({ family: 'unspec' });
    expect(toHex(encode(netconf, { family: 'inet' }))).toBe('02000000');
  });

  test('cut short in its attributes keeps the rest, wherever the cut is', () => {
    for (const { schema, payload, file } of captured) {
      for (let length = schema.attributesOffset; length < payload.length; length += 3) {
        const cut = payload.slice(0, length);
        const value = decode(schema, cut);
        const again = decode(schema, encode(schema, value));
        const same = isDeepStrictEqual(comparable(again), comparable(value));
        if (!same) expect.fail(`${file}, ${length} bytes of ${toHex(payload)}`);
      }
    }
  });

  test('does not alias the bytes that it was read from', () => {
    for (const { schema, payload, name } of captured) {
      const buffer = payload.slice();
      const window = new Window(buffer);
      for (let round = 0; round < 2; round++) {
        buffer.set(payload);
        const value = comparable(schema.decode(window, 0, buffer.length) as Decoded);
        const before = structuredClone(value);
        buffer.fill(0x5a);
        expect(value, name).toEqual(before);
      }
    }
  });

  test('is decoded at any place of a larger window', () => {
    for (const { schema, payload, name } of captured) {
      const expected = decode(schema, payload);
      const errors = (value: Decoded, start: number) =>
        ((value['#errors'] ?? []) as WireError[]).map(({ path, offset }) => ({
          path,
          offset: offset! - start,
        }));
      for (const start of [0, 1, 2, 3, 4, 6, 16]) {
        const buffer = new Uint8Array(payload.length + 40).fill(0xff);
        buffer.set(payload, start);
        const decoded = schema.decode(new Window(buffer), start, start + payload.length) as Decoded;
        expect(comparable(decoded), name).toEqual(comparable(expected));
        expect(errors(decoded, start), name).toEqual(errors(expected, 0));
      }
    }
  });

  test('refuses a value that it cannot write, with the path', () => {
    expect(refusal(() => encode(route, { gatway: '10.0.0.1' })).message).toContain("did you mean 'gateway'?");
    expect(refusal(() => encode(route, { gateway: 'localhost' })).path).toBe('gateway');
    expect(refusal(() => encode(route, { metrics: { mtu: -1 } })).path).toBe('metrics.mtu');
    expect(refusal(() => encode(route, { multipath: [{ gateway: '10.0.0.1' }, { via: null }] })).path).toBe(
      'multipath[1].via',
    );
    expect(refusal(() => encode(route, { protocol: 'burd' })).message).toContain("did you mean 'bird'?");
    for (const value of [null, undefined, 5, []]) refusal(() => encode(route, value));
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true }),
        value => void refused(() => encode(route, value)),
      ),
    );
  });
});
