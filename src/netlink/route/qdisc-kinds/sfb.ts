import { struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** struct tc_sfb_qopt (linux/pkt_sched.h): times in milliseconds, probabilities in parts of 65536, packets. */
const parameters = struct({
  rehashInterval: u32,
  warmupTime: u32,
  max: u32,
  binSize: u32,
  increment: u32,
  decrement: u32,
  limit: u32,
  penaltyRate: u32,
  penaltyBurst: u32,
});

/** Stochastic fair blue: TCA_SFB_… */
export const sfb = attributes('TCA_SFB', { parms: [1, parameters] });

/** struct tc_sfb_xstats. */
export const sfbStatistics = struct({
  earlydrop: u32,
  penaltydrop: u32,
  bucketdrop: u32,
  queuedrop: u32,
  childdrop: u32,
  marked: u32,
  maxqlen: u32,
  maxprob: u32,
  avgprob: u32,
});
