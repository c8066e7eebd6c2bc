import { enumOf, i32, names, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { indexed } from '../../indexed.js';
import { nested } from '../../nested.js';

const diffservModes = names('CAKE_DIFFSERV', {
  diffserv3: 0,
  diffserv4: 1,
  diffserv8: 2,
  besteffort: 3,
  precedence: 4,
});

const flowModes = names('CAKE_FLOW', {
  none: 0,
  srcIp: 1,
  dstIp: 2,
  hosts: 3,
  flows: 4,
  dualSrc: 5,
  dualDst: 6,
  triple: 7,
});

/** Common applications kept enhanced: TCA_CAKE_… (linux/pkt_sched.h). Bytes a second, bytes, microseconds. */
export const cake = attributes('TCA_CAKE', {
  /** 0 for no limit. */
  baseRate64: [2, u64],
  diffservMode: [3, enumOf(u32, diffservModes)],
  atm: [4, enumOf(u32, names('CAKE_ATM', { none: 0, atm: 1, ptm: 2 }))],
  flowMode: [5, enumOf(u32, flowModes)],
  overhead: [6, i32],
  rtt: [7, u32],
  target: [8, u32],
  autorate: [9, u32],
  memory: [10, u32],
  nat: [11, u32],
  raw: [12, u32],
  wash: [13, u32],
  mpu: [14, u32],
  ingress: [15, u32],
  ackFilter: [16, enumOf(u32, names('CAKE_ACK', { none: 0, filter: 1, aggressive: 2 }))],
  splitGso: [17, u32],
  fwmark: [18, u32],
});

const tinStatistics = attributes('TCA_CAKE_TIN_STATS', {
  sentPackets: [2, u32],
  sentBytes64: [3, u64],
  droppedPackets: [4, u32],
  droppedBytes64: [5, u64],
  acksDroppedPackets: [6, u32],
  acksDroppedBytes64: [7, u64],
  ecnMarkedPackets: [8, u32],
  ecnMarkedBytes64: [9, u64],
  backlogPackets: [10, u32],
  backlogBytes: [11, u32],
  thresholdRate64: [12, u64],
  targetUs: [13, u32],
  intervalUs: [14, u32],
  wayIndirectHits: [15, u32],
  wayMisses: [16, u32],
  wayCollisions: [17, u32],
  peakDelayUs: [18, u32],
  avgDelayUs: [19, u32],
  baseDelayUs: [20, u32],
  sparseFlows: [21, u32],
  bulkFlows: [22, u32],
  unresponsiveFlows: [23, u32],
  maxSkblen: [24, u32],
  flowQuantum: [25, u32],
});

/** What a qdisc counts, and (from `deficit` on) a class, which is a flow: TCA_CAKE_STATS_… */
export const cakeStatistics = attributes('TCA_CAKE_STATS', {
  capacityEstimate64: [2, u64],
  memoryLimit: [3, u32],
  memoryUsed: [4, u32],
  avgNetoff: [5, u32],
  minNetlen: [6, u32],
  maxNetlen: [7, u32],
  minAdjlen: [8, u32],
  maxAdjlen: [9, u32],
  tinStats: [10, indexed(nested(tinStatistics), { from: 1 })],
  deficit: [11, i32],
  cobaltCount: [12, u32],
  dropping: [13, u32],
  dropNextUs: [14, i32],
  pDrop: [15, u32],
  blueTimerUs: [16, i32],
});
