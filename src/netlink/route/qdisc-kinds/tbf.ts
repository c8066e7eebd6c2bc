import { arrayOf, struct, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { rateSpecification } from './rate.js';

/** struct tc_tbf_qopt (linux/pkt_sched.h): `buffer` and `mtu` are times to send as much, in ticks of 64 ns. */
const parameters = struct({
  rate: rateSpecification,
  peakrate: rateSpecification,
  /** Bytes. */
  limit: u32,
  buffer: u32,
  mtu: u32,
});

/** A token bucket: TCA_TBF_… (linux/pkt_sched.h). Rates in bytes a second, bursts in bytes. */
export const tbf = attributes('TCA_TBF', {
  parms: [1, parameters],
  rtab: [2, arrayOf(u32)],
  ptab: [3, arrayOf(u32)],
  rate64: [4, u64],
  prate64: [5, u64],
  burst: [6, u32],
  pburst: [7, u32],
});
