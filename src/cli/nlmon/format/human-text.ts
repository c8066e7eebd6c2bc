import type { Wide } from '../../../wire/index.js';
import type { Display } from './display.js';

const prefixes = 'kMGTPE';

/** A counter as `ip -h` prints it: 1234567 is 1.23M; as it is without -h, or when it is small. */
export function humanText(count: Wide, { human, iec }: Pick<Display, 'human' | 'iec'>): string {
  const base = iec ? 1024n : 1000n;
  if (!human || count < base) return String(count);
  const whole = BigInt(count);
  let power = base;
  let prefix = 0;
  while (whole / base >= power && prefix < prefixes.length - 1) {
    power *= base;
    prefix++;
  }
  // As many digits behind the point as make three in all.
  const integral = whole / power;
  const precision = integral < 10n ? 2 : integral < 100n ? 1 : 0;
  return `${fixedText(Number(whole) / Number(power), precision)}${prefixes[prefix]}${iec ? 'i' : ''}`;
}

/** printf's %.2f: what is halfway goes to the even digit in C, and up in JavaScript. */
export function fixedText(value: number, precision: number): string {
  const halves = value * 2 ** (precision + 1);
  const tie = Number.isInteger(halves) && halves % 2 === 1;
  if (!tie) return value.toFixed(precision);
  const scale = 10 ** precision;
  const below = Math.floor(value * scale);
  return ((below % 2 === 0 ? below : below + 1) / scale).toFixed(precision);
}
