import { flags, i32, names, struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

export const etfFlags = names('TC_ETF', { deadlineModeOn: 1, offloadOn: 2, skipSockCheck: 4 });

/** struct tc_etf_qopt (linux/pkt_sched.h): `delta` in nanoseconds, `clockid` a CLOCK_… of linux/time.h. */
const parameters = struct({ delta: i32, clockid: i32, flags: flags(u32, etfFlags) });

/** Earliest time first: TCA_ETF_… */
export const etf = attributes('TCA_ETF', { parms: [1, parameters] });
