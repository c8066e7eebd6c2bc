import { struct, u16, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** struct tc_hfsc_qopt (linux/pkt_sched.h): the minor number of the class for what no filter chooses for. */
export const hfsc = struct({ defcls: u16 });

/** struct tc_service_curve: `m1` bytes a second for `d` microseconds, then `m2`. */
const serviceCurve = struct({ m1: u32, d: u32, m2: u32 });

/** A class: TCA_HFSC_… (linux/pkt_sched.h): real-time, link-sharing and upper limit curves. */
export const hfscClass = attributes('TCA_HFSC', {
  rsc: [1, serviceCurve],
  fsc: [2, serviceCurve],
  usc: [3, serviceCurve],
});

/** struct tc_hfsc_stats, of classes. */
export const hfscStatistics = struct({ work: u64, rtwork: u64, period: u32, level: u32 });
