import { struct, u32 } from '../../../wire/index.js';

/** struct tc_fifo_qopt (linux/pkt_sched.h), of pfifo and pfifo_head_drop in packets, of bfifo in bytes. */
export const fifo = struct({ limit: u32 });
