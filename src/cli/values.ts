/** What the values of options may be. Each returns undefined for an option that is not given, and throws UsageError. */
import { UsageError } from './errors.js';

/** A network namespace as the library takes it: a process by its number, any other by its name or path. */
export function namespaceOf(given: string | undefined): string | number | undefined {
  if (given === undefined || !/^\d+$/.test(given)) return notEmpty('--netns', given);
  const process = Number(given);
  if (process > 0 && process <= 0x7fff_ffff) return process;
  throw new UsageError(`--netns takes a process number from 1, a name or a path, not ${given}`);
}

export function notEmpty(option: string, value: string | undefined): string | undefined {
  if (value !== '') return value;
  throw new UsageError(`${option} takes a name, which is not empty`);
}

export function wholeNumber(
  option: string,
  value: number | undefined,
  most = Number.MAX_SAFE_INTEGER,
  least = 1,
): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
  throw new UsageError(`${option} takes a whole number from ${least} to ${most}`);
}

/** Seconds that setTimeout can wait. */
const longest = 2_000_000;

export function seconds(option: string, value: number | undefined): number | undefined {
  if (value === undefined || (value > 0 && value <= longest)) return value;
  throw new UsageError(`${option} takes a number of seconds above 0, at most ${longest}`);
}
