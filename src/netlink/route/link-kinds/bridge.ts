import {
  be16,
  enumOf,
  flags,
  ipv4,
  ipv6,
  linkAddress,
  names,
  presence,
  struct,
  u8,
  u16,
  u32,
  u64,
} from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { bridgeId } from './bridge-id.js';
import { vlanProtocols } from './vlan.js';

/** Whether a bridge or a port is where multicast routers are (linux/if_bridge.h). */
export const multicastRouterTypes = names('MDB_RTR_TYPE', { disabled: 0, tempQuery: 1, perm: 2, temp: 3 });

/** BR_BOOLOPT_…: the header numbers the bits (linux/if_bridge.h). */
const booleanOptions = names(
  'BR_BOOLOPT',
  {
    noLlLearn: 1 << 0,
    mcastVlanSnooping: 1 << 1,
    mstEnable: 1 << 2,
    mdbOffloadFailNotification: 1 << 3,
    fdbLocalVlan0: 1 << 4,
  },
  { fdbLocalVlan0: 'BR_BOOLOPT_FDB_LOCAL_VLAN_0' },
);

/** struct br_boolopt_multi: the options' values, and which of them are meant. */
const booleanOptionsValue = struct({
  optval: flags(u32, booleanOptions),
  optmask: flags(u32, booleanOptions),
});

/** Who asks for multicast groups now (linux/if_bridge.h). Timers in 1/100 s. */
export const querier = attributes('BRIDGE_QUERIER', {
  ipAddress: [1, ipv4],
  /** The port that it is behind, by interface number. */
  ipPort: [2, u32],
  ipOtherTimer: [3, u64],
  ipv6Address: [5, ipv6],
  ipv6Port: [6, u32],
  ipv6OtherTimer: [7, u64],
});

/** A bridge: IFLA_BR_… (linux/if_link.h). Times, timers and intervals are in 1/100 s. */
export const bridge = attributes('IFLA_BR', {
  forwardDelay: [1, u32],
  helloTime: [2, u32],
  maxAge: [3, u32],
  ageingTime: [4, u32],
  /** 0: no spanning tree; 1: the kernel's; 2: a program's. */
  stpState: [5, u32],
  priority: [6, u16],
  vlanFiltering: [7, u8],
  vlanProtocol: [8, enumOf(be16, vlanProtocols)],
  /** Bit n: forward what is sent to 01:80:c2:00:00:0n. */
  groupFwdMask: [9, u16],
  rootId: [10, bridgeId],
  bridgeId: [11, bridgeId],
  rootPort: [12, u16],
  rootPathCost: [13, u32],
  topologyChange: [14, u8],
  topologyChangeDetected: [15, u8],
  helloTimer: [16, u64],
  tcnTimer: [17, u64],
  topologyChangeTimer: [18, u64],
  gcTimer: [19, u64],
  groupAddr: [20, linkAddress],
  /** In a request: forget what was learned. */
  fdbFlush: [21, presence],
  mcastRouter: [22, enumOf(u8, multicastRouterTypes)],
  mcastSnooping: [23, u8],
  mcastQueryUseIfaddr: [24, u8],
  mcastQuerier: [25, u8],
  mcastHashElasticity: [26, u32],
  mcastHashMax: [27, u32],
  mcastLastMemberCnt: [28, u32],
  mcastStartupQueryCnt: [29, u32],
  mcastLastMemberIntvl: [30, u64],
  mcastMembershipIntvl: [31, u64],
  mcastQuerierIntvl: [32, u64],
  mcastQueryIntvl: [33, u64],
  mcastQueryResponseIntvl: [34, u64],
  mcastStartupQueryIntvl: [35, u64],
  nfCallIptables: [36, u8],
  nfCallIp6tables: [37, u8],
  nfCallArptables: [38, u8],
  vlanDefaultPvid: [39, u16],
  vlanStatsEnabled: [41, u8],
  mcastStatsEnabled: [42, u8],
  mcastIgmpVersion: [43, u8],
  mcastMldVersion: [44, u8],
  vlanStatsPerPort: [45, u8],
  multiBoolopt: [46, booleanOptionsValue],
  mcastQuerierState: [47, nested(querier, { flag: true })],
  fdbNLearned: [48, u32],
  /** 0: no limit. */
  fdbMaxLearned: [49, u32],
});
