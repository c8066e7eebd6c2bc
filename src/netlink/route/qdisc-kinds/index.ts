import { nested } from '../../nested.js';
import { cake, cakeStatistics } from './cake.js';
import { cbq, cbqStatistics } from './cbq.js';
import { cbs } from './cbs.js';
import { choke, chokeStatistics } from './choke.js';
import { codel, codelStatistics } from './codel.js';
import { drrClass, drrStatistics } from './drr.js';
import { dsmark } from './dsmark.js';
import { dualpi2, dualpi2Statistics } from './dualpi2.js';
import { etf } from './etf.js';
import { ets, etsClass } from './ets.js';
import { fifo } from './fifo.js';
import { fq, fqStatistics } from './fq.js';
import { fqCodel, fqCodelClassStatistics, fqCodelStatistics } from './fq-codel.js';
import { fqPie, fqPieStatistics } from './fq-pie.js';
import { gred } from './gred.js';
import { hfsc, hfscClass, hfscStatistics } from './hfsc.js';
import { hhf, hhfStatistics } from './hhf.js';
import { htb, htbStatistics } from './htb.js';
import { mqprio } from './mqprio.js';
import { multiq } from './multiq.js';
import { netem } from './netem.js';
import { pie, pieStatistics } from './pie.js';
import { plug } from './plug.js';
import { prio, priorities } from './prio.js';
import { qfqClass, qfqStatistics } from './qfq.js';
import { red, redStatistics } from './red.js';
import { sfb, sfbStatistics } from './sfb.js';
import { sfq, sfqStatistics } from './sfq.js';
import { skbprio } from './skbprio.js';
import { taprio, taprioStatistics } from './taprio.js';
import { tbf } from './tbf.js';
import { withoutOptions } from './without-options.js';

/** TCA_OPTIONS of qdiscs by TCA_KIND. Kinds that are not here have none (mq, noqueue, drr, qfq, …), or keep their bytes. */
export const qdiscKinds = {
  bfifo: fifo,
  cake: nested(cake),
  cbq: nested(cbq),
  cbs: nested(cbs),
  choke: nested(choke),
  clsact: nested(withoutOptions),
  codel: nested(codel),
  dsmark: nested(dsmark),
  dualpi2: nested(dualpi2, { flag: 'in requests' }),
  etf: nested(etf),
  ets: nested(ets, { flag: 'in requests' }),
  fq: nested(fq),
  fq_codel: nested(fqCodel),
  fq_pie: nested(fqPie, { flag: true }),
  gred: nested(gred),
  hfsc,
  hhf: nested(hhf),
  htb: nested(htb),
  ingress: nested(withoutOptions),
  mqprio,
  multiq,
  netem,
  pfifo: fifo,
  pfifo_fast: priorities,
  pfifo_head_drop: fifo,
  pie: nested(pie),
  plug,
  prio,
  red: nested(red),
  sfb: nested(sfb),
  sfq,
  skbprio,
  taprio: nested(taprio),
  tbf: nested(tbf),
};

/** TCA_OPTIONS of classes by TCA_KIND. */
export const classKinds = {
  cbq: nested(cbq),
  drr: nested(drrClass),
  dsmark: nested(dsmark),
  ets: nested(etsClass, { flag: 'in requests' }),
  hfsc: nested(hfscClass),
  htb: nested(htb),
  qfq: nested(qfqClass),
};

/** What qdiscs count besides, by TCA_KIND: TCA_XSTATS and TCA_STATS_APP. */
export const qdiscStatistics = {
  cake: nested(cakeStatistics),
  cbq: cbqStatistics,
  choke: chokeStatistics,
  codel: codelStatistics,
  dualpi2: dualpi2Statistics,
  fq: fqStatistics,
  fq_codel: fqCodelStatistics,
  fq_pie: fqPieStatistics,
  hhf: hhfStatistics,
  pie: pieStatistics,
  red: redStatistics,
  sfb: sfbStatistics,
  taprio: nested(taprioStatistics),
};

/** What classes count besides. */
export const classStatistics = {
  cake: nested(cakeStatistics),
  cbq: cbqStatistics,
  drr: drrStatistics,
  fq_codel: fqCodelClassStatistics,
  hfsc: hfscStatistics,
  htb: htbStatistics,
  qfq: qfqStatistics,
  sfq: sfqStatistics,
};
