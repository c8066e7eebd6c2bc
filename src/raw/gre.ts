import { be16, be32, bitFlags, bits, enumOf, names, struct } from '../wire/index.js';
import { ethertypeOfLayer, ethertypes, layerOfEthertype } from './ethertypes.js';
import { protocol } from './protocol.js';
import { optional, type Seen } from './protocol-fields.js';

/** Which fields a header has (linux/if_tunnel.h), without the three bits of the version. */
export const greFlags = names('GRE', {
  ack: 0x10,
  strict: 0x100,
  sequence: 0x200,
  key: 0x400,
  routing: 0x800,
  checksum: 0x1000,
});

const has =
  (...flags: readonly string[]) =>
  (layer: Seen): boolean =>
    flags.some(flag => layer.flags?.includes(flag));

/**
 * A generic routing encapsulation header (RFC 2784, RFC 2890; version 1 is PPTP's, RFC 2637). Given a `key`, `sequence`
 * or `acknowledgement`, the flags say so; the flag `checksum` has one computed.
 */
export const gre = protocol({
  name: 'gre',
  header: struct({
    flagsVersion: bits(be16, { flags: bitFlags(13, greFlags), version: 3 }),
    type: enumOf(be16, ethertypes),
  }),
  body: {
    checksum: optional(be16, has('checksum', 'routing')),
    offset: optional(be16, has('checksum', 'routing')),
    /** Of version 1: the length of the payload, and the call, as one number. */
    key: optional(be32, has('key')),
    sequence: optional(be32, has('sequence')),
    acknowledgement: optional(be32, layer => layer.version === 1 && has('ack')(layer)),
  },
  carries: { field: 'type', layers: ethertypeOfLayer },
  prepare: given => {
    if (given.flags !== undefined) return {};
    const optionals = { checksum: 'checksum', key: 'key', sequence: 'sequence', acknowledgement: 'ack' };
    return {
      flags: Object.entries(optionals).flatMap(([name, flag]) => (given[name] === undefined ? [] : [flag])),
    };
  },
  checksum: layer => (has('checksum')(layer) ? { at: 4 } : undefined),
  next: ({ type, flags }) => (flags.includes('routing') ? undefined : layerOfEthertype(type)),
  line: ({ version, key, sequence }, { length }) => {
    const parts = [`GREv${version}`];
    if (key !== undefined) parts.push(`key=0x${key.toString(16)}`);
    if (sequence !== undefined) parts.push(`seq ${sequence}`);
    return `${parts.join(', ')}, length ${length}: `;
  },
});
