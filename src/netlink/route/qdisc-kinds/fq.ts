import { arrayOf, fixedArrayOf, i32, i64, padding, struct, u8, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { priorities } from './prio.js';

/** Fair queueing with pacing: TCA_FQ_… (linux/pkt_sched.h). Rates in bytes a second, times in microseconds. */
export const fq = attributes('TCA_FQ', {
  /** Packets, of all flows and of one. */
  plimit: [1, u32],
  flowPlimit: [2, u32],
  /** Bytes. */
  quantum: [3, u32],
  initialQuantum: [4, u32],
  rateEnable: [5, u32],
  flowDefaultRate: [6, u32],
  /** 4294967295 for no limit. */
  flowMaxRate: [7, u32],
  bucketsLog: [8, u32],
  flowRefillDelay: [9, u32],
  orphanMask: [10, u32],
  lowRateThreshold: [11, u32],
  ceThreshold: [12, u32],
  /** Nanoseconds. */
  timerSlack: [13, u32],
  horizon: [14, u32],
  horizonDrop: [15, u8],
  priomap: [16, priorities],
  /** By band. */
  weights: [17, arrayOf(i32)],
  offloadHorizon: [18, u32],
});

const bands = 3;

/** struct tc_fq_qd_stats, which has grown since Linux 3.12. Times in nanoseconds. */
export const fqStatistics = struct(
  {
    gcFlows: u64,
    highprioPackets: u64,
    tcpRetrans: u64,
    throttled: u64,
    flowsPlimit: u64,
    pktsTooLong: u64,
    allocationErrors: u64,
    timeNextDelayedFlow: i64,
    flows: u32,
    inactiveFlows: u32,
    throttledFlows: u32,
    unthrottleLatencyNs: u32,
    ceMark: u64,
    horizonDrops: u64,
    horizonCaps: u64,
    fastpathPackets: u64,
    bandDrops: fixedArrayOf(u64, bands),
    bandPktCount: fixedArrayOf(u32, bands),
    _: padding(4),
  },
  { min: 80 },
);
