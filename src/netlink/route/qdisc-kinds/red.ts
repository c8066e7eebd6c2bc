import { bytes, flags, names, struct, u8, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { bitfield32 } from '../../bitfield32.js';

/** TC_RED_… (linux/pkt_sched.h). */
export const redFlags = names('TC_RED', { ecn: 1, harddrop: 2, adaptative: 4, nodrop: 8 });

/** struct tc_red_qopt (linux/pkt_sched.h): bytes, of choke packets. The logarithms are of RED's weight, probability and cell. */
export const redParameters = struct({
  limit: u32,
  qthMin: u32,
  qthMax: u32,
  wlog: u8,
  plog: u8,
  scellLog: u8,
  flags: flags(u8, redFlags),
});

/** Random early detection: TCA_RED_… (linux/pkt_sched.h). */
export const red = attributes('TCA_RED', {
  parms: [1, redParameters],
  /** By time without packets, how far the mean has come down. */
  stab: [2, bytes],
  /** Parts of 2^32. */
  maxP: [3, u32],
  flags: [4, bitfield32(redFlags)],
  /** Blocks of filters for packets that are dropped early, or marked. */
  earlyDropBlock: [5, u32],
  markBlock: [6, u32],
});

/** struct tc_red_xstats. */
export const redStatistics = struct({ early: u32, pdrop: u32, other: u32, marked: u32 });
