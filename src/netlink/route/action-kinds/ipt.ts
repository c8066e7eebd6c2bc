import { bytes, enumOf, i32, names, struct, text, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { times } from './general.js';

const hooks = names('NF_INET', { preRouting: 0, localIn: 1, forward: 2, localOut: 3, postRouting: 4 });

/** Kinds `ipt` and `xt`, targets of iptables: TCA_IPT_… (linux/tc_act/tc_ipt.h). Linux had them until 6.7. */
export const ipt = attributes('TCA_IPT', {
  table: [1, text],
  hook: [2, enumOf(u32, hooks)],
  index: [3, u32],
  /** struct tc_cnt. */
  cnt: [4, struct({ refcnt: i32, bindcnt: i32 })],
  tm: [5, times],
  /** struct xt_entry_target. */
  targ: [6, bytes],
});
