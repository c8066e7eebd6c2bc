/** Halfway between two numbers of six digits, the lower of which is even. */
const halfwayAboveEven = /^(-?\d\.\d{4}[02468])50*e(.*)$/;

/** printf's %g: six digits that count, no zeros behind them, an exponent where the number is long. */
export function generalText(value: number): string {
  // What is halfway goes to the even digit in C, and up in JavaScript. A double has no more than 17 digits that count.
  const [, digits, exponent] = halfwayAboveEven.exec(value.toExponential(20)) ?? [
    '',
    ...value.toExponential(5).split('e'),
  ];
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${digits}e${exponent}`));
  return `${Number(digits)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** printf's %#x: zero has no 0x. */
export function hexText(value: number): string {
  return value === 0 ? '0' : `0x${(value >>> 0).toString(16)}`;
}

/** sysconf(_SC_CLK_TCK): the kernel counts the times that it tells programs in these parts of a second. */
export const ticksPerSecond = 100;
