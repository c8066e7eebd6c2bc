import { arrayOf, i32, presence, struct, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { rateSpecification } from './rate.js';

/** struct tc_htb_opt (linux/pkt_sched.h): a class. `buffer` and `cbuffer` are times to send the burst, in ticks of 64 ns. */
const parameters = struct({
  rate: rateSpecification,
  ceil: rateSpecification,
  buffer: u32,
  cbuffer: u32,
  quantum: u32,
  level: u32,
  prio: u32,
});

/** struct tc_htb_glob: the qdisc. */
const init = struct({
  version: u32,
  rate2quantum: u32,
  /** The minor number of the class for what no filter chooses a class for. */
  defcls: u32,
  debug: u32,
  directPkts: u32,
});

/** Hierarchical token buckets, of qdiscs and of classes: TCA_HTB_… (linux/pkt_sched.h). Rates in bytes a second. */
export const htb = attributes('TCA_HTB', {
  parms: [1, parameters],
  init: [2, init],
  ctab: [3, arrayOf(u32)],
  rtab: [4, arrayOf(u32)],
  directQlen: [5, u32],
  rate64: [6, u64],
  ceil64: [7, u64],
  offload: [9, presence],
});

/** struct tc_htb_xstats: what a class counts. Tokens are in ticks of 64 ns. */
export const htbStatistics = struct({ lends: u32, borrows: u32, giants: u32, tokens: i32, ctokens: i32 });
