import { arrayOf, i8, i16, i32, names, presence, struct, text, u8, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { bitfield32 } from '../../bitfield32.js';
import { nested } from '../../nested.js';

/** struct tc_sizespec (linux/pkt_sched.h). Sizes in bytes. */
const sizeSpecification = struct({
  cellLog: u8,
  sizeLog: u8,
  cellAlign: i16,
  overhead: i32,
  linklayer: u32,
  mpu: u32,
  mtu: u32,
  /** How many sizes there are in the table. */
  tsize: u32,
});

/** What packets are taken to be as long as, whatever they are. */
const sizeTable = attributes('TCA_STAB', { base: [1, sizeSpecification], data: [2, arrayOf(u16)] });

/** struct gnet_estimator (linux/gen_stats.h): how the present rate is estimated. */
const estimator = struct({
  /** The binary logarithm of the time between looks, in seconds. */
  interval: i8,
  /** The binary logarithm of how many looks the mean goes back. */
  ewmaLog: u8,
});

const dumpFlags = names('TCA_DUMP_FLAGS', { terse: 1 });

/** What qdiscs, classes, filters and chains have in common of TCA_… (linux/rtnetlink.h). */
export const commonAttributes = {
  /** `htb`, `u32`, … */
  kind: [1, text],
  rate: [5, estimator],
  fcnt: [6, u32],
  stab: [8, nested(sizeTable)],
  /** In a request for qdiscs: those that are hidden too. */
  dumpInvisible: [10, presence],
  chain: [11, u32],
  /** Whether the device does it by itself. */
  hwOffload: [12, u8],
  /** Numbers of blocks of filters that are shared. */
  ingressBlock: [13, u32],
  egressBlock: [14, u32],
  dumpFlags: [15, bitfield32(dumpFlags)],
  /** What the kernel has to say though it did what it was asked for. */
  extWarnMsg: [16, text],
} as const;
