/** printf's %g: six digits that count, no zeros behind them, an exponent where the number is long. */
export function generalText(value: number): string {
  const [digits, exponent] = value.toExponential(5).split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(value.toPrecision(6)));
  const sign = power < 0 ? '-' : '+';
  return `${String(Number(digits))}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** printf's %#x: zero has no 0x. */
export function hexText(value: number): string {
  return value === 0 ? '0' : `0x${(value >>> 0).toString(16)}`;
}

/** sysconf(_SC_CLK_TCK): the kernel counts the times that it tells programs in these parts of a second. */
export const ticksPerSecond = 100;
