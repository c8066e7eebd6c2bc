import { i32, padding, struct, u8 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** struct tc_cbs_qopt (linux/pkt_sched.h): credits in bytes, slopes in kbit a second. */
const parameters = struct({
  offload: u8,
  _: padding(3),
  hicredit: i32,
  locredit: i32,
  idleslope: i32,
  sendslope: i32,
});

/** A credit-based shaper (IEEE 802.1Qav): TCA_CBS_… */
export const cbs = attributes('TCA_CBS', { parms: [1, parameters] });
