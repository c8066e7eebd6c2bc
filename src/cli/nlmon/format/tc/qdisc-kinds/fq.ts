import type { Wide } from '../../../../../wire/index.js';
import { jsonNumber } from '../../fields.js';
import type { Printout } from '../printout.js';
import { nanosecondsText, rateText, sizeText, timeText } from '../units.js';
import type { QdiscOptionsOf, QdiscStatisticsOf } from './kind.js';

const unlimited = 0xffff_ffff;

export function addFq(out: Printout, options: QdiscOptionsOf<'fq'>): void {
  const { display } = out.context;
  const rate = (key: string, value: number): void =>
    out.add(key, `${key} ${rateText(value, display)} `, value);
  const size = (key: string, value: number): void => out.add(key, `${key} ${sizeText(value)} `, value);
  const time = (key: string, value: number): void => out.add(key, `${key} ${timeText(value)} `, value);
  const { plimit, flowPlimit, bucketsLog, orphanMask, rateEnable, quantum, initialQuantum } = options;
  const { flowMaxRate, flowDefaultRate, lowRateThreshold, flowRefillDelay, ceThreshold } = options;
  const { timerSlack, horizon, horizonDrop } = options;
  if (plimit !== undefined) out.number('limit', 'limit ', plimit, 'p ');
  if (flowPlimit !== undefined) out.number('flow_limit', 'flow_limit ', flowPlimit, 'p ');
  if (bucketsLog !== undefined) out.number('buckets', 'buckets ', (1 << bucketsLog) >>> 0, ' ');
  if (orphanMask !== undefined) out.number('orphan_mask', 'orphan_mask ', orphanMask, ' ');
  if (rateEnable === 0) out.add('pacing', 'nopacing ', false);
  if (quantum !== undefined) size('quantum', quantum);
  if (initialQuantum !== undefined) size('initial_quantum', initialQuantum);
  if (flowMaxRate !== undefined && flowMaxRate !== unlimited) rate('maxrate', flowMaxRate);
  if (flowDefaultRate) rate('defrate', flowDefaultRate);
  if (lowRateThreshold) rate('low_rate_threshold', lowRateThreshold);
  if (flowRefillDelay !== undefined) time('refill_delay', flowRefillDelay);
  if (ceThreshold !== undefined && ceThreshold !== unlimited) time('ce_threshold', ceThreshold);
  if (timerSlack !== undefined)
    out.add('timer_slack', `timer_slack ${nanosecondsText(timerSlack)} `, timerSlack);
  if (horizon !== undefined) time('horizon', horizon);
  if (horizonDrop !== undefined) {
    const word = horizonDrop === 0 ? 'horizon_cap' : 'horizon_drop';
    out.add(word, `${word} `, null);
  }
}

const some = (count: Wide | undefined): count is Wide => count !== undefined && BigInt(count) !== 0n;

export function addFqStatistics(out: Printout, stats: QdiscStatisticsOf<'fq'>): void {
  out.number('flows', '  flows ', stats.flows);
  out.number('inactive', ' (inactive ', stats.inactiveFlows);
  out.number('throttled', ' throttled ', stats.throttledFlows, ')');
  const next = stats.timeNextDelayedFlow;
  if (next > 0) out.add('next_packet_delay', ` next_packet_delay ${nanosecondsText(next)}`, jsonNumber(next));
  out.number('gc', '\n  gc ', stats.gcFlows);
  out.number('highprio', ' highprio ', stats.highprioPackets);
  if (some(stats.tcpRetrans)) out.number('retrans', ' retrans ', stats.tcpRetrans);
  out.number('throttled', ' throttled ', stats.throttled);
  if (some(stats.unthrottleLatencyNs)) {
    const latency = stats.unthrottleLatencyNs;
    out.add('latency', ` latency ${nanosecondsText(latency)}`, latency);
  }
  if (some(stats.ceMark)) out.number('ce_mark', ' ce_mark ', stats.ceMark);
  if (some(stats.flowsPlimit)) out.number('flows_plimit', ' flows_plimit ', stats.flowsPlimit);
  const errors = [stats.pktsTooLong, stats.allocationErrors, stats.horizonDrops, stats.horizonCaps];
  if (errors.some(some)) out.say('\n');
  if (some(stats.pktsTooLong)) out.number('pkts_too_long', ' pkts_too_long ', stats.pktsTooLong);
  if (some(stats.allocationErrors)) out.number('alloc_errors', ' alloc_errors ', stats.allocationErrors);
  if (some(stats.horizonDrops)) out.number('horizon_drops', ' horizon_drops ', stats.horizonDrops);
  if (some(stats.horizonCaps)) out.number('horizon_caps', '  horizon_caps ', stats.horizonCaps);
}
