import { WireError } from '../../../wire/index.js';
import { expectNumber } from './checks.js';

/** What makes packets longer on their way than they are here. */
export interface LinkLayerOptions {
  /** Bytes that each packet has besides. */
  readonly overhead?: number;
  /** Bytes that a packet counts at least. */
  readonly mpu?: number;
  /** `atm`: packets travel in cells of 48 bytes, each with five more. */
  readonly linklayer?: 'ethernet' | 'atm';
}

/** The kernel's clock for rates: ticks of 64 ns in a microsecond (PSCHED_SHIFT, net/pkt_sched.h). */
const ticksInMicrosecond = 15.625;

/** The whole microseconds that `size` bytes take at `rate` bytes a second, in ticks, as tc counts them. */
export function ticksToSend(rate: number, size: number): number {
  return Math.trunc(Math.trunc(1e6 * (size / rate)) * ticksInMicrosecond);
}

/** Seconds in ticks. */
export function ticksOf(seconds: number): number {
  return Math.trunc(Math.round(seconds * 1e6) * ticksInMicrosecond);
}

/** Rates from here on have an attribute of 64 bits, and this in their place of 32. */
export const wideRate = 2 ** 32;

const entries = 256;

/** The rate as the kernel takes it, and the times that packets of 256 lengths take: struct tc_ratespec and …_RTAB. */
export function rateTable(
  rate: number,
  { overhead = 0, mpu = 0, linklayer = 'ethernet' }: LinkLayerOptions,
  mtu: number,
) {
  expectNumber('rate', rate, 'bytes a second, as mbit(10)', 1);
  if (linklayer !== 'ethernet' && linklayer !== 'atm')
    throw new WireError(`'linklayer' cannot be '${linklayer}': ethernet or atm`);
  const longest = mtu || 2047;
  let cellLog = 0;
  while (longest >> cellLog >= entries) cellLog++;
  const specification = {
    cellLog,
    linklayer,
    overhead,
    cellAlign: -1,
    mpu,
    rate: Math.min(Math.trunc(rate), wideRate - 1),
  };
  const table = Array.from({ length: entries }, (_, i) =>
    ticksToSend(rate, lengthOf((i + 1) << cellLog, mpu, linklayer)),
  );
  return { specification, table };
}

/** What a packet counts as. */
export function lengthOf(size: number, mpu: number, linklayer: 'ethernet' | 'atm'): number {
  const length = Math.max(size, mpu);
  return linklayer === 'atm' ? Math.ceil(length / 48) * 53 : length;
}
