import { arrayOf, enumOf, fixedText, flags, names, struct, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import type { Peer } from './peer.js';

const states = names('CAN_STATE', {
  errorActive: 0,
  errorWarning: 1,
  errorPassive: 2,
  busOff: 3,
  stopped: 4,
  sleeping: 5,
});

/** How a controller works (linux/can/netlink.h). */
export const canModes = names('CAN_CTRLMODE', {
  loopback: 0x1,
  listenonly: 0x2,
  '3Samples': 0x4,
  oneShot: 0x8,
  berrReporting: 0x10,
  fd: 0x20,
  presumeAck: 0x40,
  fdNonIso: 0x80,
  ccLen8Dlc: 0x100,
  tdcAuto: 0x200,
  tdcManual: 0x400,
});

/** struct can_bittiming: bits/s, a tenth of a percent, nanoseconds, then counts of time quanta. */
const bittiming = struct({
  bitrate: u32,
  samplePoint: u32,
  tq: u32,
  propSeg: u32,
  phaseSeg1: u32,
  phaseSeg2: u32,
  sjw: u32,
  brp: u32,
});

/** struct can_bittiming_const: what the controller can do. */
const bittimingConst = struct({
  name: fixedText(16),
  tseg1Min: u32,
  tseg1Max: u32,
  tseg2Min: u32,
  tseg2Max: u32,
  sjwMax: u32,
  brpMin: u32,
  brpMax: u32,
  brpInc: u32,
});

/** Delays of the transceiver, in time quanta. */
const transmitterDelay = attributes('IFLA_CAN_TDC', {
  tdcvMin: [1, u32],
  tdcvMax: [2, u32],
  tdcoMin: [3, u32],
  tdcoMax: [4, u32],
  tdcfMin: [5, u32],
  tdcfMax: [6, u32],
  tdcv: [7, u32],
  tdco: [8, u32],
  tdcf: [9, u32],
});

const modesExtended = attributes('IFLA_CAN_CTRLMODE', { supported: [1, flags(u32, canModes)] });

/** A CAN bus: IFLA_CAN_… (linux/can/netlink.h). */
export const can = attributes('IFLA_CAN', {
  bittiming: [1, bittiming],
  bittimingConst: [2, bittimingConst],
  /** struct can_clock, in Hz. */
  clock: [3, struct({ freq: u32 })],
  state: [4, enumOf(u32, states)],
  /** struct can_ctrlmode; in a request, `mask` has those that are to change. */
  ctrlmode: [5, struct({ mask: flags(u32, canModes), flags: flags(u32, canModes) })],
  /** Milliseconds until a bus that is off is started again; 0: never. */
  restartMs: [6, u32],
  /** In a request: start it now. */
  restart: [7, u32],
  berrCounter: [8, struct({ txerr: u16, rxerr: u16 })],
  dataBittiming: [9, bittiming],
  dataBittimingConst: [10, bittimingConst],
  /** Ohms. */
  termination: [11, u16],
  terminationConst: [12, arrayOf(u16)],
  bitrateConst: [13, arrayOf(u32)],
  dataBitrateConst: [14, arrayOf(u32)],
  bitrateMax: [15, u32],
  tdc: [16, nested(transmitterDelay, { flag: true })],
  ctrlmodeExt: [17, nested(modesExtended, { flag: true })],
});

/** IFLA_INFO_XSTATS of a CAN bus: struct can_device_stats, how often each came. */
export const canStatistics = struct({
  busError: u32,
  errorWarning: u32,
  errorPassive: u32,
  busOff: u32,
  arbitrationLost: u32,
  restarts: u32,
});

/** VXCAN_INFO_… (linux/can/vxcan.h); only in requests. */
export const vxcan = (peer: Peer) => attributes('VXCAN_INFO', { peer: [1, peer] });
