import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { actions } from '../action-kinds/actions.js';
import { police } from '../action-kinds/police.js';
import { extendedMatches } from './extended-matches.js';

/** The control group of a packet's socket chooses: TCA_CGROUP_… (linux/pkt_cls.h). */
export const cgroup = attributes('TCA_CGROUP', {
  act: [1, actions],
  police: [2, nested(police)],
  ematches: [3, nested(extendedMatches)],
});
