/**
 * Kinds of qdiscs and classes as people say them: each function gives `kind` and `options` as the schemas have them, with
 * what tc(8) computes for the kernel (tables of rates, ticks of 64 ns, logarithms). Rates are in bytes a second, lengths in
 * bytes, times in seconds.
 *
 *     await rtnetlink.qdiscs.add({ dev: 'eth0', handle: '1:', ...tc.tbf({ rate: tc.mbit(1), burst: 10_000, latency: tc.ms(50) }) });
 *
 * Kinds that are not here need nothing computed: `{ kind: 'fq_codel', options: { target: 5000, limit: 1000 } }`.
 */
export { estimator } from './estimator.js';
export { type HfscClassSettings, hfsc, hfscClass, type ServiceCurve } from './hfsc.js';
export { type HtbClassSettings, type HtbSettings, htb, htbClass } from './htb.js';
export { type NetemSettings, netem } from './netem.js';
export { type PrioSettings, prio } from './prio.js';
export {
  choke,
  type GredQueueSettings,
  type GredSettings,
  gred,
  gredQueue,
  type RedSettings,
  red,
  type SfqSettings,
  sfq,
} from './red.js';
export type { RedQueueSettings } from './red-parameters.js';
export { type SizeTableSettings, sizeTable } from './stab.js';
export { type TbfSettings, tbf } from './tbf.js';
export { gbit, kbit, mbit, ms, us } from './units.js';
