import { hexText } from '../../numbers.js';
import type { Printout } from '../printout.js';
import { sizeText, timeText } from '../units.js';
import { addDropNext } from './codel.js';
import type { ClassStatisticsOf, QdiscOptionsOf, QdiscStatisticsOf } from './kind.js';

export function addFqCodel(out: Printout, options: QdiscOptionsOf<'fq_codel'>): void {
  const { limit, flows, quantum, target, ceThreshold, interval, memoryLimit, ecn, dropBatchSize } = options;
  const { ceThresholdSelector, ceThresholdMask } = options;
  if (limit !== undefined) out.number('limit', 'limit ', limit, 'p ');
  if (flows !== undefined) out.number('flows', 'flows ', flows, ' ');
  if (quantum !== undefined) out.number('quantum', 'quantum ', quantum, ' ');
  if (target !== undefined) out.add('target', `target ${timeText(target)} `, target);
  if (ceThreshold !== undefined)
    out.add('ce_threshold', `ce_threshold ${timeText(ceThreshold)} `, ceThreshold);
  if (ceThresholdSelector || ceThresholdMask) {
    const [selector, mask] = [ceThresholdSelector ?? 0, ceThresholdMask ?? 0];
    out.add('ce_threshold_selector', `ce_threshold_selector ${hexText(selector)}`, selector);
    out.add('ce_threshold_mask', `/${hexText(mask)} `, mask);
  }
  if (interval !== undefined) out.add('interval', `interval ${timeText(interval)} `, interval);
  if (memoryLimit !== undefined)
    out.add('memory_limit', `memory_limit ${sizeText(memoryLimit)} `, memoryLimit);
  if (ecn) out.add('ecn', 'ecn ', true);
  if (dropBatchSize) out.number('drop_batch', 'drop_batch ', dropBatchSize, ' ');
}

export function addFqCodelStatistics(out: Printout, stats: QdiscStatisticsOf<'fq_codel'>): void {
  if (stats.type !== 'qdisc') return;
  out.number('maxpacket', '  maxpacket ', stats.maxpacket);
  out.number('drop_overlimit', ' drop_overlimit ', stats.dropOverlimit);
  out.number('new_flow_count', ' new_flow_count ', stats.newFlowCount);
  out.number('ecn_mark', ' ecn_mark ', stats.ecnMark);
  if (stats.ceMark !== 0) out.number('ce_mark', ' ce_mark ', stats.ceMark);
  if (stats.memoryUsage !== 0) out.number('memory_used', ' memory_used ', stats.memoryUsage);
  if (stats.dropOvermemory !== 0) out.number('drop_overmemory', ' drop_overmemory ', stats.dropOvermemory);
  out.number('new_flows_len', '\n  new_flows_len ', stats.newFlowsLen);
  out.number('old_flows_len', ' old_flows_len ', stats.oldFlowsLen);
}

export function addFqCodelClassStatistics(out: Printout, stats: ClassStatisticsOf<'fq_codel'>): void {
  if (stats.type !== 'class') return;
  out.number('deficit', '  deficit ', stats.deficit);
  out.number('count', ' count ', stats.count);
  out.number('lastcount', ' lastcount ', stats.lastcount);
  out.add('ldelay', ` ldelay ${timeText(stats.ldelay)}`, stats.ldelay);
  if (stats.dropping === 0) return;
  out.add('dropping', ' dropping', true);
  addDropNext(out, stats.dropNext);
}
