import type { Wide } from '../../../../wire/index.js';
import type { Display } from '../display.js';
import { generalText, threeDigitsText } from '../numbers.js';

const prefixes = ['', 'K', 'M', 'G', 'T'] as const;

/** Bytes a second as tc prints them, in bits: 125000 is `1Mbit`, with --iec in powers of 1024. */
export function rateText(bytes: Wide, { iec }: Pick<Display, 'iec'>): string {
  const kilo = iec ? 1024n : 1000n;
  // What 64 bits hold.
  let bits = BigInt.asUintN(64, BigInt(bytes) << 3n);
  let i = 0;
  for (; i < prefixes.length - 1; i++) {
    if (bits < kilo || (bits % kilo !== 0n && bits < 1000n * kilo)) break;
    bits /= kilo;
  }
  return `${bits}${prefixes[i]}${iec && i > 0 ? 'i' : ''}bit`;
}

const kilo = 1024;
const mega = 1024 * 1024;

/** A size as tc prints it: `15Kb` for what is nearly that, `1514b`. */
export function sizeText(bytes: number): string {
  const size = bytes >>> 0;
  const megas = rint(size / mega);
  if (size >= mega && Math.abs(mega * megas - size) < kilo) return `${generalText(megas)}Mb`;
  const kilos = rint(size / kilo);
  if (size >= kilo && Math.abs(kilo * kilos - size) < 16) return `${generalText(kilos)}Kb`;
  return `${size}b`;
}

/** To the nearest whole number; what is halfway, to the even one. */
function rint(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Microseconds as tc prints them: `5ms`, `1.89ms`, `70us`. */
export function timeText(microseconds: number): string {
  const time = Math.trunc(microseconds) >>> 0;
  if (time >= 1e6) return `${threeDigitsText(time / 1e6)}s`;
  return time >= 1e3 ? `${threeDigitsText(time / 1e3)}ms` : `${time}us`;
}

/** Nanoseconds as tc prints them. */
export function nanosecondsText(nanoseconds: Wide): string {
  const time = Number(nanoseconds);
  if (time >= 1e9) return `${threeDigitsText(time / 1e9)}s`;
  if (time >= 1e6) return `${threeDigitsText(time / 1e6)}ms`;
  return time >= 1e3 ? `${threeDigitsText(time / 1e3)}us` : `${nanoseconds}ns`;
}

/** A part of 2^32 in percent. */
export function percentText(part: number): string {
  return `${generalText((100 * part) / 0xffff_ffff)}%`;
}

/** Ticks of 64 ns in whole microseconds. */
export function ticksToTime(ticks: number): number {
  return Math.trunc(ticks / ticksInMicrosecond);
}

/** PSCHED_TICKS2NS (net/pkt_sched.h), as /proc/net/psched tells it. */
const ticksInMicrosecond = 15.625;

/** The bytes that are sent in so many ticks at a rate, as tc counts them: in 32 bits. */
export function sizeOfTicks(rate: Wide, ticks: number): number {
  const size = Math.trunc((Number(rate) * ticksToTime(ticks)) / 1e6);
  return size < 2 ** 63 ? Number(BigInt.asUintN(32, BigInt(size))) : 0;
}

/** CLOCK_… (linux/time.h), as far as tc knows them. */
const clocks: Readonly<Record<number, string>> = { 0: 'REALTIME', 1: 'MONOTONIC', 7: 'BOOTTIME', 11: 'TAI' };

export function clockName(clock: number): string {
  return clocks[clock] ?? 'invalid';
}
