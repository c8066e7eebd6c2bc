/** Pinging hosts. */
export type { PingEvent, PingFailure, PingOther, PingReply, PingSent, PingUnanswered } from './events.js';
export type { PingOptions, PingSocketKind, PingTarget } from './options.js';
export { Pinger } from './pinger.js';
export type { PingStatistics, RoundTrips } from './statistics.js';
export { type SweepOptions, type SweepResult, sweep } from './sweep.js';
