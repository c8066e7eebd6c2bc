import { struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Fair queueing with PIE: TCA_FQ_PIE_… (linux/pkt_sched.h). Times in microseconds. */
export const fqPie = attributes('TCA_FQ_PIE', {
  /** Packets. */
  limit: [1, u32],
  flows: [2, u32],
  target: [3, u32],
  tupdate: [4, u32],
  alpha: [5, u32],
  beta: [6, u32],
  /** Bytes. */
  quantum: [7, u32],
  memoryLimit: [8, u32],
  /** Percent. */
  ecnProb: [9, u32],
  ecn: [10, u32],
  bytemode: [11, u32],
  dqRateEstimator: [12, u32],
});

/** struct tc_fq_pie_xstats. */
export const fqPieStatistics = struct({
  packetsIn: u32,
  dropped: u32,
  overlimit: u32,
  overmemory: u32,
  ecnMark: u32,
  newFlowCount: u32,
  newFlowsLen: u32,
  oldFlowsLen: u32,
  memoryUsage: u32,
});
