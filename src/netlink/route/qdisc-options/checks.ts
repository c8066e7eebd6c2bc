import { shown, WireError } from '../../../wire/index.js';

/** Refuses an option that is no number from `least` on, or is missing. */
export function expectNumber(name: string, value: unknown, what: string, least = 0): void {
  if (typeof value === 'number' && value >= least && Number.isFinite(value)) return;
  const given = value === undefined ? 'is missing' : `cannot be ${shown(value)}`;
  throw new WireError(`'${name}' ${given}: ${what}`);
}

/** A part of the whole, from 0 to 1, in parts of 2^32. */
export function partOf32Bits(name: string, value: number): number {
  if (!(typeof value === 'number' && value >= 0 && value <= 1))
    throw new WireError(`'${name}' cannot be ${shown(value)}: a probability is from 0 to 1`);
  return Math.round(value * 0xffff_ffff);
}
