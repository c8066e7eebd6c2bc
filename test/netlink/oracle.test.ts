/** Our codecs and those of the npm package `netlink` read the same captured bytes. */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { AttributeField, AttributeSet } from '../../src/netlink/attributes.js';
import { linkFlags } from '../../src/netlink/index.js';
import { type AnyType, Sink } from '../../src/wire/index.js';
import { captured, decode } from './fixtures.js';

// Its codecs alone: the package's main module would load its native addon.
const oracle = createRequire(import.meta.url)('netlink/dist/rt/structs.js');

type Parsed = { data: Record<string, unknown>; attrs: Record<string, unknown> };
const parsers: Record<string, (bytes: Buffer) => Parsed> = {
  link: oracle.parseLinkMessage,
  addr: oracle.parseAddressMessage,
  route: oracle.parseRouteMessage,
  neigh: oracle.parseNeighborMessage,
  rule: oracle.parseRuleMessage,
  nexthop: oracle.parseNextHopMessage,
};

/** What the package cannot read, and why: struct rtvia without its last byte, IFLA_IFALIAS without its NUL. */
const beyondIt = /^(Unexpected length for RouteVia|Not null terminated)$/;

/** Header fields that have another name with us, because an attribute has theirs. */
const headerNames: Record<string, string> = {
  'route.table': 'table8',
  'rule.table': 'table8',
  'addr.flags': 'flags8',
};

/** Values that have another name with us: NEXTHOP_GRP_TYPE_…. */
const valueNames: Record<string, string> = { multipath: 'mpath', resilient: 'res' };

/** Numbers that have no name with us: XDP_ATTACHED_…. */
const numbersOfNames: Record<string, number> = { NONE: 0, DRV: 1, SKB: 2, HW: 3, MULTI: 4 };

/** Attributes that have another name with us. */
const attributeNames: Record<string, string> = {
  'neigh.ifindex': 'viaIfindex',
  'nexthop.resBucket.nexthopId': 'nhId',
};

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Finds our name for a field of theirs. */
function nameOf(theirs: string, known: Iterable<string>): string | undefined {
  const wanted = plain(theirs).replace(/^ifa(?=valid|prefered)/, '');
  for (const name of known) if (plain(name) === wanted) return name;
  return undefined;
}

/** Compares values leaf by leaf; returns how many leaves were compared. `around` is what the value is a field of. */
function compare(
  path: string,
  theirs: unknown,
  value: unknown,
  field: AttributeField | undefined,
  around: Record<string, unknown>,
): number {
  // A nest that it has no names for.
  if (theirs === undefined || theirs instanceof Map) return 0;
  if (Buffer.isBuffer(theirs)) {
    if (field?.type.kind === 'string') expect(value, path).toBe(theirs.toString().replace(/\0$/, ''));
    else expect(trimmed(hex(value, path, field, around))).toBe(trimmed(theirs.toString('hex')));
    return 1;
  }
  if (typeof theirs === 'object' && theirs !== null) {
    if (Array.isArray(value) && !Array.isArray(theirs)) return compareFlags(path, theirs, value);
    // Bits that we keep as a number.
    if (typeof value === 'number') return compareFlags(path, theirs, linkFlagNames(value));
    let count = 0;
    const { set, fields } = (field?.type ?? {}) as { set?: AttributeSet; fields?: Record<string, AnyType> };
    const inside = (name: string) =>
      fields === undefined ? set?.byName.get(name) : fieldOf(name, fields[name]!);
    for (const [name, inner] of Object.entries(theirs)) {
      if (name.startsWith('__') || inner === undefined) continue;
      const own = attributeNames[`${path}.${name}`] ?? nameOf(name, Object.keys(value as object));
      expect(own, `${path}.${name} is ${inner}`).toBeDefined();
      count += compare(`${path}.${own}`, inner, (value as any)[own!], inside(own!), value as never);
    }
    return count;
  }
  if (typeof theirs === 'string' && typeof value === 'string')
    expect(plain(value), path).toBe(plain(valueNames[theirs] ?? theirs));
  else if (typeof theirs === 'string') expect(value, path).toBe(numbersOfNames[theirs]);
  else expect(numberOf(value, field), path).toEqual(typeof theirs === 'bigint' ? Number(theirs) : theirs);
  return 1;
}

/** Flags: names that are true, against our list of names. */
function compareFlags(path: string, theirs: object, value: readonly (string | number)[]): number {
  const names = Object.entries(theirs).filter(([name, set]) => set === true && !name.startsWith('__'));
  const known = value.filter(name => typeof name === 'string').map(plain);
  for (const [name] of names) expect(known, path).toContain(plain(name));
  return 1;
}

function hex(
  value: unknown,
  path: string,
  field: AttributeField | undefined,
  around: Record<string, unknown>,
): string {
  expect(field, path).toBeDefined();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  const { type } = field!;
  const sink = new Sink();
  type.encode(value, sink, type.selector === undefined ? undefined : around[type.selector]);
  return Buffer.from(sink.bytes()).toString('hex');
}

/** Names as the numbers that they stand for. */
function numberOf(value: unknown, field: AttributeField | undefined): unknown {
  const names = (field?.type as { names?: { numbers: Record<string, number> } } | undefined)?.names;
  if (names === undefined) return value;
  if (typeof value === 'string') return names.numbers[value];
  if (!Array.isArray(value)) return value;
  return value.reduce((sum, flag) => sum + (typeof flag === 'number' ? flag : names.numbers[flag]!), 0);
}

/** Without the padding that may stand at the end of records. */
function trimmed(digits: string): string {
  return digits.replace(/(00)+$/, '');
}

function fieldOf(name: string, type: AnyType): AttributeField {
  return { name, number: 0, type, multi: false };
}

/** IFF_… bits as names. */
function linkFlagNames(bits: number): string[] {
  return Object.entries(linkFlags.numbers).flatMap(([name, bit]) => ((bits & bit) === 0 ? [] : [name]));
}

describe.each(Object.entries(parsers))('%s messages', (file, parse) => {
  // Of requests the bytes between values are what ip(8) had in memory there.
  const messages = captured.filter(({ schema, source }) => schema.name === file && source !== 'request');

  test('mean the same to both', () => {
    let [compared, leaves] = [0, 0];
    for (const { schema, payload, name } of messages) {
      let theirs: Parsed;
      try {
        theirs = parse(Buffer.from(payload));
      } catch (error: any) {
        expect(error.message).toMatch(beyondIt);
        continue;
      }
      const value = decode(schema, payload);
      for (const [field, inner] of Object.entries(theirs.data)) {
        if (field.startsWith('__')) continue;
        const own = headerNames[`${file}.${field}`] ?? nameOf(field, Object.keys(schema.header.fields));
        expect(own, `${name}: ${field}`).toBeDefined();
        leaves += compare(
          `${file}.${own}`,
          inner,
          value[own!],
          fieldOf(own!, schema.header.fields[own!]),
          value,
        );
      }
      for (const [field, inner] of Object.entries(theirs.attrs)) {
        if (field.startsWith('__') || inner === undefined) continue;
        const own = attributeNames[`${file}.${field}`] ?? nameOf(field, Object.keys(value));
        expect(own, `${name}: ${field}`).toBeDefined();
        leaves += compare(`${file}.${own}`, inner, value[own!], schema.attributes.byName.get(own!), value);
      }
      compared++;
    }
    expect(compared).toBeGreaterThan(messages.length * 0.95);
    expect(leaves).toBeGreaterThan(5 * compared);
  });
});
