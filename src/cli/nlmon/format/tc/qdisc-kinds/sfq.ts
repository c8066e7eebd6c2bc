import { redFlags } from '../../../../../netlink/route/qdisc-kinds/red.js';
import { bitsOf } from '../../number-names.js';
import { generalText } from '../../numbers.js';
import type { Printout } from '../printout.js';
import { sizeText } from '../units.js';
import type { ClassStatisticsOf, QdiscOptionsOf } from './kind.js';
import { addRedFlags } from './red.js';

export function addSfq(out: Printout, options: QdiscOptionsOf<'sfq'>): void {
  const { v0 } = options;
  out.number('limit', 'limit ', v0.limit, 'p ');
  out.add('quantum', `quantum ${sizeText(v0.quantum)} `, v0.quantum);
  if (options.depth) out.number('depth', 'depth ', options.depth, ' ');
  if (options.headdrop) out.add('headdrop', 'headdrop ', true);
  if (out.details) out.number('flows', 'flows ', v0.flows, ' ');
  out.number('divisor', 'divisor ', v0.divisor, ' ');
  if (v0.perturbPeriod !== 0) out.number('perturb', 'perturb ', v0.perturbPeriod, 'sec ');
  if (options.qthMin) addRed(out, options);
}

function addRed(out: Printout, options: QdiscOptionsOf<'sfq'>): void {
  const { wlog, qthMin, qthMax, maxP, flags, stats } = options;
  out.number('ewma', 'ewma ', wlog, ' ');
  out.add('min', `min ${sizeText(qthMin)} `, qthMin);
  out.add('max', `max ${sizeText(qthMax)} `, qthMax);
  out.float('probability', `probability ${generalText(maxP / 2 ** 32)} `, maxP / 2 ** 32);
  addRedFlags(out, bitsOf(flags, redFlags) === 0 ? [] : flags);
  if (!out.statistics) return;
  out.number('prob_mark', '\n  prob_mark ', stats.probMark, ' ');
  out.number('prob_mark_head', 'prob_mark_head ', stats.probMarkHead, ' ');
  out.number('prob_drop', 'prob_drop ', stats.probDrop, '');
  out.number('forced_mark', '\n  forced_mark ', stats.forcedMark, ' ');
  out.number('forced_mark_head', 'forced_mark_head ', stats.forcedMarkHead, ' ');
  out.number('forced_drop', 'forced_drop ', stats.forcedDrop, '');
}

export function addSfqStatistics(out: Printout, { allot }: ClassStatisticsOf<'sfq'>): void {
  out.number('allot', '  allot ', allot);
}
