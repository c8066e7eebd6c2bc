import { u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { actions } from '../action-kinds/actions.js';
import { police } from '../action-kinds/police.js';
import { handle } from '../tc/handle.js';

/** The realms of a packet's route choose: TCA_ROUTE4_… (linux/pkt_cls.h). */
export const route = attributes('TCA_ROUTE4', {
  classid: [1, handle],
  to: [2, u32],
  from: [3, u32],
  /** The interface that it came in by. */
  iif: [4, u32],
  police: [5, nested(police)],
  act: [6, actions],
});
