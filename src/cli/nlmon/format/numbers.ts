/** By how many digits count: halfway between two numbers of so many, the lower of which is even. */
const halfwayAboveEven = {
  3: /^(-?\d\.\d[02468])50*e(.*)$/,
  6: /^(-?\d\.\d{4}[02468])50*e(.*)$/,
} as const;

/** printf's %g: six digits that count, no zeros behind them, an exponent where the number is long. */
export const generalText = (value: number): string => general(value, 6);

/** printf's %.3g. */
export const threeDigitsText = (value: number): string => general(value, 3);

function general(value: number, precision: keyof typeof halfwayAboveEven): string {
  // What is halfway goes to the even digit in C, and up in JavaScript. A double has no more than 17 digits that count.
  const [, digits, exponent] = halfwayAboveEven[precision].exec(value.toExponential(20)) ?? [
    '',
    ...value.toExponential(precision - 1).split('e'),
  ];
  const power = Number(exponent);
  if (power >= -4 && power < precision) return String(Number(`${digits}e${exponent}`));
  return `${Number(digits)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** printf's %#x: zero has no 0x. */
export function hexText(value: number): string {
  return value === 0 ? '0' : `0x${(value >>> 0).toString(16)}`;
}

/** sysconf(_SC_CLK_TCK): the kernel counts the times that it tells programs in these parts of a second. */
export const ticksPerSecond = 100;
