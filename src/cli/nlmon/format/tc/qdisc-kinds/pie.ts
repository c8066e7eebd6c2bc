import { generalText } from '../../numbers.js';
import type { Printout } from '../printout.js';
import { sizeText, timeText } from '../units.js';
import type { QdiscOptionsOf, QdiscStatisticsOf } from './kind.js';

type Common = QdiscOptionsOf<'pie'>;

function addController(out: Printout, { target, tupdate, alpha, beta }: Common): void {
  if (target !== undefined) out.add('target', `target ${timeText(target)} `, target);
  // Without time there is nothing to update.
  if (tupdate !== undefined) out.add('tupdate', `tupdate ${timeText(tupdate)} `, tupdate);
  if (alpha !== undefined) out.number('alpha', 'alpha ', alpha, ' ');
  if (beta !== undefined) out.number('beta', 'beta ', beta, ' ');
}

function addSwitches(out: Printout, { ecn, bytemode, dqRateEstimator }: Common): void {
  if (ecn) out.add('ecn', 'ecn ', true);
  if (bytemode) out.add('bytemode', 'bytemode ', true);
  if (dqRateEstimator) out.add('dq_rate_estimator', 'dq_rate_estimator ', true);
}

export function addPie(out: Printout, options: Common): void {
  if (options.limit !== undefined) out.number('limit', 'limit ', options.limit, 'p ');
  addController(out, options);
  addSwitches(out, options);
}

export function addPieStatistics(out: Printout, stats: QdiscStatisticsOf<'pie'>): void {
  const probability = Number(stats.prob) / 2 ** 64;
  out.float('prob', `  prob ${generalText(probability)}`, probability);
  out.add('delay', ` delay ${timeText(stats.delay)}`, stats.delay);
  if (stats.dqRateEstimating !== 0) {
    out.number('avg_dq_rate', ' avg_dq_rate ', stats.avgDqRate);
  }
  out.number('pkts_in', '\n  pkts_in ', stats.packetsIn);
  out.number('overlimit', ' overlimit ', stats.overlimit);
  out.number('dropped', ' dropped ', stats.dropped);
  out.number('maxq', ' maxq ', stats.maxq);
  out.number('ecn_mark', ' ecn_mark ', stats.ecnMark);
}

export function addFqPie(out: Printout, options: QdiscOptionsOf<'fq_pie'>): void {
  const { limit, flows, quantum, memoryLimit, ecnProb } = options;
  if (limit !== undefined) out.number('limit', 'limit ', limit, 'p ');
  if (flows !== undefined) out.number('flows', 'flows ', flows, ' ');
  addController(out, options);
  if (quantum !== undefined) out.add('quantum', `quantum ${sizeText(quantum)} `, quantum);
  if (memoryLimit !== undefined)
    out.add('memory_limit', `memory_limit ${sizeText(memoryLimit)} `, memoryLimit);
  if (ecnProb !== undefined) out.number('ecn_prob', 'ecn_prob ', ecnProb, ' ');
  addSwitches(out, options);
}

export function addFqPieStatistics(out: Printout, stats: QdiscStatisticsOf<'fq_pie'>): void {
  out.number('pkts_in', '  pkts_in ', stats.packetsIn);
  out.number('overlimit', ' overlimit ', stats.overlimit);
  out.number('overmemory', ' overmemory ', stats.overmemory);
  out.number('dropped', ' dropped ', stats.dropped);
  out.number('ecn_mark', ' ecn_mark ', stats.ecnMark);
  out.number('new_flow_count', '\n  new_flow_count ', stats.newFlowCount);
  out.number('new_flows_len', ' new_flows_len ', stats.newFlowsLen);
  out.number('old_flows_len', ' old_flows_len ', stats.oldFlowsLen);
  out.number('memory_used', ' memory_used ', stats.memoryUsage);
}
