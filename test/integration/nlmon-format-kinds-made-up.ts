/** Links as no kernel would send them: any kind with any attributes that ip 6.1 survives. */
import type { AttributeSet, AttributeType } from '../../src/netlink/attributes.js';
import { link, linkInfoKinds } from '../../src/netlink/route/link.js';
import { kindStatistics, portKinds } from '../../src/netlink/route/link-kinds/index.js';
import { Random } from '../fuzz/random.js';
import { type MakingUp, madeUpAttributes, madeUpBytes } from '../support/made-up.js';
import { attribute, cString, join, netlinkMessage, u16, u32 } from '../support/netlink-bytes.js';

/** Those that ip prints something of, and a few of which it prints the name. */
const kinds = [...Object.keys(linkInfoKinds).filter(kind => kind !== 'netkit'), 'dummy', 'team', 'nobody'];
const ports = [...Object.keys(portKinds), 'team'];

const setOf = (type: AttributeType): AttributeSet => (type as AttributeType & { set: AttributeSet }).set;

/** The attributes of a link that are printed with -d or -s, besides those of its kind. */
const details = [
  'address',
  'broadcast',
  'txqlen',
  'operstate',
  'linkmode',
  'promiscuity',
  'allmulti',
  'minMtu',
  'maxMtu',
  'numTxQueues',
  'numRxQueues',
  'gsoMaxSize',
  'gsoMaxSegs',
  'tsoMaxSize',
  'tsoMaxSegs',
  'groMaxSize',
  'physPortName',
  'physPortId',
  'physSwitchId',
  'parentDevName',
  'parentDevBusName',
  'carrierChanges',
  // Not the counters of 32 bits alone: ip 6.1 prints beside them what happens to be in its memory.
  'stats64',
] as const;

/** ip reads these together, and does not look whether all of them are there. */
const together = [
  ['encapType', 'encapFlags', 'encapSport', 'encapDport'],
  ['6rdPrefix', '6rdRelayPrefix', '6rdPrefixlen', '6rdRelayPrefixlen'],
  ['pkey', 'mode', 'umcast'],
];

/** A link's message; its number is not among those that others are made up to refer to. */
export function madeUpLink(seed: number, index: number): Uint8Array {
  const random = new Random(seed);
  const kind = random.pick(kinds);
  const often = random.pick([3, 7, 9, 10]);
  const making: MakingUp = { random, often, special: path => special(path, random) };
  const known = new Map<string, AttributeType>(Object.entries(linkInfoKinds));
  const type = known.get(kind);
  const statistics = (kindStatistics as Readonly<Record<string, { size: number }>>)[kind];
  const info = [attribute(1, cString(kind))];
  // ip 6.1 crashes over a gtp without attributes.
  if (type !== undefined && (kind === 'gtp' || random.below(8) > 0)) {
    info.push(attribute(2, whole(setOf(type), madeUpAttributes(setOf(type), kind, making))));
  }
  if (statistics !== undefined) info.push(attribute(3, madeUpBytes(statistics.size, random)));
  if (random.below(3) === 0) {
    const port = random.pick(ports);
    info.push(attribute(4, cString(port)));
    const type = (portKinds as Readonly<Record<string, AttributeType>>)[port];
    if (type !== undefined) {
      info.push(attribute(5, whole(setOf(type), madeUpAttributes(setOf(type), port, making))));
    }
  }
  const own = { ...link.attributes.fields };
  const pieces = details
    .filter(name => own[name] !== undefined && random.below(10) < often)
    .map(name => attribute(own[name][0], detailOf(name, own[name][1], making)));
  const addressMode = attribute(26, attribute(10, attribute(8, Uint8Array.of(random.below(6)))));
  return netlinkMessage(
    { type: 16 },
    Uint8Array.of(0, 0),
    u16(random.pick([1, 1, 280, 768, 776, 778, 512, 65534])),
    u32(index, random.pick([0, 0x1002, 0x11043, 0x10]), 0),
    attribute(3, cString(`n${index}`)),
    attribute(4, u32(random.below(70_000))),
    ...pieces,
    attribute(18, ...info),
    ...(random.below(2) === 0 ? [addressMode] : []),
  );
}

function detailOf(name: string, type: AttributeType, { random }: MakingUp): Uint8Array {
  if (name === 'stats64') return counters(type.size ?? 0, random);
  if (type.kind === 'link-address') return madeUpBytes(6, random);
  if (type.kind === 'string') return cString(`p${random.below(99)}`);
  if (name === 'txqlen') return u32(random.below(5000));
  return madeUpBytes(type.size ?? 8, random);
}

/** Counters of 64 bits of every length that JavaScript can hold exactly. */
function counters(size: number, random: Random): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 8) {
    const length = random.below(7);
    for (let i = 0; i < length; i++) bytes[at + i] = random.below(256);
  }
  return bytes;
}

/** The attributes without those that ip cannot do with alone. */
function whole(set: AttributeSet, bytes: Uint8Array): Uint8Array {
  const found = new Map<number, Uint8Array[]>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += (view.getUint16(at, true) + 3) & ~3) {
    const number = view.getUint16(at + 2, true);
    const piece = bytes.slice(at, at + ((view.getUint16(at, true) + 3) & ~3));
    found.set(number, [...(found.get(number) ?? []), piece]);
  }
  for (const names of together) {
    const numbers = names.map(name => set.byName.get(name)?.number);
    if (numbers.includes(undefined) || numbers.every(number => found.has(number!))) continue;
    for (const number of numbers) found.delete(number!);
  }
  // Of a bridge's two numbers ip prints one twice.
  const root = set.byName.get('rootId')?.number;
  const bridge = set.prefix === 'IFLA_BR' ? set.byName.get('bridgeId')?.number : undefined;
  if (root !== undefined && bridge !== undefined) {
    const own = found.get(bridge);
    found.delete(root);
    if (own !== undefined) found.set(root, [attribute(root, own[0]!.slice(4, 12))]);
  }
  return join(...[...found.values()].flat());
}

/** Values that ip would read past its own tables for, or which it does not print whole. */
function special(path: string, random: Random): Uint8Array | null | undefined {
  // Only in requests: whole links inside.
  if (/\.peer(Info)?$/.test(path)) return null;
  if (path === 'amt.mode') return u32(random.below(2));
  if (/imer$/.test(path)) return join(u32(random.below(1_000_000)), u32(0));
  if (/[cC]ounters?$|Intvl$/.test(path)) return join(u32(random.below(100_000)), u32(0));
  if (/ittimingConst$/.test(path)) {
    const bytes = madeUpBytes(48, random);
    bytes.set(new TextEncoder().encode('slcan'), 0);
    bytes.fill(0, 5, 16);
    return bytes;
  }
  if (/\.macaddr$/.test(path)) return madeUpBytes(6, random);
  return undefined;
}
