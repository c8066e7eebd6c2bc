import type { Printout } from '../printout.js';
import { sizeText, timeText } from '../units.js';
import type { QdiscOptionsOf, QdiscStatisticsOf } from './kind.js';

export function addHhf(out: Printout, options: QdiscOptionsOf<'hhf'>): void {
  const { backlogLimit, quantum, hhFlowsLimit, resetTimeout, admitBytes, evictTimeout, nonHhWeight } =
    options;
  if (backlogLimit !== undefined) out.number('limit', 'limit ', backlogLimit, 'p ');
  if (quantum !== undefined) out.add('quantum', `quantum ${sizeText(quantum)} `, quantum);
  if (hhFlowsLimit !== undefined) out.number('hh_limit', 'hh_limit ', hhFlowsLimit, ' ');
  if (resetTimeout !== undefined)
    out.add('reset_timeout', `reset_timeout ${timeText(resetTimeout)} `, resetTimeout);
  if (admitBytes !== undefined) out.add('admit_bytes', `admit_bytes ${sizeText(admitBytes)} `, admitBytes);
  if (evictTimeout !== undefined)
    out.add('evict_timeout', `evict_timeout ${timeText(evictTimeout)} `, evictTimeout);
  if (nonHhWeight !== undefined) out.number('non_hh_weight', 'non_hh_weight ', nonHhWeight, ' ');
}

export function addHhfStatistics(out: Printout, stats: QdiscStatisticsOf<'hhf'>): void {
  out.number('drop_overlimit', '  drop_overlimit ', stats.dropOverlimit);
  out.number('hh_overlimit', ' hh_overlimit ', stats.hhOverlimit);
  out.number('tot_hh', ' tot_hh ', stats.hhTotCount);
  out.number('cur_hh', ' cur_hh ', stats.hhCurCount);
}
