import { arrayOf, bytes, flags, padding, struct, u8, u32, u64 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';
import { redFlags } from './red.js';

/** struct tc_gred_qopt (linux/pkt_sched.h): a virtual queue. Bytes. */
const parameters = struct({
  limit: u32,
  qthMin: u32,
  qthMax: u32,
  dp: u32,
  backlog: u32,
  qave: u32,
  forced: u32,
  early: u32,
  other: u32,
  pdrop: u32,
  wlog: u8,
  plog: u8,
  scellLog: u8,
  prio: u8,
  packets: u32,
  bytesin: u32,
});

/** struct tc_gred_sopt. */
const setup = struct({ dps: u32, defDp: u32, grio: u8, flags: flags(u8, redFlags), _: padding(2) });

const virtualQueue = attributes('TCA_GRED_VQ', {
  dp: [2, u32],
  statBytes: [3, u64],
  statPackets: [4, u32],
  statBacklog: [5, u32],
  statProbDrop: [6, u32],
  statProbMark: [7, u32],
  statForcedDrop: [8, u32],
  statForcedMark: [9, u32],
  statPdrop: [10, u32],
  statOther: [11, u32],
  flags: [12, flags(u32, redFlags)],
});

const virtualQueues = attributes(
  'TCA_GRED_VQ',
  { entry: [1, multi(nested(virtualQueue))] },
  { entry: 'TCA_GRED_VQ_ENTRY' },
);

/** Generalised RED, of up to sixteen virtual queues: TCA_GRED_… (linux/pkt_sched.h). */
export const gred = attributes('TCA_GRED', {
  /** The kernel says sixteen, whatever there are; a request has one. */
  parms: [1, arrayOf(parameters)],
  stab: [2, bytes],
  dps: [3, setup],
  /** Parts of 2^32, by virtual queue. */
  maxP: [4, arrayOf(u32)],
  limit: [5, u32],
  vqList: [6, nested(virtualQueues)],
});
