import { padding, struct, u16 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

/** Gives packets the mark of their connection: TCA_CONNMARK_… (linux/tc_act/tc_connmark.h). */
export const connmark = attributes('TCA_CONNMARK', {
  parms: [1, struct({ ...general, zone: u16, _: padding(2) })],
  tm: [2, times],
});
