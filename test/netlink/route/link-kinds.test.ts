/** IFLA_INFO_DATA and IFLA_INFO_SLAVE_DATA of captured messages, apart from the messages; and by hand what they lack. */
import { describe, expect, test } from 'vitest';
import type { AttributeSet, AttributeType } from '../../../src/netlink/attributes.js';
import { explain } from '../../../src/netlink/explain.js';
import { RequestSink } from '../../../src/netlink/request-sink.js';
import { link, linkInfoKinds } from '../../../src/netlink/route/link.js';
import { portKinds } from '../../../src/netlink/route/link-kinds/index.js';
import { type AnyType, Sink, toHex, toJson, Window } from '../../../src/wire/index.js';
import { attribute, cString, join, netlinkMessage } from '../../support/netlink-bytes.js';
import { fromHexText } from '../../wire/codec.js';
import { captured, decode, encode } from '../fixtures.js';
import { bridgeSpec, byHand } from './link-kinds-by-hand.js';

/** Payloads of the attributes of a run, by number. */
function attributesOf(bytes: Uint8Array): Map<number, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = new Map<number, Uint8Array>();
  for (let at = 0; at + 4 <= bytes.length; at += (view.getUint16(at, true) + 3) & ~3) {
    found.set(view.getUint16(at + 2, true) & 0x3fff, bytes.subarray(at + 4, at + view.getUint16(at, true)));
  }
  return found;
}

const read = (type: AnyType, bytes: Uint8Array) => type.decode(new Window(bytes), 0, bytes.length);

function write(type: AnyType, value: unknown, sink = new Sink()): string {
  type.encode(value, sink);
  return toHex(sink.bytes());
}

const kinds: Readonly<Record<string, AttributeType>> = linkInfoKinds;
const ports: Readonly<Record<string, AttributeType>> = portKinds;

const afSpec: AttributeType = bridgeSpec;

interface Piece {
  readonly label: string;
  readonly kind: string;
  readonly type: AttributeType;
  readonly bytes: Uint8Array;
}

const pieces: Piece[] = captured.flatMap(({ schema, name, source, payload }) => {
  // A request has a mark where spanning trees of the kernel have none.
  if (schema !== link || name === 'state in a tree') return [];
  const all = attributesOf(payload.subarray(16));
  const inside = attributesOf(all.get(18) ?? new Uint8Array(0));
  const bridged = payload[0] === 7;
  const nameOf = (number: number) =>
    Buffer.from(inside.get(number) ?? [])
      .toString('latin1')
      .replace('\0', '');
  const piece = (kind: string, type: AttributeType | undefined, bytes: Uint8Array | undefined): Piece[] =>
    type === undefined || bytes === undefined ? [] : [{ label: `${source}: ${name}`, kind, type, bytes }];
  // ip(8) asks for a change of a port with the kind `bridge_slave`.
  const port = nameOf(4) || nameOf(1).replace('_slave', '');
  return [
    ...piece(nameOf(1), kinds[nameOf(1)], inside.get(2)),
    ...piece(`port of ${port}`, ports[port], inside.get(5)),
    ...(bridged ? piece('port, AF_BRIDGE', ports.bridge, all.get(12)) : []),
    ...(bridged ? piece('AF_BRIDGE', afSpec, all.get(26)) : []),
  ];
});

/** Attributes by path, nests too. */
function paths(set: AttributeSet, prefix: string): string[] {
  return [...set.byName.values()].flatMap(({ name, type }) => {
    const path = `${prefix}.${name}`;
    const inner = type.kind === 'nest' ? (type as AnyType & { set: AttributeSet }).set : undefined;
    return inner === undefined ? [path] : [path, ...paths(inner, path)];
  });
}

