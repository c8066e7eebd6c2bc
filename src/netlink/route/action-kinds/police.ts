import { arrayOf, i32, struct, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { rateSpecification } from '../qdisc-kinds/rate.js';
import { controlAction, times } from './general.js';

/** struct tc_police (linux/pkt_cls.h). Rates in bytes per second, `burst` in ticks of the packet scheduler. */
const parameters = struct({
  index: u32,
  /** What becomes of packets that exceed the rate. */
  action: controlAction,
  limit: u32,
  burst: u32,
  mtu: u32,
  rate: rateSpecification,
  peakrate: rateSpecification,
  refcnt: i32,
  bindcnt: i32,
  capab: u32,
});

/** How long 1 to 256 cells take to send, in ticks of the packet scheduler. */
const rateTable = arrayOf(u32);

/** Holds packets to a rate: TCA_POLICE_… (linux/pkt_cls.h); also the policers that filters have without an action. */
export const police = attributes('TCA_POLICE', {
  tbf: [1, parameters],
  rate: [2, rateTable],
  peakrate: [3, rateTable],
  /** Bytes per second, as the estimator of the rate sees them. */
  avrate: [4, u32],
  /** What becomes of packets that keep to the rate. */
  result: [5, controlAction],
  tm: [6, times],
  rate64: [8, u64],
  peakrate64: [9, u64],
  /** Packets per second. */
  pktrate64: [10, u64],
  pktburst64: [11, u64],
});
