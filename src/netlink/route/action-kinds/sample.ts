import { struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

/** Hands samples of packets to psample: TCA_SAMPLE_… (linux/tc_act/tc_sample.h). */
export const sample = attributes('TCA_SAMPLE', {
  tm: [1, times],
  parms: [2, struct(general)],
  /** One packet of so many. */
  rate: [3, u32],
  /** Bytes of a packet that are handed on at most. */
  truncSize: [4, u32],
  psampleGroup: [5, u32],
});
