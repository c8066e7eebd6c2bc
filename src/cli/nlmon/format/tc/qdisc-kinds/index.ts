import type {
  classKinds,
  classStatistics,
  qdiscKinds,
  qdiscStatistics,
} from '../../../../../netlink/route/qdisc-kinds/index.js';
import type { Printout } from '../printout.js';
import { addCake } from './cake.js';
import { addCakeStatistics } from './cake-statistics.js';
import { addCbq, addCbqStatistics } from './cbq.js';
import { addCodel, addCodelStatistics } from './codel.js';
import { addDsmark } from './dsmark.js';
import { addDualpi2, addDualpi2Statistics } from './dualpi2.js';
import {
  addDrrClass,
  addDrrStatistics,
  addEtsClass,
  addHfsc,
  addHfscClass,
  addHfscStatistics,
  addQfqClass,
} from './fair.js';
import { addByteFifo, addIngress, addPacketFifo, addSkbprio } from './fifo.js';
import { addFq, addFqStatistics } from './fq.js';
import { addFqCodel, addFqCodelClassStatistics, addFqCodelStatistics } from './fq-codel.js';
import { addGred } from './gred.js';
import { addHhf, addHhfStatistics } from './hhf.js';
import { addHtb, addHtbStatistics } from './htb.js';
import type { ClassOptionsOf, ClassStatisticsOf, QdiscOptionsOf, QdiscStatisticsOf } from './kind.js';
import { addMqprio } from './mqprio.js';
import { addNetem } from './netem.js';
import { addFqPie, addFqPieStatistics, addPie, addPieStatistics } from './pie.js';
import { addEts, addMultiq, addPrio } from './prio.js';
import { addChoke, addChokeStatistics, addRed, addRedStatistics } from './red.js';
import { addSfb, addSfbStatistics } from './sfb.js';
import { addSfq, addSfqStatistics } from './sfq.js';
import { addCbs, addEtf } from './shapers.js';
import { addTaprio } from './taprio.js';
import { addTbf } from './tbf.js';

type Add<Data> = (out: Printout, data: Data) => void;
const nothing = (): void => {};

/** What is printed of the options of qdiscs, by kind. */
export const qdiscOptions: {
  readonly [K in keyof typeof qdiscKinds]: Add<QdiscOptionsOf<K>>;
} = {
  bfifo: addByteFifo,
  cake: addCake,
  cbq: addCbq,
  cbs: addCbs,
  choke: addChoke,
  clsact: nothing,
  codel: addCodel,
  dsmark: addDsmark,
  dualpi2: addDualpi2,
  etf: addEtf,
  ets: addEts,
  fq: addFq,
  fq_codel: addFqCodel,
  fq_pie: addFqPie,
  gred: addGred,
  hfsc: addHfsc,
  hhf: addHhf,
  htb: addHtb,
  ingress: addIngress,
  mqprio: addMqprio,
  multiq: addMultiq,
  netem: addNetem,
  pfifo: addPacketFifo,
  pfifo_fast: addPrio,
  pfifo_head_drop: addPacketFifo,
  pie: addPie,
  plug: nothing,
  prio: addPrio,
  red: addRed,
  sfb: addSfb,
  sfq: addSfq,
  skbprio: addSkbprio,
  taprio: addTaprio,
  tbf: addTbf,
};

/** Those of classes. */
export const classOptions: { readonly [K in keyof typeof classKinds]: Add<ClassOptionsOf<K>> } = {
  cbq: addCbq,
  drr: addDrrClass,
  dsmark: addDsmark,
  ets: addEtsClass,
  hfsc: addHfscClass,
  htb: addHtb,
  qfq: addQfqClass,
};

/** What is printed with -s of what qdiscs count besides; tc 6.1 leaves out what a device says of taprio. */
export const qdiscCounters: {
  readonly [K in Exclude<keyof typeof qdiscStatistics, 'taprio'>]: Add<QdiscStatisticsOf<K>>;
} = {
  cake: addCakeStatistics,
  cbq: addCbqStatistics,
  choke: addChokeStatistics,
  codel: addCodelStatistics,
  dualpi2: addDualpi2Statistics,
  fq: addFqStatistics,
  fq_codel: addFqCodelStatistics,
  fq_pie: addFqPieStatistics,
  hhf: addHhfStatistics,
  pie: addPieStatistics,
  red: addRedStatistics,
  sfb: addSfbStatistics,
};

/** And what classes count; tc leaves out what qfq says again there. */
export const classCounters: {
  readonly [K in Exclude<keyof typeof classStatistics, 'qfq'>]: Add<ClassStatisticsOf<K>>;
} = {
  cake: addCakeStatistics,
  cbq: addCbqStatistics,
  drr: addDrrStatistics,
  fq_codel: addFqCodelClassStatistics,
  hfsc: addHfscStatistics,
  htb: addHtbStatistics,
  sfq: addSfqStatistics,
};
