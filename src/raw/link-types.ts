import { unknownName } from '../wire/index.js';
import type { LayerName } from './layer-types.js';
import { registry } from './registry.js';

/** What the packets of a capture begin with (https://www.tcpdump.org/linktypes.html). */
export const linkTypes = {
  ethernet: 1,
  /** An IP packet of either version. */
  raw: 101,
  sll: 113,
  ipv4: 228,
  ipv6: 229,
  sll2: 276,
} as const;

export type LinkType = keyof typeof linkTypes | number;

const names = new Map<number, string>(Object.entries(linkTypes).map(([name, number]) => [number, name]));

/** The layer that a packet begins with; `payload` for a link type that nobody knows. */
export function firstLayer(
  linkType: LinkType | LayerName,
  u8: Uint8Array,
  start: number,
  end: number,
): string {
  const name = typeof linkType === 'number' ? (names.get(linkType) ?? 'payload') : linkType;
  if (name === 'raw') return start < end && u8[start]! >> 4 === 6 ? 'ipv6' : 'ipv4';
  if (name === 'payload' || registry.has(name)) return name;
  throw unknownName(name, { prefix: 'LINKTYPE', numbers: { ...linkTypes, ...Object.fromEntries(registry) } });
}
