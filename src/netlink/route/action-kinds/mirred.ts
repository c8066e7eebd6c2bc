import { enumOf, i32, names, struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

const directions = names('TCA', { egressRedir: 1, egressMirror: 2, ingressRedir: 3, ingressMirror: 4 });

/** Sends packets, or copies of them, to another interface: TCA_MIRRED_… (linux/tc_act/tc_mirred.h). */
export const mirred = attributes('TCA_MIRRED', {
  tm: [1, times],
  parms: [2, struct({ ...general, eaction: enumOf(i32, directions), ifindex: u32 })],
  /** In place of an interface: all that share this block. */
  blockid: [4, u32],
});
