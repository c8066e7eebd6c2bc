import { redFlags } from '../../../../../netlink/route/qdisc-kinds/red.js';
import type { FlagList } from '../../../../../wire/index.js';
import { bitsOf } from '../../number-names.js';
import { generalText } from '../../numbers.js';
import type { Printout } from '../printout.js';
import { sizeText } from '../units.js';
import type { QdiscOptionsOf, QdiscStatisticsOf } from './kind.js';

type Parameters = NonNullable<QdiscOptionsOf<'red'>['parms']>;
type Queue = Pick<Parameters, 'wlog' | 'plog' | 'scellLog'>;

/** In tc's order, by tc's words. */
const words = [
  ['ecn', 'ecn'],
  ['harddrop', 'harddrop'],
  ['adaptative', 'adaptive'],
  ['nodrop', 'nodrop'],
] as const;

export function addRedFlags(out: Printout, flags: FlagList<keyof typeof redFlags.numbers>): void {
  const bits = bitsOf(flags, redFlags);
  for (const [name, word] of words) {
    const on = (bits & redFlags.numbers[name]) !== 0;
    out.add(word, on ? `${word} ` : '', on);
  }
}

/** With -d: how the mean is made, and how likely a packet is dropped. */
export function addRedDetails(out: Printout, { wlog, plog, scellLog }: Queue, maxP?: number): void {
  out.number('ewma', 'ewma ', wlog, ' ');
  if (maxP !== undefined)
    out.float('probability', `probability ${generalText(maxP / 2 ** 32)} `, maxP / 2 ** 32);
  else out.number('Plog', 'Plog ', plog, ' ');
  out.number('Scell_log', 'Scell_log ', scellLog);
}

export function addRed(out: Printout, options: QdiscOptionsOf<'red'>): void {
  const { parms, maxP, flags, earlyDropBlock, markBlock } = options;
  if (parms === undefined) return;
  out.add('limit', `limit ${sizeText(parms.limit)} `, parms.limit);
  out.add('min', `min ${sizeText(parms.qthMin)} `, parms.qthMin);
  out.add('max', `max ${sizeText(parms.qthMax)} `, parms.qthMax);
  addRedFlags(out, flags?.value ?? parms.flags);
  if (out.details) addRedDetails(out, parms, maxP || undefined);
  const events = [
    { kind: 'early_drop', block: earlyDropBlock },
    { kind: 'mark', block: markBlock },
  ].filter(({ block }) => block);
  if (events.length > 0) {
    out.add('qevents', events.map(({ kind, block }) => `qevent ${kind} block ${block} `).join(''), events);
  }
}

export function addRedStatistics(out: Printout, stats: QdiscStatisticsOf<'red'>): void {
  out.number('marked', '  marked ', stats.marked, ' ');
  out.number('early', 'early ', stats.early, ' ');
  out.number('pdrop', 'pdrop ', stats.pdrop, ' ');
  out.number('other', 'other ', stats.other, ' ');
}

export function addChoke(out: Printout, { parms, maxP }: QdiscOptionsOf<'choke'>): void {
  if (parms === undefined) return;
  out.number('limit', 'limit ', parms.limit, 'p ');
  out.number('min', 'min ', parms.qthMin, 'p ');
  out.number('max', 'max ', parms.qthMax, 'p ');
  addRedFlags(out, parms.flags);
  if (out.details) addRedDetails(out, parms, maxP || undefined);
}

export function addChokeStatistics(out: Printout, stats: QdiscStatisticsOf<'choke'>): void {
  out.number('marked', '  marked ', stats.marked);
  out.number('early', ' early ', stats.early);
  out.number('pdrop', ' pdrop ', stats.pdrop);
  out.number('other', ' other ', stats.other);
  out.number('matched', ' matched ', stats.matched);
}
