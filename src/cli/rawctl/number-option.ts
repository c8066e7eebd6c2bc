import { UsageError } from '../errors.js';

/** The number that an option's text is, decimal or 0x…; undefined when it is not given. */
export function numberOption(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (value <= most) return value;
  throw new UsageError(
    `${option} takes a number from 0 to ${most}, or 0x0 to 0x${most.toString(16)}, not ${text}`,
  );
}
