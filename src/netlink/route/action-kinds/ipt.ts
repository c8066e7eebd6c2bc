import { bytes, i32, struct, text, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { times } from './general.js';

/** Kinds `ipt` and `xt`, targets of iptables: TCA_IPT_… (linux/tc_act/tc_ipt.h). Linux had them until 6.7. */
export const ipt = attributes('TCA_IPT', {
  table: [1, text],
  /** NF_INET_…: 0 before routing, 1 in, 2 forward, 3 out, 4 after routing. */
  hook: [2, u32],
  index: [3, u32],
  /** struct tc_cnt. */
  cnt: [4, struct({ refcnt: i32, bindcnt: i32 })],
  tm: [5, times],
  /** struct xt_entry_target. */
  targ: [6, bytes],
});
