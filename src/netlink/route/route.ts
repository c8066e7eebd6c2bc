import {
  be16,
  be32,
  type Decoded,
  enumOf,
  expectObject,
  flags,
  i32,
  ip,
  labelStack,
  names,
  struct,
  type Type,
  text,
  u8,
  u16,
  u32,
  u64,
  WireError,
} from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { nested } from '../nested.js';
import { records } from '../records.js';
import { select } from '../select.js';
import {
  addressFamilies,
  encapTypes,
  family,
  nexthopFlags,
  routeProtocols,
  routeScopes,
  routeTypes,
} from './common.js';
import { encapsulations } from './encapsulations/index.js';

/**
 * rtm_flags (linux/rtnetlink.h). The low byte is the state of a route's only next hop, RTNH_F_…; what both
 * prefixes have carries `rt` where it is the route's.
 */
export const routeFlags = names(
  'RTM_F',
  {
    ...nexthopFlags.numbers,
    notify: 0x100,
    cloned: 0x200,
    equalize: 0x400,
    prefix: 0x800,
    lookupTable: 0x1000,
    fibMatch: 0x2000,
    rtOffload: 0x4000,
    rtTrap: 0x8000,
    rtOffloadFailed: 0x2000_0000,
  },
  {
    dead: 'RTNH_F_DEAD',
    pervasive: 'RTNH_F_PERVASIVE',
    onlink: 'RTNH_F_ONLINK',
    offload: 'RTNH_F_OFFLOAD',
    linkdown: 'RTNH_F_LINKDOWN',
    unresolved: 'RTNH_F_UNRESOLVED',
    trap: 'RTNH_F_TRAP',
    rtOffload: 'RTM_F_OFFLOAD',
    rtTrap: 'RTM_F_TRAP',
    rtOffloadFailed: 'RTM_F_OFFLOAD_FAILED',
  },
);

/** IPv6 router preference (RFC 4191; linux/icmpv6.h). */
export const routerPreferences = names('ICMPV6_ROUTER_PREF', { medium: 0, high: 1, invalid: 2, low: 3 });

const metricFeatures = names('RTAX_FEATURE', { ecn: 1, sack: 2, timestamp: 4, allfrag: 8, tcpUsecTs: 16 });

/** RTAX_…: values for the connections that use a route. Times are in milliseconds times 8 (rtt), 4 (rttvar) or 1. */
const routeMetrics = attributes('RTAX', {
  /** Bit n set: metric n cannot be changed by the kernel. */
  lock: [1, u32],
  mtu: [2, u32],
  window: [3, u32],
  rtt: [4, u32],
  rttvar: [5, u32],
  ssthresh: [6, u32],
  cwnd: [7, u32],
  advmss: [8, u32],
  reordering: [9, u32],
  hoplimit: [10, u32],
  initcwnd: [11, u32],
  features: [12, flags(u32, metricFeatures)],
  rtoMin: [13, u32],
  initrwnd: [14, u32],
  quickack: [15, u32],
  ccAlgo: [16, text],
  fastopenNoCookie: [17, u32],
});

/** struct rtvia (linux/rtnetlink.h): a gateway of another address family than the route's. */
export interface Via {
  readonly family: Decoded<typeof viaFamily>;
  readonly address: string | Uint8Array;
}

const viaFamily = enumOf(u16, addressFamilies);

function expectFamily(start: number, end: number): void {
  if (end - start < 2) throw new WireError('a via without its address family', start);
}

const via: Type<Via> = {
  kind: 'binary',
  size: undefined,
  decode(window, start, end) {
    expectFamily(start, end);
    return { family: viaFamily.decode(window, start, start + 2), address: ip.decode(window, start + 2, end) };
  },
  encode(value, sink) {
    expectObject(value);
    viaFamily.encode(value.family, sink);
    ip.encode(value.address, sink);
  },
  *parts(_window, start, end) {
    expectFamily(start, end);
    yield { name: 'family', start, end: start + 2, type: viaFamily };
    yield { name: 'address', start: start + 2, end, type: ip };
  },
};

const cacheinfo = struct({
  clntref: u32,
  lastuse: u32,
  expires: i32,
  error: u32,
  used: u32,
  id: u32,
  ts: u32,
  tsage: u32,
});

const hop = struct({ flags: flags(u8, nexthopFlags), hops: u8, ifindex: i32 });

const hopAttributes = (request: boolean) =>
  attributes('RTA', {
    gateway: [5, ip],
    flow: [11, u32],
    via: [18, via],
    newdst: [19, labelStack],
    encapType: [21, enumOf(u16, encapTypes)],
    encap: [22, encapsulations(request)],
  });

/** An address or, of MPLS, labels. */
const destination = select('family', { mpls: labelStack }, ip);

const routeAttributes = (request: boolean) =>
  attributes('RTA', {
    dst: [1, destination],
    src: [2, ip],
    iif: [3, u32],
    oif: [4, u32],
    gateway: [5, ip],
    /** Its metric: of routes to one destination the lowest is used. */
    priority: [6, u32],
    prefsrc: [7, ip],
    metrics: [8, nested(routeMetrics)],
    multipath: [9, records(hop, hopAttributes(request))],
    flow: [11, u32],
    cacheinfo: [12, cacheinfo],
    table: [15, u32],
    mark: [16, u32],
    /** Packets that an entry of a multicast forwarding cache was used for. */
    mfcStats: [17, struct({ packets: u64, bytes: u64, wrongIf: u64 })],
    via: [18, via],
    newdst: [19, destination],
    pref: [20, enumOf(u8, routerPreferences)],
    encapType: [21, enumOf(u16, encapTypes)],
    encap: [22, encapsulations(request)],
    /** Seconds; in entries of a multicast forwarding cache, clock ticks (1/100 s) since it was used last. */
    expires: [23, select('family', { ipmr: u64, ip6mr: u64 }, u32)],
    uid: [25, u32],
    ttlPropagate: [26, u8],
    ipProto: [27, u8],
    sport: [28, be16],
    dport: [29, be16],
    /** The next hop object that it uses instead of a gateway and interface of its own. */
    nhId: [30, u32],
    flowlabel: [31, be32],
  });

/** A route of a routing table: struct rtmsg and RTA_… (linux/rtnetlink.h). */
export const route = message({
  name: 'route',
  types: { RTM_NEWROUTE: 24, RTM_DELROUTE: 25, RTM_GETROUTE: 26 },
  header: struct({
    family,
    /** Bits of `dst` that count. */
    dstLen: u8,
    /** Bits of `src` that count. */
    srcLen: u8,
    tos: u8,
    /** The low byte of `table` where that has no more; 252 (RT_TABLE_COMPAT) otherwise. */
    table8: u8,
    protocol: enumOf(u8, routeProtocols),
    scope: enumOf(u8, routeScopes),
    type: enumOf(u8, routeTypes),
    flags: flags(u32, routeFlags),
  }),
  attributes: routeAttributes(false),
  requests: { RTM_NEWROUTE: routeAttributes(true), RTM_DELROUTE: routeAttributes(true) },
});

export type Route = DecodedOf<typeof route>;
export type RouteInput = EncodableOf<typeof route>;
