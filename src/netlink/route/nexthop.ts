import {
  arrayOf,
  enumOf,
  flags,
  ip,
  names,
  padding,
  presence,
  struct,
  u8,
  u16,
  u32,
  u64,
  uint,
} from '../../wire/index.js';
import { attributes, multi } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { nested } from '../nested.js';
import { encapTypes, family, nexthopFlags, routeProtocols, routeScopes } from './common.js';
import { encapsulations } from './encapsulations/index.js';

export const nexthopGroupTypes = names('NEXTHOP_GRP_TYPE', { mpath: 0, res: 1 });

/** struct nexthop_grp: its weight is one less than what is shared out; 16 bits since Linux 6.12 (`weightHigh` above). */
const groupEntry = struct({ id: u32, weight: u8, weightHigh: u8, _: padding(2) });

const resilientGroup = attributes('NHA_RES_GROUP', {
  buckets: [1, u16],
  /** Clock ticks (1/100 s). */
  idleTimer: [2, u32],
  unbalancedTimer: [3, u32],
  unbalancedTime: [4, u64],
});

const resilientBucket = attributes('NHA_RES_BUCKET', { index: [1, u16], idleTime: [2, u64], nhId: [3, u32] });

/** Packets that went by way of each next hop of a group. */
const groupStats = attributes('NHA_GROUP_STATS', {
  entry: [
    1,
    multi(
      nested(
        attributes('NHA_GROUP_STATS_ENTRY', { id: [1, u32], packets: [2, uint], packetsHw: [3, uint] }),
        {
          flag: true,
        },
      ),
    ),
  ],
});

const nexthopAttributes = (request: boolean) =>
  attributes('NHA', {
    id: [1, u32],
    group: [2, arrayOf(groupEntry)],
    groupType: [3, enumOf(u16, nexthopGroupTypes)],
    blackhole: [4, presence],
    oif: [5, u32],
    gateway: [6, ip],
    encapType: [7, enumOf(u16, encapTypes)],
    encap: [8, encapsulations(request)],
    groups: [9, presence],
    master: [10, u32],
    fdb: [11, presence],
    resGroup: [12, nested(resilientGroup, { flag: true })],
    resBucket: [13, nested(resilientBucket, { flag: true })],
    opFlags: [14, u32],
    groupStats: [15, nested(groupStats, { flag: true })],
    hwStatsEnable: [16, u32],
    hwStatsUsed: [17, u32],
  });

/** A next hop, or a group of them, that routes refer to by number: struct nhmsg and NHA_… (linux/nexthop.h). */
export const nexthop = message({
  name: 'nexthop',
  types: { RTM_NEWNEXTHOP: 104, RTM_DELNEXTHOP: 105, RTM_GETNEXTHOP: 106 },
  header: struct({
    family,
    scope: enumOf(u8, routeScopes),
    protocol: enumOf(u8, routeProtocols),
    _: padding(1),
    flags: flags(u32, nexthopFlags),
  }),
  attributes: nexthopAttributes(false),
  requests: { RTM_NEWNEXTHOP: nexthopAttributes(true) },
});

export type Nexthop = DecodedOf<typeof nexthop>;
export type NexthopInput = EncodableOf<typeof nexthop>;
