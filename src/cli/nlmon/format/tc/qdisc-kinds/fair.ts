import type { Printout } from '../printout.js';
import { rateText, sizeText, timeText } from '../units.js';
import type { ClassOptionsOf, ClassStatisticsOf, QdiscOptionsOf } from './kind.js';

export function addHfsc(out: Printout, { defcls }: QdiscOptionsOf<'hfsc'>): void {
  if (defcls !== 0) out.add('default', `default ${defcls.toString(16)} `, `0x${defcls.toString(16)}`);
}

type Curve = NonNullable<ClassOptionsOf<'hfsc'>['rsc']>;

export function addHfscClass(out: Printout, { rsc, fsc, usc }: ClassOptionsOf<'hfsc'>): void {
  const both = rsc !== undefined && fsc !== undefined && isSame(rsc, fsc);
  if (both) addCurve(out, 'sc', rsc);
  else {
    if (rsc !== undefined) addCurve(out, 'rt', rsc);
    if (fsc !== undefined) addCurve(out, 'ls', fsc);
  }
  if (usc !== undefined) addCurve(out, 'ul', usc);
}

const isSame = (a: Curve, b: Curve): boolean => a.m1 === b.m1 && a.d === b.d && a.m2 === b.m2;

function addCurve(out: Printout, name: string, { m1, d, m2 }: Curve): void {
  const { display } = out.context;
  out.say(`${name} `);
  out.object(name, () => {
    out.add('m1', `m1 ${rateText(m1, display)} `, m1);
    out.add('d', `d ${timeText(d)} `, d);
    out.add('m2', `m2 ${rateText(m2, display)} `, m2);
  });
}

export function addHfscStatistics(out: Printout, stats: ClassStatisticsOf<'hfsc'>): void {
  out.number('period', ' period ', stats.period, ' ');
  if (BigInt(stats.work) !== 0n) out.number('work', 'work ', stats.work, ' bytes ');
  if (BigInt(stats.rtwork) !== 0n) out.number('rtwork', 'rtwork ', stats.rtwork, ' bytes ');
  out.number('level', 'level ', stats.level, ' \n');
}

export function addDrrClass(out: Printout, { quantum }: ClassOptionsOf<'drr'>): void {
  if (quantum !== undefined) out.add('quantum', `quantum ${sizeText(quantum)} `, quantum);
}

export function addDrrStatistics(out: Printout, { deficit }: ClassStatisticsOf<'drr'>): void {
  out.add('deficit', ` deficit ${sizeText(deficit)} `, deficit);
}

export function addQfqClass(out: Printout, { weight, lmax }: ClassOptionsOf<'qfq'>): void {
  if (weight !== undefined) out.number('weight', 'weight ', weight, ' ');
  if (lmax !== undefined) out.number('maxpkt', 'maxpkt ', lmax, ' ');
}

export function addEtsClass(out: Printout, { quantaBand }: ClassOptionsOf<'ets'>): void {
  if (quantaBand !== undefined) out.number('quantum', 'quantum ', quantaBand, ' ');
}
