import { be16, be32, flags, ipv4, ipv6, names, presence, u8, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { ipv6TunnelFlags, tunnelEncapFlags, tunnelEncapType } from './ip-tunnel.js';

/** What a GRE header has (linux/if_tunnel.h). */
const headerFlags = names('GRE', {
  csum: 0x8000,
  routing: 0x4000,
  key: 0x2000,
  seq: 0x1000,
  strict: 0x0800,
  ack: 0x0080,
});

const common = {
  link: [1, u32],
  /** Of packets that come in, and of those that go out. */
  iflags: [2, flags(be16, headerFlags)],
  oflags: [3, flags(be16, headerFlags)],
  ikey: [4, be32],
  okey: [5, be32],
  ttl: [8, u8],
  encapType: [14, tunnelEncapType],
  encapFlags: [15, tunnelEncapFlags],
  /** UDP ports of FOU and GUE; 0 for the source: chosen by flow. */
  encapSport: [16, be16],
  encapDport: [17, be16],
  collectMetadata: [18, presence],
  fwmark: [20, u32],
  erspanIndex: [21, u32],
  erspanVer: [22, u8],
  /** 0: what came in; 1: what went out. */
  erspanDir: [23, u8],
  erspanHwid: [24, u16],
} as const;

/** Kinds `gre`, `gretap` and `erspan`, over IPv4: IFLA_GRE_… (linux/if_tunnel.h). */
export const gre = attributes('IFLA_GRE', {
  ...common,
  local: [6, ipv4],
  remote: [7, ipv4],
  /** 1: that of the inner packet. */
  tos: [9, u8],
  pmtudisc: [10, u8],
  ignoreDf: [19, u8],
});

/** Kinds `ip6gre`, `ip6gretap` and `ip6erspan`, over IPv6. */
export const ipv6Gre = attributes('IFLA_GRE', {
  ...common,
  local: [6, ipv6],
  remote: [7, ipv6],
  /** How often a packet may be put into a further tunnel. */
  encapLimit: [11, u8],
  /** Traffic class and flow label of the outer packets. */
  flowinfo: [12, be32],
  flags: [13, ipv6TunnelFlags],
});
