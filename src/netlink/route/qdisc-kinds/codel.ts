import { i32, struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Controlled delay: TCA_CODEL_… (linux/pkt_sched.h). Times in microseconds, `limit` in packets. */
export const codel = attributes('TCA_CODEL', {
  target: [1, u32],
  limit: [2, u32],
  interval: [3, u32],
  ecn: [4, u32],
  ceThreshold: [5, u32],
});

/** struct tc_codel_xstats: times in microseconds. */
export const codelStatistics = struct({
  maxpacket: u32,
  count: u32,
  lastcount: u32,
  ldelay: u32,
  dropNext: i32,
  dropOverlimit: u32,
  ecnMark: u32,
  dropping: u32,
  ceMark: u32,
});
