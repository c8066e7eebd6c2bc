import { struct, text } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

/** Logs a text for each packet: TCA_DEF_… (linux/tc_act/tc_defact.h). */
export const simple = attributes('TCA_DEF', {
  tm: [1, times],
  parms: [2, struct(general)],
  data: [3, text],
});
