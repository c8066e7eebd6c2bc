import { enumOf, i32, names, struct, u32 } from '../../../wire/index.js';

const actions = names('TCQ_PLUG', { buffer: 0, releaseOne: 1, releaseIndefinite: 2, limit: 3 });

/** struct tc_plug_qopt (linux/pkt_sched.h): bytes. */
export const plug = struct({ action: enumOf(i32, actions), limit: u32 });
