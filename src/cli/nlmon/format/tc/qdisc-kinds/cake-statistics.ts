import type { Wide } from '../../../../../wire/index.js';
import { type Json, jsonNumber } from '../../fields.js';
import type { Printout } from '../printout.js';
import { rateText, sizeText, timeText } from '../units.js';
import type { QdiscStatisticsOf } from './kind.js';

type Statistics = QdiscStatisticsOf<'cake'>;
type Tin = NonNullable<Statistics['tinStats']>[number];
type TinCounter = Exclude<keyof Tin & string, `#${string}`>;

/** Of a qdisc and of a class, which is a flow and has other attributes. */
export function addCakeStatistics(out: Printout, stats: Statistics): void {
  const { memoryUsed, memoryLimit, capacityEstimate64 } = stats;
  if (memoryUsed !== undefined && memoryLimit !== undefined) {
    out.add('memory_used', ` memory used: ${sizeText(memoryUsed)}`, memoryUsed);
    out.add('memory_limit', ` of ${sizeText(memoryLimit)}\n`, memoryLimit);
  }
  if (capacityEstimate64 !== undefined) {
    const text = rateText(capacityEstimate64, out.context.display);
    out.add('capacity_estimate', ` capacity estimate: ${text}\n`, jsonNumber(capacityEstimate64));
  }
  addLengths(out, stats);
  addFlow(out, stats);
  const tins = stats.tinStats ?? [];
  if (tins.length > 0) out.add('tins', tinsText(tins, out), tins.map(tinJson));
}

function addLengths(out: Printout, stats: Statistics): void {
  const { minNetlen, maxNetlen, minAdjlen, maxAdjlen, avgNetoff } = stats;
  const wide = (value: number, width: number): string => String(value).padStart(width);
  if (minNetlen !== undefined && maxNetlen !== undefined) {
    out.add('min_network_size', ` min/max network layer size: ${wide(minNetlen, 12)}`, minNetlen);
    out.add('max_network_size', ` /${wide(maxNetlen, 8)}\n`, maxNetlen);
  }
  if (minAdjlen !== undefined && maxAdjlen !== undefined) {
    out.add('min_adj_size', ` min/max overhead-adjusted size: ${wide(minAdjlen, 8)}`, minAdjlen);
    out.add('max_adj_size', ` /${wide(maxAdjlen, 8)}\n`, maxAdjlen);
  }
  if (avgNetoff !== undefined)
    out.add('avg_hdr_offset', ` average network hdr offset: ${wide(avgNetoff, 12)}\n\n`, avgNetoff);
}

function addFlow(out: Printout, stats: Statistics): void {
  const { deficit, cobaltCount, dropping, dropNextUs, pDrop, blueTimerUs } = stats;
  if (deficit !== undefined) out.number('deficit', '  deficit ', deficit);
  if (cobaltCount !== undefined) out.number('count', ' count ', cobaltCount);
  if (dropping) {
    out.add('dropping', ' dropping', true);
    if (dropNextUs !== undefined) addSignedTime(out, 'drop_next', dropNextUs);
  }
  if (pDrop === undefined) return;
  out.number('blue_prob', ' blue_prob ', pDrop);
  if (blueTimerUs !== undefined) addSignedTime(out, 'blue_timer', blueTimerUs);
}

/** A time that has gone by is in the text alone. tc prints it as if it were unsigned; here it is what it is. */
function addSignedTime(out: Printout, key: string, time: number): void {
  if (time < 0) out.say(` ${key} -${timeText(-time)}`);
  else out.add(key, ` ${key} ${timeText(time)}`, time);
}

/** In tc's order. */
const members: readonly (readonly [key: string, name: TinCounter])[] = [
  ['threshold_rate', 'thresholdRate64'],
  ['sent_bytes', 'sentBytes64'],
  ['backlog_bytes', 'backlogBytes'],
  ['target_us', 'targetUs'],
  ['interval_us', 'intervalUs'],
  ['peak_delay_us', 'peakDelayUs'],
  ['avg_delay_us', 'avgDelayUs'],
  ['base_delay_us', 'baseDelayUs'],
  ['sent_packets', 'sentPackets'],
  ['way_indirect_hits', 'wayIndirectHits'],
  ['way_misses', 'wayMisses'],
  ['way_collisions', 'wayCollisions'],
  ['drops', 'droppedPackets'],
  ['ecn_mark', 'ecnMarkedPackets'],
  ['ack_drops', 'acksDroppedPackets'],
  ['sparse_flows', 'sparseFlows'],
  ['bulk_flows', 'bulkFlows'],
  ['unresponsive_flows', 'unresponsiveFlows'],
  ['max_pkt_len', 'maxSkblen'],
  ['flow_quantum', 'flowQuantum'],
];

function tinJson(tin: Tin): Json {
  const json: Json = {};
  for (const [key, name] of members) if (tin[name] !== undefined) json[key] = jsonNumber(tin[name] as Wide);
  return json;
}

type Show = 'rate' | 'time' | 'size' | 'count';

const rows: readonly (readonly [word: string, name: TinCounter, show: Show])[] = [
  ['thresh', 'thresholdRate64', 'rate'],
  ['target', 'targetUs', 'time'],
  ['interval', 'intervalUs', 'time'],
  ['pk_delay', 'peakDelayUs', 'time'],
  ['av_delay', 'avgDelayUs', 'time'],
  ['sp_delay', 'baseDelayUs', 'time'],
  ['backlog', 'backlogBytes', 'size'],
  ['pkts', 'sentPackets', 'count'],
  ['bytes', 'sentBytes64', 'count'],
  ['way_inds', 'wayIndirectHits', 'count'],
  ['way_miss', 'wayMisses', 'count'],
  ['way_cols', 'wayCollisions', 'count'],
  ['drops', 'droppedPackets', 'count'],
  ['marks', 'ecnMarkedPackets', 'count'],
  ['ack_drop', 'acksDroppedPackets', 'count'],
  ['sp_flows', 'sparseFlows', 'count'],
  ['bk_flows', 'bulkFlows', 'count'],
  ['un_flows', 'unresponsiveFlows', 'count'],
  ['max_len', 'maxSkblen', 'count'],
  ['quantum', 'flowQuantum', 'count'],
];

/** What tc calls the tins, where it has names for so many. */
const heads: Readonly<Record<number, readonly string[]>> = {
  3: ['Bulk', 'Best Effort', 'Voice'],
  4: ['Bulk', 'Best Effort', 'Video', 'Voice'],
};

/** A table: a column for each tin. */
function tinsText(tins: readonly Tin[], out: Printout): string {
  const cell = (text: string): string => ` ${text.padStart(12)}`;
  const names = heads[tins.length] ?? tins.map((_, i) => `Tin ${i}`);
  let text = `${' '.repeat(10)}${names.map(cell).join('')}\n`;
  for (const [word, name, show] of rows) {
    if (tins[0]![name] === undefined) continue;
    const cells = tins.map(tin => cell(shown((tin[name] ?? 0) as Wide, show, out)));
    text += `  ${word.padEnd(8)}${cells.join('')}\n`;
  }
  return text;
}

function shown(value: Wide, show: Show, out: Printout): string {
  if (show === 'rate') return rateText(value, out.context.display);
  if (show === 'time') return timeText(Number(value));
  return show === 'size' ? sizeText(Number(value)) : String(value);
}
