import { names } from '../wire/index.js';

/**
 * The protocols of IP by number (linux/in.h; IANA). Those that have a layer of their own here carry its name, which is
 * the kernel's but for `hopByHop`, `destinationOptions` and the like.
 */
export const ipProtocols = names(
  'IPPROTO',
  {
    hopByHop: 0,
    icmp: 1,
    igmp: 2,
    ipv4: 4,
    tcp: 6,
    egp: 8,
    igp: 9,
    pup: 12,
    udp: 17,
    idp: 22,
    tp: 29,
    dccp: 33,
    ipv6: 41,
    routing: 43,
    fragment: 44,
    rsvp: 46,
    gre: 47,
    esp: 50,
    ah: 51,
    icmpv6: 58,
    noNext: 59,
    destinationOptions: 60,
    eigrp: 88,
    ospf: 89,
    mtp: 92,
    beetph: 94,
    encap: 98,
    pim: 103,
    comp: 108,
    vrrp: 112,
    l2tp: 115,
    sctp: 132,
    mobility: 135,
    udplite: 136,
    mpls: 137,
    ethernet: 143,
    raw: 255,
  },
  {
    hopByHop: 'IPPROTO_HOPOPTS',
    ipv4: 'IPPROTO_IPIP',
    icmpv6: 'IPPROTO_ICMPV6',
    noNext: 'IPPROTO_NONE',
    destinationOptions: 'IPPROTO_DSTOPTS',
    mobility: 'IPPROTO_MH',
  },
);

/** The layers that may follow an IPv6 header or an extension of it: each stands under its protocol's name. */
export const ipv6Layers: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(ipProtocols.numbers).map(name => [name, name]),
);

const ipv6Only: readonly string[] = ['hopByHop', 'routing', 'fragment', 'destinationOptions'];

/** The layers that may follow an IPv4 header. */
export const ipv4Layers: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ipv6Layers).filter(([name]) => !ipv6Only.includes(name)),
);
