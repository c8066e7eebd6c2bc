/** Tracing the way to a host. */
export type { TimedAnswer } from './exchange.js';
export type { TraceMethod, TraceOptions } from './options.js';
export { type MtuHop, pathMtu } from './path-mtu.js';
export { equalCostPaths, type PathGraph, type PathLink, type PathNode, type PathOptions } from './paths.js';
export type { MplsLabel, ProbeAnswer } from './probe.js';
export { type Trace, type TraceHop, trace } from './trace.js';
