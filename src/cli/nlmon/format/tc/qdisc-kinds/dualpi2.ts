import type { Printout } from '../printout.js';
import { sizeText, timeText } from '../units.js';
import type { QdiscOptionsOf, QdiscStatisticsOf } from './kind.js';

const words: Readonly<Record<string, string>> = {
  overflow: 'overflow',
  drop: 'drop_on_overload',
  dropDequeue: 'drop_dequeue',
  dropEnqueue: 'drop_enqueue',
  l4sEct: 'l4s_ect',
  claEct: 'cla_ect',
  anyEct: 'any_ect',
  noSplitGso: 'no_split_gso',
  splitGso: 'split_gso',
};

/** In the words of tc(8) since 6.17; older ones do not know this kind. */
export function addDualpi2(out: Printout, options: QdiscOptionsOf<'dualpi2'>): void {
  const { limit, memoryLimit, target, tupdate, alpha, beta, coupling, cProtection } = options;
  const { stepThreshPkts, stepThreshUs, minQlenStep } = options;
  const word = (key: string, value: string | number | undefined): void => {
    if (value !== undefined) out.add(key, `${words[value] ?? value} `, words[value] ?? value);
  };
  if (limit !== undefined) out.number('limit', 'limit ', limit, 'p ');
  if (memoryLimit !== undefined)
    out.add('memory_limit', `memory_limit ${sizeText(memoryLimit)} `, memoryLimit);
  if (target !== undefined) out.add('target', `target ${timeText(target)} `, target);
  if (tupdate !== undefined) out.add('tupdate', `tupdate ${timeText(tupdate)} `, tupdate);
  if (alpha !== undefined) out.number('alpha', 'alpha ', alpha, ' ');
  if (beta !== undefined) out.number('beta', 'beta ', beta, ' ');
  word('split_gso', options.splitGso);
  if (stepThreshPkts !== undefined) out.number('step_packets', 'step_thresh ', stepThreshPkts, 'p ');
  if (stepThreshUs !== undefined)
    out.add('step_time', `step_thresh ${timeText(stepThreshUs)} `, stepThreshUs);
  if (minQlenStep !== undefined) out.number('min_qlen_step', 'min_qlen_step ', minQlenStep, 'p ');
  if (coupling !== undefined) out.number('coupling_factor', 'coupling_factor ', coupling, ' ');
  word('overload', options.dropOverload);
  word('drop_early', options.dropEarly);
  if (cProtection !== undefined) out.number('classic_protection', 'classic_protection ', cProtection, '% ');
  word('ecn', options.ecnMask);
}

export function addDualpi2Statistics(out: Printout, stats: QdiscStatisticsOf<'dualpi2'>): void {
  const probability = stats.prob / 0xffff_ffff;
  out.float('prob', `\tprob ${probability.toFixed(6)}`, probability);
  out.add('delay_c', ` delay_c ${timeText(stats.delayC)}`, stats.delayC);
  out.add('delay_l', ` delay_l ${timeText(stats.delayL)}`, stats.delayL);
  out.number('pkts_in_c', '\n\tpkts_in_c ', stats.pktsInC);
  out.number('pkts_in_l', ' pkts_in_l ', stats.pktsInL);
  out.number('maxq', ' maxq ', stats.maxq);
  out.number('ecn_mark', '\n\tecn_mark ', stats.ecnMark);
  out.number('step_marks', ' step_marks ', stats.stepMark);
  out.number('credit', '\n\tcredit ', stats.credit);
  out.add('memory_used', `\n\tmemory_used ${sizeText(stats.memoryUsed)}`, stats.memoryUsed);
  out.add('max_memory_used', ` max_memory_used ${sizeText(stats.maxMemoryUsed)}`, stats.maxMemoryUsed);
  out.add('memory_limit', ` memory_limit ${sizeText(stats.memoryLimit)}`, stats.memoryLimit);
}
