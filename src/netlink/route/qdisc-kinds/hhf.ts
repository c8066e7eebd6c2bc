import { struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Heavy-hitter filter: TCA_HHF_… (linux/pkt_sched.h). Times in microseconds. */
export const hhf = attributes('TCA_HHF', {
  /** Packets. */
  backlogLimit: [1, u32],
  /** Bytes. */
  quantum: [2, u32],
  hhFlowsLimit: [3, u32],
  resetTimeout: [4, u32],
  admitBytes: [5, u32],
  evictTimeout: [6, u32],
  nonHhWeight: [7, u32],
});

/** struct tc_hhf_xstats. */
export const hhfStatistics = struct({
  dropOverlimit: u32,
  hhOverlimit: u32,
  hhTotCount: u32,
  hhCurCount: u32,
});
