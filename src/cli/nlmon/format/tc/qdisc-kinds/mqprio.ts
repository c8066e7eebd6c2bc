import { jsonNumber } from '../../fields.js';
import type { Printout } from '../printout.js';
import { rateText } from '../units.js';
import type { QdiscOptionsOf } from './kind.js';

type Options = QdiscOptionsOf<'mqprio'>;

/** The column in which further lines begin. */
const indent = `\n${' '.repeat(13)}`;

export function addMqprio(out: Printout, options: Options): void {
  const { numTc, prioTcMap, count, offset, mode, shaper, minRate64, maxRate64 } = options;
  out.number('tc', 'tc ', numTc, ' ');
  out.add('map', `map ${prioTcMap.map(traffic => `${traffic} `).join('')}`, prioTcMap);
  const queues = Array.from({ length: Math.min(numTc, count.length) }, (_, i) => {
    const first = offset[i]!;
    return [first, (first + count[i]! - 1) >>> 0] as const;
  });
  out.add('queues', `${indent}queues:${queues.map(([from, to]) => `(${from}:${to}) `).join('')}`, queues);
  // What is 0 goes without an attribute.
  if (mode === undefined || mode === 'channel') {
    const word = mode ?? 'dcb';
    out.add('mode', `${indent}mode:${word}`, word);
  }
  if (shaper === undefined || shaper === 'bwRate') {
    const word = shaper === undefined ? 'dcb' : 'bw_rlimit';
    out.add('shaper', `${indent}shaper:${word}`, word);
  }
  if (minRate64 !== undefined) addRates(out, 'min_rate', minRate64.minRate64, numTc);
  if (maxRate64 !== undefined) addRates(out, 'max_rate', maxRate64.maxRate64, numTc);
}

type Rates = NonNullable<Options['minRate64']>['minRate64'];

function addRates(out: Printout, key: string, given: Rates, numTc: number): void {
  const rates = Array.from({ length: numTc }, (_, i) => given?.[i] ?? 0);
  const text = rates.map(rate => `${rateText(rate, out.context.display)} `).join('');
  out.add(key, `\t${key}:${text}`, rates.map(jsonNumber));
}
