import { be16, be32, enumOf, flags, ipv4, ipv6, names, presence, u8, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** What stands between the outer IP header and the tunnel's own (linux/if_tunnel.h). */
const encapsulations = names('TUNNEL_ENCAP', { none: 0, fou: 1, gue: 2, mpls: 3 });
const encapsulationFlags = names('TUNNEL_ENCAP_FLAG', { csum: 1, csum6: 2, remcsum: 4 });

export const tunnelEncapType = enumOf(u16, encapsulations);
export const tunnelEncapFlags = flags(u16, encapsulationFlags);

/** Tunnels over IPv6 (linux/ip6_tunnel.h). */
const ipv6TunnelFlagNames = names('IP6_TNL_F', {
  ignEncapLimit: 0x1,
  useOrigTclass: 0x2,
  useOrigFlowlabel: 0x4,
  mip6Dev: 0x8,
  rcvDscpCopy: 0x10,
  useOrigFwmark: 0x20,
  allowLocalRemote: 0x40,
});

export const ipv6TunnelFlags = flags(u32, ipv6TunnelFlagNames);

/** In the host's byte order, unlike the flags of GRE. */
const sitFlags = names('SIT', { isatap: 1 });

const encapsulation = {
  encapType: [15, tunnelEncapType],
  encapFlags: [16, tunnelEncapFlags],
  /** UDP ports of FOU and GUE; 0 for the source: chosen by flow. */
  encapSport: [17, be16],
  encapDport: [18, be16],
  collectMetadata: [19, presence],
  fwmark: [20, u32],
} as const;

/** Kinds `ipip` and `sit`, tunnels over IPv4: IFLA_IPTUN_… (linux/if_tunnel.h). */
export const ipTunnel = attributes('IFLA_IPTUN', {
  link: [1, u32],
  local: [2, ipv4],
  remote: [3, ipv4],
  ttl: [4, u8],
  /** 1: that of the inner packet. */
  tos: [5, u8],
  flags: [8, flags(u16, sitFlags)],
  /** The protocol inside, by IP's number for it; 0: any. */
  proto: [9, u8],
  pmtudisc: [10, u8],
  '6rdPrefix': [11, ipv6],
  '6rdRelayPrefix': [12, ipv4],
  '6rdPrefixlen': [13, u16],
  '6rdRelayPrefixlen': [14, u16],
  ...encapsulation,
});

/** Kind `ip6tnl`, tunnels over IPv6: IFLA_IPTUN_… (linux/if_tunnel.h). */
export const ipv6Tunnel = attributes('IFLA_IPTUN', {
  link: [1, u32],
  local: [2, ipv6],
  remote: [3, ipv6],
  ttl: [4, u8],
  /** How often a packet may be put into a further tunnel. */
  encapLimit: [6, u8],
  /** Traffic class and flow label of the outer packets. */
  flowinfo: [7, be32],
  flags: [8, ipv6TunnelFlags],
  /** The protocol inside, by IP's number for it; 0: any. */
  proto: [9, u8],
  ...encapsulation,
});
