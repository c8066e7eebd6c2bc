import type { Wide } from '../../../../../wire/index.js';
import { jsonNumber } from '../../fields.js';
import type { Printout } from '../printout.js';
import { nanosecondsText, percentText, rateText, ticksToTime, timeText } from '../units.js';
import type { QdiscOptionsOf } from './kind.js';

type Options = QdiscOptionsOf<'netem'>;

export function addNetem(out: Printout, options: Options): void {
  const { limit, latency, loss, duplicate, corr, reorder, corrupt, lossModel, rate, slot, ecn, gap } =
    options;
  out.add('limit', `limit ${limit | 0}`, limit);
  if (latency !== 0) addDelay(out, options);
  if (loss !== 0) addChance(out, 'loss-random', 'loss', loss, corr?.lossCorr ?? 0);
  if (lossModel?.gi !== undefined) {
    const { p13, p31, p32, p23, p14 } = lossModel.gi;
    out.object('loss-state', () => {
      part(out, 'p13', ' loss state p13', p13);
      part(out, 'p31', ' p31', p31);
      part(out, 'p32', ' p32', p32);
      part(out, 'p23', ' p23', p23);
      part(out, 'p14', ' p14', p14);
    });
  }
  if (lossModel?.ge !== undefined) {
    const { p, r, h, k1 } = lossModel.ge;
    out.object('loss-gemodel', () => {
      part(out, 'p', ' loss gemodel p', p);
      part(out, 'r', ' r', r);
      part(out, '1-h', ' 1-h', 0xffff_ffff - h);
      part(out, '1-k', ' 1-k', k1);
    });
  }
  if (duplicate !== 0) addChance(out, 'duplicate', 'duplicate', duplicate, corr?.dupCorr ?? 0);
  if (reorder?.probability) addChance(out, 'reorder', 'reorder', reorder.probability, reorder.correlation);
  if (corrupt?.probability) addChance(out, 'corrupt', 'corrupt', corrupt.probability, corrupt.correlation);
  if (rate?.rate) addRate(out, rate, options.rate64);
  if (slot !== undefined) addSlot(out, slot);
  // tc looks only for its presence.
  out.add('ecn', ecn === undefined ? '' : ' ecn ', ecn !== undefined);
  out.add('gap', gap === 0 ? '' : ` gap ${gap}`, gap);
}

/** Seconds, and how much they vary. */
function addDelay(out: Printout, { latency, jitter, corr }: Options): void {
  out.object('delay', () => {
    out.float('delay', ` delay ${timeText(ticksToTime(latency))}`, ticksToTime(latency) / 1e6);
    const text = jitter === 0 ? '' : `  ${timeText(ticksToTime(jitter))}`;
    out.float('jitter', text, ticksToTime(jitter) / 1e6);
    addCorrelation(out, jitter !== 0, corr?.delayCorr ?? 0);
  });
}

function addChance(out: Printout, key: string, word: string, probability: number, correlation: number): void {
  out.object(key, () => {
    part(out, word, ` ${word}`, probability);
    addCorrelation(out, true, correlation);
  });
}

function addCorrelation(out: Printout, shown: boolean, correlation: number): void {
  const text = shown && correlation !== 0 ? ` ${percentText(correlation)}` : '';
  out.float('correlation', text, correlation / 0xffff_ffff);
}

function part(out: Printout, key: string, words: string, value: number): void {
  out.float(key, `${words} ${percentText(value)}`, value / 0xffff_ffff);
}

function addRate(out: Printout, rate: NonNullable<Options['rate']>, rate64: Wide | undefined): void {
  const wide = rate64 || rate.rate;
  out.object('rate', () => {
    out.add('rate', ` rate ${rateText(wide, out.context.display)}`, jsonNumber(wide));
    optional(out, 'packetoverhead', rate.packetOverhead);
    optional(out, 'cellsize', rate.cellSize);
    optional(out, 'celloverhead', rate.cellOverhead);
  });
}

function addSlot(out: Printout, slot: NonNullable<Options['slot']>): void {
  out.object('slot', () => {
    if (slot.distJitter > 0) {
      time(out, 'distribution', ' slot distribution', slot.distDelay);
      time(out, 'jitter', '', slot.distJitter);
    } else {
      time(out, 'min-delay', ' slot', slot.minDelay);
      time(out, 'max-delay', '', slot.maxDelay);
    }
    optional(out, 'packets', slot.maxPackets);
    optional(out, 'bytes', slot.maxBytes);
  });
}

const time = (out: Printout, key: string, words: string, value: Wide): void =>
  out.float(key, `${words} ${nanosecondsText(value)}`, Number(value) / 1e9);

/** In the text only where it is not 0. */
const optional = (out: Printout, key: string, value: number): void =>
  out.add(key, value === 0 ? '' : ` ${key} ${value}`, value);
