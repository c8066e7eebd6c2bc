import { flags, padding, struct, u8, u16, u32, u64 } from '../../wire/index.js';
import { attributes, multi } from '../attributes.js';
import { type DecodedOf, type FilterOf, message } from '../message.js';
import { nested } from '../nested.js';
import { family } from './common.js';
import { vlanFlags } from './link-kinds/bridge-af-spec.js';
import { linkStatistics64 } from './link-statistics.js';

/** struct bridge_vlan_xstats (linux/if_bridge.h). */
const bridgeVlanStatistics = struct({
  rxBytes: u64,
  rxPackets: u64,
  txBytes: u64,
  txPackets: u64,
  vid: u16,
  flags: flags(u16, vlanFlags),
  _: padding(4),
});

const direction = struct({ rx: u64, tx: u64 });

/** struct br_mcast_stats (linux/if_bridge.h): packets of IGMP and MLD, then all multicast ones. */
const bridgeMulticastStatistics = struct({
  igmpV1queries: direction,
  igmpV2queries: direction,
  igmpV3queries: direction,
  igmpLeaves: direction,
  igmpV1reports: direction,
  igmpV2reports: direction,
  igmpV3reports: direction,
  igmpParseErrors: u64,
  mldV1queries: direction,
  mldV2queries: direction,
  mldLeaves: direction,
  mldV1reports: direction,
  mldV2reports: direction,
  mldParseErrors: u64,
  mcastBytes: direction,
  mcastPackets: direction,
});

/** struct bridge_stp_xstats (linux/if_bridge.h): changes of a port's state, and what the spanning tree protocol sent. */
const bridgeSpanningTreeStatistics = struct({
  transitionBlk: u64,
  transitionFwd: u64,
  rxBpdu: u64,
  txBpdu: u64,
  rxTcn: u64,
  txTcn: u64,
});

const bridgeStatistics = attributes('BRIDGE_XSTATS', {
  vlan: [1, multi(bridgeVlanStatistics)],
  mcast: [2, bridgeMulticastStatistics],
  stp: [4, bridgeSpanningTreeStatistics],
});

const bondStatistics = attributes('BOND_XSTATS', {
  '3ad': [
    1,
    nested(
      attributes('BOND_3AD_STAT', {
        lacpduRx: [0, u64],
        lacpduTx: [1, u64],
        lacpduUnknownRx: [2, u64],
        lacpduIllegalRx: [3, u64],
        markerRx: [4, u64],
        markerTx: [5, u64],
        markerRespRx: [6, u64],
        markerRespTx: [7, u64],
        markerUnknownRx: [8, u64],
      }),
    ),
  ],
});

/** By the kind of the interface, or of what it is a port of. */
const linkStatistics = attributes('LINK_XSTATS_TYPE', {
  bridge: [1, nested(bridgeStatistics)],
  bond: [2, nested(bondStatistics)],
});

/** struct rtnl_hw_stats64 (linux/if_link.h). */
const hardwareStatistics = struct({
  rxPackets: u64,
  txPackets: u64,
  rxBytes: u64,
  txBytes: u64,
  rxErrors: u64,
  txErrors: u64,
  rxDropped: u64,
  txDropped: u64,
  multicast: u64,
});

/** Whether a device is asked to count, and whether one does: 0 or 1. */
const hardwareInfo = attributes('IFLA_OFFLOAD_XSTATS_HW_S_INFO', { request: [1, u8], used: [2, u8] });

const offloadStatistics = attributes('IFLA_OFFLOAD_XSTATS', {
  cpuHit: [1, linkStatistics64],
  hwSInfo: [
    2,
    nested(attributes('IFLA_OFFLOAD_XSTATS', { l3Stats: [3, nested(hardwareInfo, { flag: true })] }), {
      flag: true,
    }),
  ],
  l3Stats: [3, hardwareStatistics],
});

/** struct mpls_link_stats (linux/mpls.h). */
const mplsStatistics = struct({
  rxPackets: u64,
  txPackets: u64,
  rxBytes: u64,
  txBytes: u64,
  rxErrors: u64,
  txErrors: u64,
  rxDropped: u64,
  txDropped: u64,
  rxNoroute: u64,
});

const familyStatistics = attributes('AF', {
  mpls: [28, nested(attributes('MPLS_STATS', { link: [1, mplsStatistics] }))],
});

/** By kind of statistics, the bits of those that are wanted: bit n - 1 for attribute n. */
const filters = attributes(
  'IFLA_STATS',
  {
    link64: [1, u32],
    linkXstats: [2, u32],
    linkXstatsSlave: [3, u32],
    linkOffloadXstats: [4, u32],
    afSpec: [5, u32],
  },
  { link64: 'IFLA_STATS_LINK_64' },
);

const asked = attributes('IFLA_STATS', {
  getFilters: [1, nested(filters, { flag: true })],
  /** 1 or 0: have the device count what it routes, or no longer. */
  setOffloadXstatsL3Stats: [2, u8],
});

/** What an interface counts: struct if_stats_msg and IFLA_STATS_… (linux/if_link.h). */
export const stats = message({
  name: 'stats',
  types: { RTM_NEWSTATS: 92, RTM_GETSTATS: 94, RTM_SETSTATS: 95 },
  header: struct({
    family,
    _: padding(3),
    ifindex: u32,
    /** In a request, the attributes that are wanted: bit n - 1 for attribute n. */
    filterMask: u32,
  }),
  attributes: attributes(
    'IFLA_STATS',
    {
      link64: [1, linkStatistics64],
      linkXstats: [2, nested(linkStatistics)],
      /** Of what the interface is a port of. */
      linkXstatsSlave: [3, nested(linkStatistics)],
      linkOffloadXstats: [4, nested(offloadStatistics)],
      afSpec: [5, nested(familyStatistics)],
    },
    { link64: 'IFLA_STATS_LINK_64' },
  ),
  requests: { RTM_GETSTATS: asked, RTM_SETSTATS: asked },
});

export type Stats = DecodedOf<typeof stats>;
export type StatsFilter = FilterOf<typeof stats>;
