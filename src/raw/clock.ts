/** The time of day as the kernel stamps packets with it (CLOCK_REALTIME), finer than Date. */

let offset = Number.NaN;

/**
 * Milliseconds since 1970, with a resolution of 0.25 µs. The monotonic clock and CLOCK_REALTIME run alike; what lies
 * between them changes only when somebody sets the clock, and is then measured again (which takes up to 1 ms).
 */
export function realtime(): number {
  const date = Date.now();
  const now = performance.now() + offset;
  if (Math.abs(now - date - 0.5) < 2) return now;
  offset = measure();
  return performance.now() + offset;
}

/** Date tells milliseconds: right when it ticks it is exact. */
function measure(): number {
  const before = Date.now();
  let date = before;
  while (date === before) date = Date.now();
  return date - performance.now();
}
