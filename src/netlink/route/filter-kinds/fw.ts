import { text, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { actions } from '../action-kinds/actions.js';
import { police } from '../action-kinds/police.js';
import { handle } from '../tc/handle.js';

/** The firewall's mark chooses, which is the filter's handle: TCA_FW_… (linux/pkt_cls.h). */
export const fw = attributes('TCA_FW', {
  classid: [1, handle],
  police: [2, nested(police)],
  indev: [3, text],
  act: [4, actions],
  mask: [5, u32],
});
