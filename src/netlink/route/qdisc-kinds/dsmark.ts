import { presence, u8, u16 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Marks of differentiated services, of qdiscs and classes (until Linux 6.2): TCA_DSMARK_… (linux/pkt_sched.h). */
export const dsmark = attributes('TCA_DSMARK', {
  indices: [1, u16],
  defaultIndex: [2, u16],
  setTcIndex: [3, presence],
  mask: [4, u8],
  value: [5, u8],
});
