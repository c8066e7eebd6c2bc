import { struct, u16, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

/** Gives packets the DSCP and mark that their connection's mark has: TCA_CTINFO_… (linux/tc_act/tc_ctinfo.h). */
export const ctinfo = attributes('TCA_CTINFO', {
  tm: [2, times],
  act: [3, struct(general)],
  zone: [4, u16],
  parmsDscpMask: [5, u32],
  parmsDscpStatemask: [6, u32],
  parmsCpmarkMask: [7, u32],
  /** Packets. */
  statsDscpSet: [8, u64],
  statsDscpError: [9, u64],
  statsCpmarkSet: [10, u64],
});
