import { type ClassOptions, type QdiscOptions, tc } from '../../src/netlink/index.js';

const { gbit, mbit, ms } = tc;

export interface Case {
  readonly words: string;
  readonly qdisc: Omit<QdiscOptions, 'dev'>;
  readonly classes?: readonly (readonly [words: string, options: Omit<ClassOptions, 'dev'>])[];
}

const root = { handle: '1:' } as const;
/** By the words of tc(8): of a root qdisc, and of classes in it. */
export const cases: readonly Case[] = [
  { words: 'pfifo limit 33', qdisc: { ...root, kind: 'pfifo', options: { limit: 33 } } },
  {
    words: 'stab overhead 24 mtu 2048 tsize 64 mpu 64 linklayer adsl bfifo limit 30000',
    qdisc: {
      ...root,
      kind: 'bfifo',
      options: { limit: 30_000 },
      stab: tc.sizeTable({ overhead: 24, mtu: 2048, tsize: 64, mpu: 64, linklayer: 'atm' }),
    },
  },
  {
    words: 'tbf rate 1mbit burst 5kb latency 70ms peakrate 2mbit minburst 1540',
    qdisc: {
      ...root,
      ...tc.tbf({ rate: mbit(1), burst: 5120, latency: ms(70), peakrate: mbit(2), mtu: 1540 }),
    },
  },
  {
    words: 'tbf rate 40gbit burst 1mb limit 10mb',
    qdisc: { ...root, ...tc.tbf({ rate: gbit(40), burst: 1 << 20, limit: 10 << 20 }) },
  },
  {
    words: 'htb default 30 r2q 5',
    qdisc: { ...root, ...tc.htb({ default: 0x30, r2q: 5 }) },
    classes: [
      [
        'parent 1: classid 1:1 htb rate 6mbit burst 15k',
        { parent: '1:', handle: '1:1', ...tc.htbClass({ rate: mbit(6), burst: 15 << 10 }) },
      ],
      [
        'parent 1:1 classid 1:10 htb rate 5mbit ceil 6mbit burst 15k cburst 12k prio 2 quantum 3000',
        {
          parent: '1:1',
          handle: '1:10',
          ...tc.htbClass({
            rate: mbit(5),
            ceil: mbit(6),
            burst: 15 << 10,
            cburst: 12 << 10,
            prio: 2,
            quantum: 3000,
          }),
        },
      ],
      [
        'parent 1:1 classid 1:20 htb rate 3mbit overhead 14 mpu 64 linklayer atm',
        {
          parent: '1:1',
          handle: '1:20',
          ...tc.htbClass({ rate: mbit(3), overhead: 14, mpu: 64, linklayer: 'atm' }),
        },
      ],
      [
        'parent 1: classid 1:30 htb rate 40gbit',
        { parent: '1:', handle: '1:30', ...tc.htbClass({ rate: gbit(40) }) },
      ],
    ],
  },
  {
    words: 'prio bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 3',
    qdisc: { ...root, ...tc.prio({ bands: 4, priomap: [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 3] }) },
  },
  {
    words: 'sfq perturb 10 quantum 1500 limit 100',
    qdisc: { ...root, ...tc.sfq({ perturb: 10, quantum: 1500, limit: 100 }) },
  },
  {
    words: 'red limit 400kb min 30kb max 90kb avpkt 1000 burst 55 ecn bandwidth 10Mbit probability 0.1',
    qdisc: {
      ...root,
      ...tc.red({ limit: 400 << 10, min: 30 << 10, max: 90 << 10, burst: 55, ecn: true, probability: 0.1 }),
    },
  },
  {
    words: 'choke limit 1000 min 83 max 250 avpkt 800 burst 100 bandwidth 10Mbit ecn',
    qdisc: { ...root, ...tc.choke({ limit: 1000, min: 83, max: 250, avpkt: 800, burst: 100, ecn: true }) },
  },
  {
    words: 'gred setup DPs 3 default 1 grio limit 60kb',
    qdisc: { ...root, ...tc.gred({ queues: 3, default: 1, grio: true, limit: 60 << 10 }) },
  },
  {
    words: 'netem delay 10ms 2ms 25% loss 1% 25% duplicate 2% reorder 25% 50% gap 5 rate 5mbit limit 900',
    qdisc: {
      ...root,
      ...tc.netem({
        delay: ms(10),
        jitter: ms(2),
        delayCorrelation: 0.25,
        loss: 0.01,
        lossCorrelation: 0.25,
        duplicate: 0.02,
        reorder: 0.25,
        reorderCorrelation: 0.5,
        gap: 5,
        rate: mbit(5),
        limit: 900,
      }),
    },
  },
  {
    words: 'hfsc default 12',
    qdisc: { ...root, ...tc.hfsc({ default: 0x12 }) },
    classes: [
      [
        'parent 1: classid 1:1 hfsc sc rate 10mbit ul rate 10mbit',
        {
          parent: '1:',
          handle: '1:1',
          ...tc.hfscClass({ both: { rate: mbit(10) }, upperLimit: { rate: mbit(10) } }),
        },
      ],
    ],
  },
  {
    words: 'fq limit 5000 flow_limit 50 maxrate 10mbit nopacing',
    qdisc: {
      ...root,
      kind: 'fq',
      options: { plimit: 5000, flowPlimit: 50, flowMaxRate: mbit(10), rateEnable: 0 },
    },
  },
  {
    words: 'fq_codel limit 500 target 4ms interval 80ms noecn memory_limit 4mb',
    qdisc: {
      ...root,
      kind: 'fq_codel',
      options: { limit: 500, target: 4000, interval: 80_000, ecn: 0, memoryLimit: 4 << 20 },
    },
  },
  {
    words: 'codel limit 500 target 4ms interval 80ms ecn',
    qdisc: { ...root, kind: 'codel', options: { limit: 500, target: 4000, interval: 80_000, ecn: 1 } },
  },
  {
    words: 'fq_pie limit 5000 target 10ms ecn',
    qdisc: { ...root, kind: 'fq_pie', options: { limit: 5000, target: 10_000, ecn: 1 } },
  },
  {
    words: 'pie limit 900 target 20ms ecn',
    qdisc: { ...root, kind: 'pie', options: { limit: 900, target: 20_000, ecn: 1 } },
  },
  {
    words: 'hhf limit 900 quantum 1600',
    qdisc: { ...root, kind: 'hhf', options: { backlogLimit: 900, quantum: 1600 } },
  },
  {
    words: 'sfb limit 1000 max 25 target 20',
    qdisc: {
      ...root,
      kind: 'sfb',
      options: {
        parms: {
          rehashInterval: 600_000,
          warmupTime: 60_000,
          max: 25,
          binSize: 20,
          increment: 33,
          decrement: 3,
          limit: 1000,
          penaltyRate: 10,
          penaltyBurst: 20,
        },
      },
    },
  },
  {
    words: 'cake bandwidth 20mbit besteffort nat wash overhead 40 rtt 50ms',
    qdisc: {
      ...root,
      kind: 'cake',
      options: {
        baseRate64: mbit(20),
        diffservMode: 'besteffort',
        nat: 1,
        wash: 1,
        overhead: 40,
        rtt: 50_000,
        target: 2500,
      },
    },
  },
  {
    words: 'drr',
    qdisc: { ...root, kind: 'drr' },
    classes: [
      [
        'parent 1: classid 1:1 drr quantum 3000',
        { parent: '1:', handle: '1:1', kind: 'drr', options: { quantum: 3000 } },
      ],
    ],
  },
  {
    words: 'qfq',
    qdisc: { ...root, kind: 'qfq' },
    classes: [
      [
        'parent 1: classid 1:1 qfq weight 10 maxpkt 2000',
        { parent: '1:', handle: '1:1', kind: 'qfq', options: { weight: 10, lmax: 2000 } },
      ],
    ],
  },
  {
    words: 'ets bands 4 strict 1 quanta 3500 3000 2500 priomap 0 1 2 3',
    qdisc: {
      ...root,
      kind: 'ets',
      options: {
        nbands: 4,
        nstrict: 1,
        quanta: { quantaBand: [3500, 3000, 2500] },
        priomap: { priomapBand: [0, 1, 2, 3] },
      },
    },
  },
  {
    words: 'cbs idleslope 98688 sendslope -901312 hicredit 153 locredit -1389 offload 0',
    qdisc: {
      ...root,
      kind: 'cbs',
      options: { parms: { idleslope: 98_688, sendslope: -901_312, hicredit: 153, locredit: -1389 } },
    },
  },
  {
    words: 'etf clockid CLOCK_TAI delta 300000',
    qdisc: { ...root, kind: 'etf', options: { parms: { clockid: 11, delta: 300_000 } } },
  },
  { words: 'skbprio limit 64', qdisc: { ...root, kind: 'skbprio', options: { limit: 64 } } },
  {
    words: 'plug limit 100000',
    qdisc: { ...root, kind: 'plug', options: { action: 'limit', limit: 100_000 } },
  },
  { words: 'multiq', qdisc: { ...root, kind: 'multiq', options: {} } },
  { words: 'mq', qdisc: { ...root, kind: 'mq' } },
  {
    words: 'mqprio num_tc 2 map 0 1 queues 1@0 1@1 hw 0',
    qdisc: {
      ...root,
      kind: 'mqprio',
      options: { numTc: 2, prioTcMap: [0, 1], hw: 'none', count: [1, 1], offset: [0, 1] },
    },
  },
  {
    words:
      'taprio num_tc 2 map 0 1 queues 1@0 1@1 base-time 1000000000 sched-entry S 01 300000 sched-entry S 03 300000 clockid CLOCK_TAI',
    qdisc: {
      ...root,
      kind: 'taprio',
      options: {
        schedClockid: 11,
        priomap: { numTc: 2, prioTcMap: [0, 1], count: [1, 1], offset: [0, 1] },
        schedBaseTime: 1_000_000_000,
        schedEntryList: {
          entry: [
            { cmd: 'setGates', gateMask: 1, interval: 300_000 },
            { cmd: 'setGates', gateMask: 3, interval: 300_000 },
          ],
        },
      },
    },
  },
];
