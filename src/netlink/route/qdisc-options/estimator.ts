import { WireError } from '../../../wire/index.js';

/**
 * How the present rate is estimated: its `rate`, as tc's estimator. Looked at every `interval` seconds (0.25, 0.5, 1, 2, 4
 * or 8), as a mean of `timeConstant` seconds.
 */
export function estimator(interval: number, timeConstant: number): { interval: number; ewmaLog: number } {
  const log = Math.ceil(Math.log2(interval));
  if (!(log >= -2 && log <= 3))
    throw new WireError(`'interval' cannot be ${interval}: from 0.25 to 8 seconds`);
  for (let ewmaLog = 1; ewmaLog < 32; ewmaLog++) {
    const weight = 1 - 1 / 2 ** ewmaLog;
    if (interval / -Math.log(weight) <= timeConstant) continue;
    if (ewmaLog > 1) return { interval: log, ewmaLog: ewmaLog - 1 };
    break;
  }
  throw new WireError(`'timeConstant' cannot be ${timeConstant}: longer than the interval, and not for ever`);
}
