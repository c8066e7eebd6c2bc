import { be16, enumOf, i32, names, struct, u8, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { etherTypes } from '../ether-types.js';
import { general, times } from './general.js';

const mplsActions = names('TCA_MPLS_ACT', { pop: 1, push: 2, modify: 3, decTtl: 4, macPush: 5 });

/** Adds, changes and removes MPLS labels: TCA_MPLS_… (linux/tc_act/tc_mpls.h). */
export const mpls = attributes('TCA_MPLS', {
  tm: [1, times],
  parms: [2, struct({ ...general, mAction: enumOf(i32, mplsActions) })],
  /** Of what is pushed or, where a label is popped, of what is behind it. */
  proto: [4, enumOf(be16, etherTypes)],
  label: [5, u32],
  tc: [6, u8],
  ttl: [7, u8],
  bos: [8, u8],
});
