import { generalText } from '../../numbers.js';
import type { Printout } from '../printout.js';
import { timeText } from '../units.js';
import type { QdiscOptionsOf, QdiscStatisticsOf } from './kind.js';

/** SFB_MAX_PROB (linux/pkt_sched.h) */
const whole = 0xffff;

export function addSfb(out: Printout, { parms }: QdiscOptionsOf<'sfb'>): void {
  if (parms === undefined) return;
  const milliseconds = (key: string, time: number): void => {
    const microseconds = Math.imul(time, 1000) >>> 0;
    out.add(key, `${key} ${timeText(microseconds)} `, microseconds);
  };
  milliseconds('rehash', parms.rehashInterval);
  milliseconds('db', parms.warmupTime);
  out.number('limit', 'limit ', parms.limit, 'p ');
  out.number('max', 'max ', parms.max, 'p ');
  out.number('target', 'target ', parms.binSize, 'p ');
  const increment = parms.increment / whole;
  const decrement = parms.decrement / whole;
  out.float('increment', `increment ${generalText(increment)} `, increment);
  out.float('decrement', `decrement ${generalText(decrement)} `, decrement);
  out.number('penalty_rate', 'penalty_rate ', parms.penaltyRate, 'pps ');
  out.number('penalty_burst', 'penalty_burst ', parms.penaltyBurst, 'p ');
}

export function addSfbStatistics(out: Printout, stats: QdiscStatisticsOf<'sfb'>): void {
  out.number('earlydrop', '  earlydrop ', stats.earlydrop);
  out.number('penaltydrop', ' penaltydrop ', stats.penaltydrop);
  out.number('bucketdrop', ' bucketdrop ', stats.bucketdrop);
  out.number('queuedrop', ' queuedrop ', stats.queuedrop);
  out.number('childdrop', ' childdrop ', stats.childdrop);
  out.number('marked', ' marked ', stats.marked);
  out.number('maxqlen', '\n  maxqlen ', stats.maxqlen);
  out.float('maxprob', ` maxprob ${generalText(stats.maxprob / whole)}`, stats.maxprob / whole);
  out.float('avgprob', ` avgprob ${generalText(stats.avgprob / whole)}`, stats.avgprob / whole);
}
