/** Qdiscs and classes of every kind, with any content that tc can print. */
import fc from 'fast-check';
import type { AttributeSet } from '../../src/netlink/attributes.js';
import {
  classKinds,
  classStatistics,
  qdiscKinds,
  qdiscStatistics,
} from '../../src/netlink/route/qdisc-kinds/index.js';
import { qdisc } from '../../src/netlink/route/tc/qdisc.js';
import type { AnyType } from '../../src/wire/index.js';
import { arbitraryOf, type Instead } from '../support/schema-arbitrary.js';

type Types = Readonly<Record<string, AnyType>>;

const shift = fc.nat(31);
/** What tc prints as if it had no sign. */
const time = fc.oneof(fc.nat(100), fc.bigInt(0n, 2n ** 63n - 1n));
const u32 = fc.oneof(fc.nat(100), fc.nat(0xffff_ffff));

/** By kind, what tc would divide by, shift by or read beyond, and what no kernel says. */
const insteadOf: Readonly<Record<string, Instead>> = {
  'cake counters': {
    dropNextUs: fc.nat(),
    blueTimerUs: fc.nat(),
    tinStats: fc.integer({ min: 1, max: 8 }).chain(tins),
  },
  etf: { 'parms.delta': fc.nat() },
  gred: { '': gredOptions() },
  // Those of a qdisc: tc's JSON of a class is none.
  htb: { '': arbitraryOf(qdiscKinds.htb).map(({ parms: _, ...rest }: any) => rest) },
  'class htb': { 'parms.rate.cellLog': shift, 'parms.ceil.cellLog': shift },
  netem: { 'slot.minDelay': fc.nat(), 'slot.maxDelay': fc.nat(), 'slot.distDelay': fc.nat() },
  'fq_codel counters': { type: fc.constant('qdisc') },
  'class fq_codel counters': { type: fc.constant('class') },
  'class cake counters': { tinStats: fc.constant(undefined), dropNextUs: fc.nat(), blueTimerUs: fc.nat() },
  prio: { compatible: fc.constant(new Uint8Array(0)) },
  mqprio: { numTc: fc.nat(16) },
  taprio: {
    'priomap.numTc': fc.nat(16),
    schedBaseTime: time,
    schedCycleTime: time,
    schedCycleTimeExtension: time,
    'tcEntry.maxSdu': fc.constant(0),
  },
  red: { earlyDropBlock: fc.integer({ min: 1, max: 9 }), markBlock: fc.integer({ min: 1, max: 9 }) },
  tbf: { 'parms.rate.cellLog': shift, 'parms.peakrate.cellLog': shift },
};

/** All sixteen queues, as the kernel says them; without what they are of, tc crashes. */
function gredOptions(): fc.Arbitrary<unknown> {
  const { parms, dps, vqList } = qdiscKinds.gred.set.fields;
  const sixteen = { minLength: 16, maxLength: 16 };
  const queues = fc
    .array(arbitraryOf(parms[1].item), sixteen)
    .map(list => list.map((queue, dp) => ({ ...(queue as object), dp: dp % 3 ? 16 : dp })));
  const { type } = vqList[1].set.byName.get('entry')!;
  const none = emptyOf((type as unknown as { set: AttributeSet }).set);
  const details = fc
    .array(arbitraryOf(type, { statBytes: u32 }), { minLength: 1, maxLength: 3 })
    .map(list => ({ entry: list.map((entry, i) => ({ ...none, ...(entry as object), dp: 3 * i })) }));
  return fc.record(
    { parms: queues, dps: arbitraryOf(dps[1]), maxP: fc.array(u32, sixteen), limit: u32, vqList: details },
    { requiredKeys: ['parms', 'dps'] },
  );
}

/** Every attribute of a set of numbers, 0. */
function emptyOf(set: AttributeSet): Readonly<Record<string, number>> {
  return Object.fromEntries([...set.byName.keys()].map(name => [name, 0]));
}

/** Tins that all have the same attributes, which tc expects. */
function tins(length: number): fc.Arbitrary<unknown> {
  const one = arbitraryOf(tin).map(some => ({ ...emptyTin, ...(some as object) }));
  return fc.array(one, { minLength: length, maxLength: length });
}

const tin = qdiscStatistics.cake.set.fields.tinStats[1].item as AnyType & { readonly set: AttributeSet };
const emptyTin = emptyOf(tin.set);

const valuesOf = (type: AnyType, kind: string): fc.Arbitrary<unknown> => arbitraryOf(type, insteadOf[kind]);

const basic = fc.record({ bytes: fc.bigInt(0n, 2n ** 64n - 1n), packets: u32 });
const queue = fc.record({ qlen: u32, backlog: u32, drops: u32, requeues: u32, overlimits: u32 });

const counters = (app: AnyType | undefined, kind: string): fc.Arbitrary<unknown> =>
  fc.record(
    {
      basic,
      queue,
      rateEst: fc.record({ bps: u32, pps: u32 }),
      rateEst64: fc.record({ bps: fc.bigInt(0n, 2n ** 64n - 1n), pps: u32 }),
      basicHw: basic,
      pkt64: fc.bigInt(0n, 2n ** 64n - 1n),
      ...(app === undefined ? {} : { app: valuesOf(app, `${kind} counters`) }),
    },
    { requiredKeys: [] },
  );

const sizeTable = arbitraryOf(qdisc.attributes.fields.stab[1], { data: fc.constant([]) });

function messagesOf(kinds: Types, statistics: Types, info: fc.Arbitrary<number>, prefix = '') {
  const names = [...new Set([...Object.keys(kinds), ...Object.keys(statistics), 'mq', 'strange'])];
  return names.map((kind): [kind: string, fc.Arbitrary<unknown>] => {
    const type = kinds[kind];
    const options = type === undefined ? fc.uint8Array({ maxLength: 5 }) : valuesOf(type, prefix + kind);
    const required = {
      family: fc.constant('unspec'),
      ifindex: fc.nat(3),
      handle: u32,
      parent: fc.oneof(u32, fc.constantFrom(0xffff_ffff, 0)),
      info,
      kind: fc.constant(kind),
    };
    const optional = {
      options,
      stats2: counters(statistics[kind], prefix + kind),
      stab: sizeTable,
      hwOffload: fc.nat(1),
      ingressBlock: fc.nat(2),
      egressBlock: fc.nat(2),
    };
    const requiredKeys = Object.keys(required) as (keyof typeof required)[];
    return [kind, fc.record({ ...required, ...optional }, { requiredKeys })];
  });
}

export const qdiscs = messagesOf(qdiscKinds, qdiscStatistics, fc.nat(3));
export const classes = messagesOf(classKinds, classStatistics, fc.oneof(u32, fc.constant(0)), 'class ');
