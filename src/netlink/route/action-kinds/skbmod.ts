import { fixedLinkAddress, padding, struct, u16, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

/** Changes Ethernet headers: TCA_SKBMOD_… (linux/tc_act/tc_skbmod.h). */
export const skbmod = attributes('TCA_SKBMOD', {
  tm: [1, times],
  /** `flags` are SKBMOD_F_…: 1 dmac, 2 smac, 4 etype, 8 the addresses change places, 16 congestion is marked (ECN). */
  parms: [2, struct({ ...general, _: padding(4), flags: u64 })],
  dmac: [3, fixedLinkAddress(6)],
  smac: [4, fixedLinkAddress(6)],
  etype: [5, u16],
});
