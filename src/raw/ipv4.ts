import {
  arrayOf,
  be16,
  be32,
  bitFlags,
  bits,
  enumOf,
  type ItemTypes,
  ipv4 as ipv4Address,
  itemList,
  names,
  struct,
  tailed,
  u8,
} from '../wire/index.js';
import { ipProtocols, ipv4Layers } from './ip-protocols.js';
import { hosts } from './line.js';
import { type InputOf, type LayerOf, protocol } from './protocol.js';
import { field } from './protocol-fields.js';

const fragmentFlags = names('IP', { mf: 1, df: 2, reserved: 4 });

/**
 * A list of addresses that routers fill in or follow: record route, loose and strict source route (RFC 791 3.1).
 * `pointer` says where the next goes, counted from 1 at the option's type.
 */
const route = tailed(struct({ pointer: u8 }), 'addresses', arrayOf(ipv4Address));

/**
 * Times that routers fill in (RFC 791 3.1): milliseconds since midnight UTC. `flag` 0: times alone; 1: an address in
 * front of each, as a number; 3: of the addresses that are given. `overflow` counts routers that had no room.
 */
const timestamp = tailed(
  struct({ pointer: u8, overflowFlag: bits(u8, { overflow: 4, flag: 4 }) }),
  'entries',
  arrayOf(be32),
);

const optionTypes = {
  end: [0],
  nop: [1],
  recordRoute: [7, route],
  timestamp: [68, timestamp],
  security: [130],
  looseSourceRoute: [131, route],
  commercialSecurity: [134],
  streamId: [136, be16],
  strictSourceRoute: [137, route],
  /** 0: every router shall look at the packet (RFC 2113). */
  routerAlert: [148, be16],
} as const satisfies ItemTypes;

/** Options of an IPv4 header (RFC 791 3.1), also what IP_OPTIONS takes. */
export const ipv4Options = itemList('IPOPT', { type: u8, length: u8, single: [1], end: 0 }, optionTypes);

/**
 * An IPv4 header (RFC 791). `ihl` counts words of four bytes, `totalLength` bytes, and `fragmentOffset` units of eight
 * bytes.
 */
export const ipv4 = protocol({
  name: 'ipv4',
  header: struct({
    versionIhl: bits(u8, { version: 4, ihl: 4 }),
    trafficClass: bits(u8, { dscp: 6, ecn: 2 }),
    totalLength: be16,
    id: be16,
    fragment: bits(be16, { flags: bitFlags(3, fragmentFlags), fragmentOffset: 13 }),
    ttl: u8,
    protocol: enumOf(u8, ipProtocols),
    checksum: be16,
    src: ipv4Address,
    dst: ipv4Address,
  }),
  body: { options: field(ipv4Options, ({ ihl }) => 4 * ihl - 20, 4) },
  defaults: { version: 4, ttl: 64, options: [] },
  carries: { field: 'protocol', layers: ipProtocols.numbers },
  compute: {
    ihl: ({ start, payloadStart }) => (payloadStart - start) / 4,
    totalLength: ({ start, end }) => end - start,
  },
  checksum: { at: 10, headerOnly: true },
  malformed: ({ version, ihl }) => {
    if (version !== 4) return `version ${version} is not IPv4`;
    return ihl < 5 ? `a header of ${4 * ihl} bytes; 20 is the least` : undefined;
  },
  next: ({ protocol, fragmentOffset }) => (fragmentOffset === 0 ? ipv4Layers[protocol] : undefined),
  // 0 is what a sender hands to hardware that cuts it into segments.
  payloadEnd: ({ totalLength, ihl }, start, end) =>
    totalLength === 0 ? end : start + Math.max(totalLength, 4 * ihl),
  partial: ({ flags }) => flags.includes('mf'),
  line: ({ src, dst, protocol, fragmentOffset }, context) => {
    const upper = context.following;
    if (upper === 'payload' || upper === undefined) {
      const number = typeof protocol === 'number' ? protocol : ipProtocols.numbers[protocol as 'udp'];
      const what =
        fragmentOffset === 0 ? `ip-proto-${number}` : `${protocol} fragment at ${8 * fragmentOffset}`;
      return `IP ${src} > ${dst}: ${what}, length ${context.payloadLength}`;
    }
    return `IP ${hosts(src, dst, context)}: `;
  },
});

export type Ipv4 = LayerOf<typeof ipv4>;
export type Ipv4Input = InputOf<typeof ipv4>;
