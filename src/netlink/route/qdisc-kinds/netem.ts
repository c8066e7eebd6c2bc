import { arrayOf, i16, i32, i64, struct, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { headed } from '../../headed.js';
import { nested } from '../../nested.js';

/** struct tc_netem_qopt (linux/pkt_sched.h): times in ticks of 64 ns, probabilities in parts of 2^32. */
const parameters = struct({
  latency: u32,
  /** Packets. */
  limit: u32,
  loss: u32,
  /** Every how many packets one goes ahead. */
  gap: u32,
  duplicate: u32,
  jitter: u32,
});

const chance = struct({ probability: u32, correlation: u32 });

const lossModels = attributes('NETEM_LOSS', {
  /** Four states: probabilities to go from one to another. */
  gi: [1, struct({ p13: u32, p31: u32, p32: u32, p14: u32, p23: u32 })],
  /** Gilbert and Elliot's. */
  ge: [2, struct({ p: u32, r: u32, h: u32, k1: u32 })],
});

/** struct tc_netem_slot: times in nanoseconds. */
const slot = struct({
  minDelay: i64,
  maxDelay: i64,
  maxPackets: i32,
  maxBytes: i32,
  distDelay: i64,
  distJitter: i64,
});

const netemAttributes = attributes(
  'TCA_NETEM',
  {
    corr: [1, struct({ delayCorr: u32, lossCorr: u32, dupCorr: u32 })],
    /** Requests only: deviations of equal probability, in parts of 8192 of the jitter. */
    delayDist: [2, arrayOf(i16)],
    reorder: [3, chance],
    corrupt: [4, chance],
    /** Other ways to lose packets than by chance alone. */
    lossModel: [5, nested(lossModels)],
    /** Bytes a second, and bytes. */
    rate: [6, struct({ rate: u32, packetOverhead: i32, cellSize: u32, cellOverhead: i32 })],
    ecn: [7, u32],
    rate64: [8, u64],
    /** Nanoseconds. */
    latency64: [10, i64],
    jitter64: [11, i64],
    slot: [12, slot],
    slotDist: [13, arrayOf(i16)],
    prngSeed: [14, u64],
  },
  { lossModel: 'TCA_NETEM_LOSS' },
);

/** A network emulator: struct tc_netem_qopt and TCA_NETEM_… (linux/pkt_sched.h). */
export const netem = headed(parameters, netemAttributes);
