import { bytes, fixedArrayOf, i32, struct, u8 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { headed } from '../../headed.js';

/** One number for each of the sixteen priorities of packets. */
export const priorityMap = fixedArrayOf(u8, 16);

/** struct tc_prio_qopt (linux/pkt_sched.h), of pfifo_fast: the band of each priority. */
export const priorities = struct({ bands: i32, priomap: priorityMap });

/** Strict priorities: the same, and in requests a nest behind it in which Linux 2.6.23 to 2.6.26 looked for more. */
export const prio = headed(
  priorities,
  attributes('TCA', { compatible: [2, bytes] }, { compatible: 'TCA_OPTIONS' }),
);
