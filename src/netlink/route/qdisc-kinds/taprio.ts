import { enumOf, flags, i32, i64, names, u8, u32, u64 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';
import { mqprioParameters, preemption } from './mqprio.js';

const commands = names('TC_TAPRIO_CMD', { setGates: 0, setAndHold: 1, setAndRelease: 2 });

/** Which gates are open, by bit, and for how many nanoseconds. */
const scheduleEntry = attributes('TCA_TAPRIO_SCHED_ENTRY', {
  index: [1, u32],
  cmd: [2, enumOf(u8, commands)],
  gateMask: [3, u32],
  interval: [4, u32],
});

const schedule = {
  schedEntryList: [2, nested(attributes('TCA_TAPRIO_SCHED', { entry: [1, multi(nested(scheduleEntry))] }))],
  schedBaseTime: [3, i64],
  schedCycleTime: [8, i64],
  schedCycleTimeExtension: [9, i64],
} as const;

const trafficClass = attributes('TCA_TAPRIO_TC_ENTRY', {
  index: [1, u32],
  /** Bytes. */
  maxSdu: [2, u32],
  fp: [3, enumOf(u32, preemption)],
});

/** A time-aware shaper (IEEE 802.1Qbv): TCA_TAPRIO_ATTR_… (linux/pkt_sched.h). Times in nanoseconds. */
export const taprio = attributes('TCA_TAPRIO_ATTR', {
  priomap: [1, mqprioParameters],
  ...schedule,
  schedSingleEntry: [4, nested(scheduleEntry)],
  /** CLOCK_… (linux/time.h). */
  schedClockid: [5, i32],
  /** The schedule that comes into force at its base time. */
  adminSched: [7, nested(attributes('TCA_TAPRIO_ATTR', schedule))],
  flags: [10, flags(u32, names('TCA_TAPRIO_ATTR_FLAG', { txtimeAssist: 1, fullOffload: 2 }))],
  txtimeDelay: [11, u32],
  tcEntry: [12, multi(nested(trafficClass, { flag: true }))],
});

/** What the device counts where it does it by itself. */
export const taprioStatistics = attributes('TCA_TAPRIO_OFFLOAD_STATS', {
  windowDrops: [2, u64],
  txOverruns: [3, u64],
});
