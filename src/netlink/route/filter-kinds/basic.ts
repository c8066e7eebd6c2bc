import { struct, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { actions } from '../action-kinds/actions.js';
import { police } from '../action-kinds/police.js';
import { handle } from '../tc/handle.js';
import { extendedMatches } from './extended-matches.js';

/** Extended matches choose: TCA_BASIC_… (linux/pkt_cls.h). */
export const basic = attributes('TCA_BASIC', {
  classid: [1, handle],
  ematches: [2, nested(extendedMatches)],
  act: [3, actions],
  police: [4, nested(police)],
  /** struct tc_basic_pcnt: packets that were looked at, and that matched. */
  pcnt: [5, struct({ rcnt: u64, rhit: u64 })],
});
