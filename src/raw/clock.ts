/** The time of day as the kernel stamps packets with it (CLOCK_REALTIME), finer than Date. */

/** What CLOCK_REALTIME is ahead of the monotonic clock, in milliseconds. */
let offset = Number.NaN;

/** Milliseconds by which Date lags behind the clock at most, being whole milliseconds, and some for being read first. */
const lag = 2;
const looks = 3;

/**
 * Milliseconds since 1970, with a resolution of 0.25 µs. The two clocks run alike; what lies between them changes only
 * when somebody sets the clock, and is then measured again (which takes up to 2 ms).
 */
export function realtime(): number {
  for (let look = 0; look < looks; look++) {
    const lead = Date.now() - performance.now();
    if (lead > offset - lag && lead < offset + lag) {
      // Date never runs ahead: what it shows at least is so.
      if (lead > offset) offset = lead;
      return performance.now() + offset;
    }
  }
  offset = measure();
  return performance.now() + offset;
}

/** Date is exact when it ticks. Of two ticks the better counts, lest this process was not running at one. */
function measure(): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let tick = 0; tick < 2; tick++) {
    const before = Date.now();
    let date = before;
    while (date === before) date = Date.now();
    best = Math.max(best, date - performance.now());
  }
  return best;
}
