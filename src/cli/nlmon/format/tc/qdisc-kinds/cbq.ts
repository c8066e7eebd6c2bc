import { generalText } from '../../numbers.js';
import type { Printout } from '../printout.js';
import { rateText, ticksToTime, timeText } from '../units.js';
import type { ClassOptionsOf, ClassStatisticsOf } from './kind.js';
import { isSpecialLinkLayer, linkLayerName, rawText } from './rate.js';

type Options = ClassOptionsOf<'cbq'>;

/** TC_CBQ_MAXPRIO (linux/pkt_sched.h): what is sent only when nothing else is. */
const lowest = 8;
const noMinimum = 0x7fff_ffff;

/** Of qdiscs and of classes. Linux has no such kind since 6.3, and tc no JSON for it. */
export function addCbq(out: Printout, { rate, lssopt, wrropt, fopt }: Options): void {
  const { display } = out.context;
  if (rate !== undefined) {
    out.add('rate', `rate ${rateText(rate.rate, display)} `, rate.rate);
    if (isSpecialLinkLayer(rate.linklayer) || out.details) {
      const name = linkLayerName(rate.linklayer);
      out.add('linklayer', `linklayer ${name} `, name);
    }
    if (out.details) {
      out.number('cell', 'cell ', (1 << rate.cellLog) >>> 0, 'b ');
      if (rate.mpu !== 0) out.number('mpu', 'mpu ', rate.mpu, 'b ');
      if (rate.overhead !== 0) out.number('overhead', 'overhead ', rate.overhead, 'b ');
    }
  }
  if (lssopt !== undefined && lssopt.flags.length > 0) {
    const names = lssopt.flags.filter(flag => typeof flag === 'string');
    out.add('flags', `(${names.join(',')}) `, names);
  }
  if (wrropt !== undefined) addRoundRobin(out, wrropt);
  if (lssopt !== undefined && out.details) addLinkSharing(out, lssopt);
  if (fopt !== undefined && out.details) {
    const split = fopt.split === '0:' ? 'none' : fopt.split;
    out.add('split', `\nsplit ${split} `, split);
    const map = fopt.defmap.toString(16).padStart(8, '0');
    if (fopt.defmap !== 0) out.add('defmap', `defmap ${map}`, map);
  }
}

function addRoundRobin(out: Printout, wrropt: NonNullable<Options['wrropt']>): void {
  const { priority, cpriority, weight, allot } = wrropt;
  const text = priority === lowest ? 'no-transmit' : String(priority);
  out.add('prio', `prio ${text}`, priority === lowest ? text : priority);
  if (!out.details) return;
  out.number('cprio', '/', cpriority, ' ');
  if (weight !== 1) out.add('weight', `weight ${rateText(weight, out.context.display)} `, weight);
  if (allot !== 0) out.number('allot', 'allot ', allot, 'b ');
}

function addLinkSharing(out: Printout, lssopt: NonNullable<Options['lssopt']>): void {
  const { level, ewmaLog, avpkt, maxidle, minidle, offtime } = lssopt;
  out.number('level', '\nlevel ', level, ' ');
  out.number('ewma', 'ewma ', ewmaLog, ' ');
  out.number('avpkt', 'avpkt ', avpkt, 'b ');
  if (maxidle !== 0) addIdle(out, 'maxidle', maxidle >>> ewmaLog, maxidle);
  if (minidle !== noMinimum) addIdle(out, 'minidle', minidle >>> ewmaLog, minidle);
  if (offtime !== 0) addIdle(out, 'offtime', offtime, offtime);
}

function addIdle(out: Printout, key: string, ticks: number, raw: number): void {
  const time = ticksToTime(ticks);
  out.add(key, `${key} ${timeText(time)} `, time);
  if (out.raw) out.say(`${rawText(raw)} `);
}

export function addCbqStatistics(out: Printout, stats: ClassStatisticsOf<'cbq'>): void {
  out.number('borrowed', '  borrowed ', stats.borrows);
  out.number('overactions', ' overactions ', stats.overactions);
  out.float('avgidle', ` avgidle ${generalText(stats.avgidle)}`, stats.avgidle);
  out.float('undertime', ` undertime ${generalText(stats.undertime)}`, stats.undertime);
}
