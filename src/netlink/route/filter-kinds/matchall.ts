import { struct, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { actions } from '../action-kinds/actions.js';
import { handle } from '../tc/handle.js';
import { filterFlags } from './flags.js';

/** Every packet matches: TCA_MATCHALL_… (linux/pkt_cls.h). */
export const matchall = attributes('TCA_MATCHALL', {
  classid: [1, handle],
  act: [2, actions],
  flags: [3, filterFlags],
  /** struct tc_matchall_pcnt: packets. */
  pcnt: [4, struct({ rhit: u64 })],
});
