import { enumOf, names, struct, u16 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { controlAction, general, times } from './general.js';

const randomness = names('PGACT', { none: 0, netrand: 1, determ: 2 });

/** Generic actions: drop, pass, …: TCA_GACT_… (linux/tc_act/tc_gact.h). */
export const gact = attributes('TCA_GACT', {
  tm: [1, times],
  parms: [2, struct(general)],
  /** Every `pval`-th packet, or one of so many at random, gets `paction`. */
  prob: [3, struct({ ptype: enumOf(u16, randomness), pval: u16, paction: controlAction })],
});
