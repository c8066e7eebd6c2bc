import { i32, i64, presence, struct, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';
import { general, times } from './general.js';

const entry = attributes('TCA_GATE_ENTRY', {
  index: [1, u32],
  /** The gate is open. */
  gate: [2, presence],
  /** Nanoseconds. */
  interval: [3, u32],
  /** The priority that packets get; -1: theirs. */
  ipv: [4, i32],
  /** Bytes that may pass; -1: no limit. */
  maxOctets: [5, i32],
});

const entries = attributes(
  'TCA_GATE',
  { oneEntry: [1, multi(nested(entry, { flag: 'in requests' }))] },
  { oneEntry: 'TCA_GATE_ONE_ENTRY' },
);

/** Lets packets pass by the clock: TCA_GATE_… (linux/tc_act/tc_gate.h). Times in nanoseconds. */
export const gate = attributes('TCA_GATE', {
  tm: [1, times],
  parms: [2, struct(general)],
  priority: [4, i32],
  entryList: [5, nested(entries, { flag: 'in requests' })],
  baseTime: [6, i64],
  cycleTime: [7, i64],
  cycleTimeExt: [8, i64],
  flags: [9, u32],
  /** CLOCK_… (linux/time.h): 0 real time, 1 monotonic, 7 since boot, 11 TAI. */
  clockid: [10, i32],
});
