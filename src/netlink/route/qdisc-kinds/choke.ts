import { bytes, struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { redParameters } from './red.js';

/** CHOKe: TCA_CHOKE_… (linux/pkt_sched.h). */
export const choke = attributes('TCA_CHOKE', {
  parms: [1, redParameters],
  stab: [2, bytes],
  /** Parts of 2^32. */
  maxP: [3, u32],
});

/** struct tc_choke_xstats. */
export const chokeStatistics = struct({ early: u32, pdrop: u32, other: u32, marked: u32, matched: u32 });
