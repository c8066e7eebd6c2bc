import { padding, struct, u32, u64 } from '../../../wire/index.js';
import { type AttributeType, attributes } from '../../attributes.js';

/** struct tc_stats (linux/pkt_sched.h): what kernels before TCA_STATS2 said, and all say still. Rates are bytes/s. */
export const statistics = struct({
  bytes: u64,
  packets: u32,
  drops: u32,
  /** How often it had to wait for bandwidth. */
  overlimits: u32,
  bps: u32,
  pps: u32,
  qlen: u32,
  backlog: u32,
  _: padding(4),
});

const basic = struct({ bytes: u64, packets: u32, _: padding(4) });

/**
 * TCA_STATS_… (linux/gen_stats.h), which qdiscs, classes and actions have. Rates are in bytes and packets a second.
 *
 * @param app what a kind counts besides
 */
export const generalStatistics = <App extends AttributeType>(app: App) =>
  attributes('TCA_STATS', {
    basic: [1, basic],
    rateEst: [2, struct({ bps: u32, pps: u32 })],
    /** `backlog` in bytes, `qlen` in packets. */
    queue: [3, struct({ qlen: u32, backlog: u32, drops: u32, requeues: u32, overlimits: u32 })],
    app: [4, app],
    rateEst64: [5, struct({ bps: u64, pps: u64 })],
    /** What of it a device did by itself. */
    basicHw: [7, basic],
    /** All the packets, where their number in `basic` has wrapped. */
    pkt64: [8, u64],
  });
