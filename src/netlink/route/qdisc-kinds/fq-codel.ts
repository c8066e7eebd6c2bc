import { enumOf, i32, names, padding, struct, u8, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Fair queueing with controlled delay: TCA_FQ_CODEL_… (linux/pkt_sched.h). Times in microseconds. */
export const fqCodel = attributes('TCA_FQ_CODEL', {
  target: [1, u32],
  /** Packets. */
  limit: [2, u32],
  interval: [3, u32],
  ecn: [4, u32],
  flows: [5, u32],
  /** Bytes. */
  quantum: [6, u32],
  ceThreshold: [7, u32],
  dropBatchSize: [8, u32],
  memoryLimit: [9, u32],
  /** The bits of the DS field that `ceThreshold` is for. */
  ceThresholdSelector: [10, u8],
  ceThresholdMask: [11, u8],
});

const type = enumOf(u32, names('TCA_FQ_CODEL_XSTATS', { qdisc: 0, class: 1 }));

/** struct tc_fq_codel_xstats of a qdisc. Bytes. */
export const fqCodelStatistics = struct({
  type,
  maxpacket: u32,
  dropOverlimit: u32,
  ecnMark: u32,
  newFlowCount: u32,
  newFlowsLen: u32,
  oldFlowsLen: u32,
  ceMark: u32,
  memoryUsage: u32,
  dropOvermemory: u32,
});

/** struct tc_fq_codel_xstats of a class, which is a flow. Times in microseconds. */
export const fqCodelClassStatistics = struct({
  type,
  deficit: i32,
  ldelay: u32,
  count: u32,
  lastcount: u32,
  dropping: u32,
  dropNext: i32,
  _: padding(12),
});