function pathsIn(value: unknown, set: AttributeSet, prefix: string): string[] {
  return Object.entries(value as object).flatMap(([name, inner]) => {
    const path = `${prefix}.${name}`;
    const nest = set.byName.get(name)?.type;
    if (nest?.kind !== 'nest') return [path];
    const items: unknown[] = Array.isArray(inner) ? inner : [inner];
    return [
      path,
      ...items.flatMap(item => pathsIn(item, (nest as unknown as { set: AttributeSet }).set, path)),
    ];
  });
}

const setOf = (type: AttributeType): AttributeSet => (type as AttributeType & { set: AttributeSet }).set;

describe('what a kind has of its own', () => {
  test.each(pieces.map(piece => [`${piece.kind}, ${piece.label}`, piece] as const))('%s', (_label, piece) => {
    const value = read(piece.type, piece.bytes);
    expect(Object.keys(value).filter(name => name.startsWith('#'))).toEqual([]);
    const sink = () => (piece.label.startsWith('request') ? new RequestSink() : new Sink());
    expect(write(piece.type, value, sink())).toBe(toHex(piece.bytes));
    expect(write(piece.type, JSON.parse(JSON.stringify(toJson(value))), sink())).toBe(toHex(piece.bytes));
  });
});

describe('by hand', () => {
  test.each(byHand)('%s', (_label, type, hex, value) => {
    const bytes = fromHexText(hex);
    expect(read(type, bytes)).toEqual(value);
    expect(write(type, value)).toBe(toHex(bytes));
  });
});

test('every kind and every port has an example', () => {
  const known = new Set([...pieces.map(({ type }) => type), ...byHand.map(([, type]) => type)]);
  const all = [...Object.entries(kinds), ...Object.entries(ports)];
  expect(all.filter(([, type]) => !known.has(type)).map(([kind]) => kind)).toEqual([]);
});

test('every attribute of a kind or a port has an example', () => {
  const declared = new Map<AttributeSet, Set<string>>();
  for (const type of [...Object.values(kinds), ...Object.values(ports), afSpec]) {
    const set = setOf(type);
    if (!declared.has(set)) declared.set(set, new Set(paths(set, set.prefix)));
  }
  for (const [type, value] of [
    ...pieces.map(({ type, bytes }) => [type, read(type, bytes)] as const),
    ...byHand.map(([, type, hex]) => [type, read(type, fromHexText(hex))] as const),
  ]) {
    const set = setOf(type as AttributeType);
    const missing = declared.get(set);
    if (missing) for (const path of pathsIn(value, set, set.prefix)) missing.delete(path);
  }
  expect([...declared.values()].flatMap(missing => [...missing]).toSorted()).toEqual([]);
});

test('a link holds its peer, which may hold one, four deep', () => {
  const pair = (depth: number): object => ({
    family: 'unspec',
    ifname: `v${depth}`,
    ...(depth === 0 ? {} : { linkinfo: { kind: 'veth', data: { peer: pair(depth - 1) } } }),
  });
  const value = decode(link, encode(link, pair(4)));
  expect(value['#errors']).toBeUndefined();
  expect(value).toMatchObject(pair(4));
  const deeper = decode(link, encode(link, pair(5)));
  expect(deeper['#errors']).toMatchObject([{ message: expect.stringContaining('goes too deep') }]);
  expect(toHex(encode(link, deeper))).toBe(toHex(encode(link, pair(5))));
});

test('bytes that are as deep as a message can be are read and explained without running out of stack', () => {
  let inside: Uint8Array = new Uint8Array(16);
  while (inside.length < 60_000) {
    const data = attribute(2, attribute(1, inside));
    inside = join(new Uint8Array(16), attribute(18, attribute(1, cString('veth')), data));
  }
  expect(decode(link, inside)['#errors']).toHaveLength(1);
  const rows = explain(link, netlinkMessage({ type: 16 }, inside));
  expect(rows.some(({ meaning }) => meaning.includes('goes too deep'))).toBe(true);
  expect(rows.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(16 + inside.length);
});
