import { struct, u32 } from '../../../wire/index.js';

/** struct tc_skbprio_qopt (linux/pkt_sched.h): packets. */
export const skbprio = struct({ limit: u32 });
