import { enumOf, names, u8 } from '../../wire/index.js';

/**
 * Address families (linux/socket.h) that routing messages speak of, and what stands in their place for the kernel's
 * multicast forwarding caches (linux/rtnetlink.h).
 */
export const addressFamilies = names(
  'AF',
  { unspec: 0, inet: 2, bridge: 7, inet6: 10, packet: 17, mpls: 28, mctp: 45, ipmr: 128, ip6mr: 129 },
  { ipmr: 'RTNL_FAMILY_IPMR', ip6mr: 'RTNL_FAMILY_IP6MR' },
);

/** The family in the first byte of every routing message's header. */
export const family = enumOf(u8, addressFamilies);

/** What installed a route, rule or next hop (linux/rtnetlink.h). */
export const routeProtocols = names('RTPROT', {
  unspec: 0,
  redirect: 1,
  kernel: 2,
  boot: 3,
  static: 4,
  gated: 8,
  ra: 9,
  mrt: 10,
  zebra: 11,
  bird: 12,
  dnrouted: 13,
  xorp: 14,
  ntk: 15,
  dhcp: 16,
  mrouted: 17,
  keepalived: 18,
  babel: 42,
  openr: 99,
  bgp: 186,
  isis: 187,
  ospf: 188,
  rip: 189,
  eigrp: 192,
});

/** How far away a destination may be (linux/rtnetlink.h). */
export const routeScopes = names('RT_SCOPE', { universe: 0, site: 200, link: 253, host: 254, nowhere: 255 });

/** What is done with packets that match a route; also the type of a neighbour's address. */
export const routeTypes = names('RTN', {
  unspec: 0,
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
  throw: 9,
  nat: 10,
  xresolve: 11,
});

/** State of a next hop (linux/rtnetlink.h). */
export const nexthopFlags = names('RTNH_F', {
  dead: 1,
  pervasive: 2,
  onlink: 4,
  offload: 8,
  linkdown: 16,
  unresolved: 32,
  trap: 64,
});

/** Lightweight tunnels (linux/lwtunnel.h). */
export const encapTypes = names('LWTUNNEL_ENCAP', {
  none: 0,
  mpls: 1,
  ip: 2,
  ila: 3,
  ip6: 4,
  seg6: 5,
  bpf: 6,
  seg6Local: 7,
  rpl: 8,
  ioam6: 9,
  xfrm: 10,
});

/** IFA_F_… (linux/if_addr.h). */
export const addressFlags = names('IFA_F', {
  secondary: 0x01,
  nodad: 0x02,
  optimistic: 0x04,
  dadfailed: 0x08,
  homeaddress: 0x10,
  deprecated: 0x20,
  tentative: 0x40,
  permanent: 0x80,
  managetempaddr: 0x100,
  noprefixroute: 0x200,
  mcautojoin: 0x400,
  stablePrivacy: 0x800,
});

/** States of a neighbour (linux/neighbour.h). */
export const neighbourStates = names('NUD', {
  incomplete: 1,
  reachable: 2,
  stale: 4,
  delay: 8,
  probe: 16,
  failed: 32,
  noarp: 64,
  permanent: 128,
});
