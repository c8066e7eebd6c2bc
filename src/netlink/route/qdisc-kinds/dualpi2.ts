import { enumOf, i32, names, struct, u8, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Two queues with coupled PI2 (RFC 9332, since Linux 6.17): TCA_DUALPI2_… (linux/pkt_sched.h). Times in microseconds. */
export const dualpi2 = attributes('TCA_DUALPI2', {
  /** Packets, and bytes. */
  limit: [1, u32],
  memoryLimit: [2, u32],
  target: [3, u32],
  tupdate: [4, u32],
  alpha: [5, u32],
  beta: [6, u32],
  stepThreshPkts: [7, u32],
  stepThreshUs: [8, u32],
  minQlenStep: [9, u32],
  coupling: [10, u8],
  dropOverload: [11, enumOf(u8, names('TC_DUALPI2_DROP_OVERLOAD', { overflow: 0, drop: 1 }))],
  dropEarly: [12, enumOf(u8, names('TC_DUALPI2_DROP_EARLY', { dropDequeue: 0, dropEnqueue: 1 }))],
  cProtection: [13, u8],
  ecnMask: [14, enumOf(u8, names('TC_DUALPI2_ECN_MASK', { l4sEct: 1, claEct: 2, anyEct: 3 }))],
  splitGso: [15, enumOf(u8, names('TC_DUALPI2_SPLIT_GSO', { noSplitGso: 0, splitGso: 1 }))],
});

/** struct tc_dualpi2_xstats: delays in microseconds, memory in bytes. */
export const dualpi2Statistics = struct({
  prob: u32,
  delayC: u32,
  delayL: u32,
  pktsInC: u32,
  pktsInL: u32,
  maxq: u32,
  ecnMark: u32,
  stepMark: u32,
  credit: i32,
  memoryUsed: u32,
  maxMemoryUsed: u32,
  memoryLimit: u32,
});
