import { struct, u16 } from '../../../wire/index.js';

/** struct tc_multiq_qopt (linux/pkt_sched.h): a band for each queue of the device. */
export const multiq = struct({ bands: u16, maxBands: u16 });
