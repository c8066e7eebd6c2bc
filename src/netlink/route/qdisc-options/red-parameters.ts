import { shown, WireError } from '../../../wire/index.js';
import { expectNumber, partOf32Bits } from './checks.js';
import { ticksToSend } from './rate-table.js';
import { mbit } from './units.js';

/** What RED, and what is made of it, is told. Lengths are in bytes; of choke in packets. */
export interface RedQueueSettings {
  /** More is never let in. */
  readonly limit: number;
  /** Where packets begin to be dropped, by the mean length; a third of `max` unless given. */
  readonly min?: number;
  /** Where the probability is highest; a quarter of `limit` unless given. */
  readonly max?: number;
  /** Bytes of a packet, as a mean; 1000 unless given. */
  readonly avpkt?: number;
  /** Packets that may come at once; by `min`, `max` and `avpkt` unless given. */
  readonly burst?: number;
  /** The highest probability; 0.02 unless given. */
  readonly probability?: number;
  /** Bytes a second, for how the mean goes down while nothing comes; mbit(10) unless given. */
  readonly bandwidth?: number;
}

/** The numbers that the kernel takes for them: logarithms, and the table of a queue that is idle. */
export interface RedQueue {
  readonly limit: number;
  readonly qthMin: number;
  readonly qthMax: number;
  readonly wlog: number;
  readonly plog: number;
  readonly scellLog: number;
  /** TCA_RED_STAB */
  readonly stab: Uint8Array;
  /** TCA_RED_MAX_P */
  readonly maxP: number;
}

/** @param unit the bytes of what `limit`, `min` and `max` count: 1, or those of a packet */
export function redQueue(settings: RedQueueSettings, unit = 1): RedQueue {
  const { limit, avpkt = 1000, probability = 0.02, bandwidth = mbit(10) } = settings;
  expectNumber('limit', limit, 'how much is let in at most', 1);
  expectNumber('avpkt', avpkt, 'bytes of a packet, as a mean', 1);
  expectNumber('bandwidth', bandwidth, 'bytes a second, as mbit(10)', 1);
  partOf32Bits('probability', probability);
  const qthMax = settings.max ?? (settings.min ? settings.min * 3 : Math.trunc(limit / 4));
  const qthMin = settings.min ?? Math.trunc(qthMax / 3);
  if (!(qthMin < qthMax))
    throw new WireError(`'min' (${shown(qthMin)}) is not below 'max' (${shown(qthMax)})`);
  const burst = settings.burst ?? Math.trunc(((2 * qthMin + qthMax) * unit) / (3 * avpkt));
  const wlog = weightLog(qthMin * unit, burst, avpkt);
  const { scellLog, stab } = idleTable(wlog, avpkt, bandwidth);
  const plog = probabilityLog((qthMax - qthMin) * unit, probability);
  return { limit, qthMin, qthMax, wlog, plog, scellLog, stab, maxP: Math.trunc(probability * 2 ** 32) };
}

/** W = 2^-Wlog is the weight of the present length in the mean: the largest with which such a burst stays below `min`. */
function weightLog(qthMin: number, burst: number, avpkt: number): number {
  const above = burst + 1 - qthMin / avpkt;
  if (above < 1) throw new WireError(`'burst' (${burst}) is too small: more packets than make 'min'`);
  for (let log = 1, weight = 0.5; log < 32; log++, weight /= 2) {
    if (above <= (1 - (1 - weight) ** burst) / weight) return log;
  }
  throw new WireError(`'burst' (${burst}) is too large for 'min'`);
}

/** The probability for each step of the mean between `min` and `max`, as a power of two. */
function probabilityLog(bytes: number, probability: number): number {
  let part = probability / bytes;
  for (let log = 0; log < 32; log++, part *= 2) if (part > 1) return log;
  throw new WireError(`'probability' (${probability}) is too small for how far 'min' and 'max' are apart`);
}

const entries = 256;
/** The kernel shifts the mean by so many bits at most. */
const mostBits = 31;

/** By time without packets, in cells of 2^scellLog ticks, how many bits the mean has gone down. */
function idleTable(wlog: number, avpkt: number, bandwidth: number): { scellLog: number; stab: Uint8Array } {
  const bitsPerTick = -Math.log(1 - 1 / 2 ** wlog) / ticksToSend(bandwidth, avpkt);
  const longest = mostBits / bitsPerTick;
  let scellLog = 0;
  while (scellLog < 32 && longest / 2 ** scellLog >= 512) scellLog++;
  if (scellLog === 32) throw new WireError("'bandwidth' is too small for such packets");
  const stab = Uint8Array.from({ length: entries }, (_, i) =>
    i === entries - 1 ? mostBits : Math.min(Math.trunc(i * 2 ** scellLog * bitsPerTick), mostBits),
  );
  return { scellLog, stab };
}
