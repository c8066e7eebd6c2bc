import { struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** A class of deficit round robin: TCA_DRR_… (linux/pkt_sched.h). Bytes. */
export const drrClass = attributes('TCA_DRR', { quantum: [1, u32] });

/** struct tc_drr_stats, of classes. */
export const drrStatistics = struct({ deficit: u32 });
