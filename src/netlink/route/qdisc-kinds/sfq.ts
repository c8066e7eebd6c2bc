import { flags, i32, struct, u8, u32 } from '../../../wire/index.js';
import { redFlags } from './red.js';

/** struct tc_sfq_qopt (linux/pkt_sched.h). */
const parameters = struct({
  /** Bytes of a flow in a round. */
  quantum: u32,
  /** Seconds; 0 never. */
  perturbPeriod: i32,
  /** Packets. */
  limit: u32,
  divisor: u32,
  flows: u32,
});

/** struct tc_sfqred_stats. */
const statistics = struct({
  probDrop: u32,
  forcedDrop: u32,
  probMark: u32,
  forcedMark: u32,
  probMarkHead: u32,
  forcedMarkHead: u32,
});

/** Stochastic fair queueing: struct tc_sfq_qopt_v1, of which kernels before 3.3 have `v0` alone. */
export const sfq = struct(
  {
    v0: parameters,
    /** Packets of a flow. */
    depth: u32,
    headdrop: u32,
    /** Bytes of a flow: RED in each, where it is not 0. */
    limit: u32,
    qthMin: u32,
    qthMax: u32,
    wlog: u8,
    plog: u8,
    scellLog: u8,
    flags: flags(u8, redFlags),
    /** Parts of 2^32. */
    maxP: u32,
    stats: statistics,
  },
  { min: parameters.size },
);

/** struct tc_sfq_xstats, of classes. */
export const sfqStatistics = struct({ allot: i32 });
