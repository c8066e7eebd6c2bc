import type { Printout } from '../printout.js';
import { timeText } from '../units.js';
import type { QdiscOptionsOf, QdiscStatisticsOf } from './kind.js';

export function addCodel(out: Printout, options: QdiscOptionsOf<'codel'>): void {
  const { limit, target, ceThreshold, interval, ecn } = options;
  if (limit !== undefined) out.number('limit', 'limit ', limit, 'p ');
  if (target !== undefined) out.add('target', `target ${timeText(target)} `, target);
  if (ceThreshold !== undefined)
    out.add('ce_threshold', `ce_threshold ${timeText(ceThreshold)} `, ceThreshold);
  if (interval !== undefined) out.add('interval', `interval ${timeText(interval)} `, interval);
  if (ecn) out.add('ecn', 'ecn ', true);
}

export function addCodelStatistics(out: Printout, stats: QdiscStatisticsOf<'codel'>): void {
  out.number('count', '  count ', stats.count);
  out.number('lastcount', ' lastcount ', stats.lastcount);
  out.add('ldelay', ` ldelay ${timeText(stats.ldelay)}`, stats.ldelay);
  if (stats.dropping !== 0) out.add('dropping', ' dropping', true);
  addDropNext(out, stats.dropNext);
  out.number('maxpacket', '\n  maxpacket ', stats.maxpacket);
  out.number('ecn_mark', ' ecn_mark ', stats.ecnMark);
  out.number('drop_overlimit', ' drop_overlimit ', stats.dropOverlimit);
  if (stats.ceMark !== 0) out.number('ce_mark', ' ce_mark ', stats.ceMark);
}

/** The time of the next drop, which may have gone by. */
export function addDropNext(out: Printout, dropNext: number): void {
  const text = dropNext < 0 ? `-${timeText(-dropNext)}` : timeText(dropNext);
  out.add('drop_next', ` drop_next ${text}`, dropNext);
}
