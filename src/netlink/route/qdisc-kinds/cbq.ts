import { arrayOf, enumOf, flags, i32, names, padding, struct, u8, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { handle } from '../tc/handle.js';
import { rateSpecification } from './rate.js';

/** struct tc_cbq_lssopt (linux/pkt_sched.h, until Linux 6.8): times in ticks of 64 ns. */
const linkSharing = struct({
  change: flags(
    u8,
    names('TCF_CBQ_LSS', { flags: 1, ewma: 2, maxidle: 4, minidle: 8, offtime: 16, avpkt: 32 }),
  ),
  flags: flags(u8, names('TCF_CBQ_LSS', { bounded: 1, isolated: 2 })),
  ewmaLog: u8,
  level: u8,
  maxidle: u32,
  minidle: u32,
  offtime: u32,
  avpkt: u32,
});

const roundRobin = struct({ flags: u8, priority: u8, cpriority: u8, reserved: u8, allot: u32, weight: u32 });

const overlimitStrategies = names('TC_CBQ_OVL', { classic: 0, delay: 1, lowprio: 2, drop: 3, rclassic: 4 });

/** Class-based queueing, of qdiscs and classes (until Linux 6.2): TCA_CBQ_… */
export const cbq = attributes('TCA_CBQ', {
  lssopt: [1, linkSharing],
  wrropt: [2, roundRobin],
  fopt: [3, struct({ split: handle, defmap: u32, defchange: u32 })],
  ovlStrategy: [
    4,
    struct({ strategy: enumOf(u8, overlimitStrategies), priority2: u8, pad: u16, penalty: u32 }),
  ],
  rate: [5, rateSpecification],
  rtab: [6, arrayOf(u32)],
  police: [7, struct({ police: u8, _: padding(3) })],
});

/** struct tc_cbq_xstats. */
export const cbqStatistics = struct({ borrows: u32, overactions: u32, avgidle: i32, undertime: i32 });
