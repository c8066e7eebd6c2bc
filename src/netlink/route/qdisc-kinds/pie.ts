import { struct, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Proportional integral controller enhanced (RFC 8033): TCA_PIE_… (linux/pkt_sched.h). Times in microseconds. */
export const pie = attributes('TCA_PIE', {
  target: [1, u32],
  /** Packets. */
  limit: [2, u32],
  tupdate: [3, u32],
  alpha: [4, u32],
  beta: [5, u32],
  ecn: [6, u32],
  bytemode: [7, u32],
  dqRateEstimator: [8, u32],
});

/** struct tc_pie_xstats: the probability in parts of 2^64, the delay in microseconds. */
export const pieStatistics = struct({
  prob: u64,
  delay: u32,
  avgDqRate: u32,
  dqRateEstimating: u32,
  packetsIn: u32,
  dropped: u32,
  overlimit: u32,
  maxq: u32,
  ecnMark: u32,
});
