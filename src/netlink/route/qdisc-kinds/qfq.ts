import { struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** A class of quick fair queueing: TCA_QFQ_… (linux/pkt_sched.h). */
export const qfqClass = attributes('TCA_QFQ', { weight: [1, u32], lmax: [2, u32] });

/** struct tc_qfq_stats, of classes. */
export const qfqStatistics = struct({ weight: u32, lmax: u32 });
