import { describe, expect, test } from 'vitest';
import * as tc from '../../../src/netlink/route/qdisc-options/index.js';
import { WireError } from '../../../src/wire/index.js';
import { captured, decode, encode, schemas } from '../fixtures.js';

const { gbit, kbit, mbit, ms } = tc;
const kilo = 1024;

interface Made {
  readonly kind: string;
  readonly options: object;
}

/** What tc(8) sent for a command. */
function sent(command: string): Record<string, unknown> {
  const message = captured.find(({ name, source }) => source === 'request' && name === `tc ${command}`);
  expect(message, command).toBeDefined();
  return decode(message!.schema, message!.payload);
}

/** What is sent of options: as they are read again. */
function written(file: 'qdisc' | 'class', fields: object): Record<string, unknown> {
  return decode(schemas[file]!, encode(schemas[file]!, fields));
}

const red = { limit: 400 * kilo, avpkt: 1000, bandwidth: mbit(10) };
const gredQueue = {
  limit: 60 * kilo,
  min: 15 * kilo,
  max: 45 * kilo,
  burst: 20,
  avpkt: 1000,
  bandwidth: mbit(10),
};

const qdiscs: readonly (readonly [command: string, made: Made])[] = [
  ['htb default 30 r2q 5', tc.htb({ default: 0x30, r2q: 5 })],
  ['htb direct_qlen 100', tc.htb({ directQlen: 100 })],
  [
    'tbf rate 1mbit burst 5kb latency 70ms peakrate 2mbit minburst 1540',
    tc.tbf({ rate: mbit(1), burst: 5 * kilo, latency: ms(70), peakrate: mbit(2), mtu: 1540 }),
  ],
  [
    'tbf rate 500kbit burst 5kb limit 10kb mpu 64 overhead 24 linklayer atm',
    tc.tbf({ rate: kbit(500), burst: 5 * kilo, limit: 10 * kilo, mpu: 64, overhead: 24, linklayer: 'atm' }),
  ],
  [
    'prio bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 3',
    tc.prio({ bands: 4, priomap: [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 3] }),
  ],
  [
    'sfq perturb 10 quantum 1500 limit 100 flows 64 divisor 512 headdrop',
    tc.sfq({ perturb: 10, quantum: 1500, limit: 100, flows: 64, divisor: 512, headdrop: true }),
  ],
  [
    'sfq limit 3000 flows 512 divisor 16384 redflowlimit 100000 min 8000 max 60000 probability 0.20 ecn headdrop harddrop',
    tc.sfq({
      limit: 3000,
      flows: 512,
      divisor: 16384,
      headdrop: true,
      red: { limit: 100_000, min: 8000, max: 60_000, probability: 0.2, ecn: true, harddrop: true },
    }),
  ],
  [
    'red limit 400kb min 30kb max 90kb avpkt 1000 burst 55 ecn adaptive bandwidth 10Mbit probability 0.1',
    tc.red({
      ...red,
      min: 30 * kilo,
      max: 90 * kilo,
      burst: 55,
      ecn: true,
      adaptive: true,
      probability: 0.1,
    }),
  ],
  [
    'red limit 400kb avpkt 1000 bandwidth 10Mbit qevent early_drop block 10 qevent mark block 11 ecn',
    tc.red({ ...red, earlyDropBlock: 10, markBlock: 11, ecn: true }),
  ],
  [
    'choke limit 1000 min 83 max 250 avpkt 800 burst 100 bandwidth 10Mbit ecn probability 0.05',
    tc.choke({ limit: 1000, min: 83, max: 250, avpkt: 800, burst: 100, ecn: true, probability: 0.05 }),
  ],
  [
    'gred setup DPs 3 default 1 grio limit 60kb',
    tc.gred({ queues: 3, default: 1, grio: true, limit: 60 * kilo }),
  ],
  ['gred setup vqs 2 default 0 ecn harddrop', tc.gred({ queues: 2, ecn: true, harddrop: true })],
  [
    'gred limit 60kb min 15kb max 45kb burst 20 avpkt 1000 bandwidth 10Mbit DP 1 probability 0.04 prio 3',
    tc.gredQueue({ ...gredQueue, queue: 1, probability: 0.04, prio: 3 }),
  ],
  [
    'netem delay 100ms rate 5kbit 20 100 5',
    tc.netem({ delay: ms(100), rate: kbit(5), packetOverhead: 20, cellSize: 100, cellOverhead: 5 }),
  ],
  [
    'netem loss state 1% 90% 2% 50% 3% ecn',
    tc.netem({ lossState: { p13: 0.01, p31: 0.9, p32: 0.02, p23: 0.5, p14: 0.03 }, ecn: true }),
  ],
  ['hfsc default 12', tc.hfsc({ default: 0x12 })],
];

const classes: readonly (readonly [command: string, made: Made])[] = [
  ['htb rate 6mbit burst 15k', tc.htbClass({ rate: mbit(6), burst: 15 * kilo })],
  [
    'htb rate 5mbit ceil 6mbit burst 15k cburst 12k prio 2 quantum 3000',
    tc.htbClass({
      rate: mbit(5),
      ceil: mbit(6),
      burst: 15 * kilo,
      cburst: 12 * kilo,
      prio: 2,
      quantum: 3000,
    }),
  ],
  [
    'htb rate 3mbit overhead 14 mpu 64 linklayer atm',
    tc.htbClass({ rate: mbit(3), overhead: 14, mpu: 64, linklayer: 'atm' }),
  ],
  ['htb rate 40gbit ceil 80gbit', tc.htbClass({ rate: gbit(40), ceil: gbit(80) })],
  [
    'hfsc sc rate 10mbit ul rate 10mbit',
    tc.hfscClass({ both: { rate: mbit(10) }, upperLimit: { rate: mbit(10) } }),
  ],
  [
    'hfsc rt m1 5mbit d 10ms m2 2mbit ls m1 1mbit d 5ms m2 3mbit',
    tc.hfscClass({
      realTime: { first: mbit(5), delay: ms(10), rate: mbit(2) },
      linkShare: { first: mbit(1), delay: ms(5), rate: mbit(3) },
    }),
  ],
];

/** The whole command of which we know the end. */
const commandOf = (file: string, end: string): string =>
  captured
    .find(
      ({ name, source, file: from }) => source === 'request' && from === file && name.endsWith(` ${end}`),
    )!
    .name.slice('tc '.length);

describe('what tc computes', () => {
  test.each(qdiscs)('%s', (command, made) => {
    const { kind, options } = sent(commandOf('qdisc', command));
    // A nest that tc writes for kernels of long ago.
    const { compatible: _, ...ours } = options as Record<string, unknown>;
    expect(written('qdisc', made)).toMatchObject({ kind, options: ours });
  });

  test.each(classes)('%s', (command, made) => {
    const { kind, options } = sent(commandOf('class', command));
    expect(written('class', made)).toMatchObject({ kind, options: options as object });
  });

  test('netem with all its chances', () => {
    const command = commandOf('qdisc', 'reorder 25% 50% gap 5 limit 900');
    const { options } = sent(command);
    const { delayDist, ...theirs } = options as Record<string, unknown>;
    const made = tc.netem({
      delay: ms(10),
      jitter: ms(2),
      delayCorrelation: 0.25,
      loss: 0.01,
      lossCorrelation: 0.25,
      duplicate: 0.02,
      duplicateCorrelation: 0.1,
      corrupt: 0.001,
      corruptCorrelation: 0.05,
      reorder: 0.25,
      reorderCorrelation: 0.5,
      gap: 5,
      limit: 900,
      distribution: delayDist as number[],
    });
    expect(written('qdisc', made)).toMatchObject({ options: { ...theirs, delayDist } });
  });

  test('a size table and an estimator', () => {
    const { stab, rate } = sent(commandOf('qdisc', 'linklayer adsl bfifo limit 30kb'));
    const made = {
      stab: tc.sizeTable({ overhead: 24, mtu: 2048, tsize: 64, mpu: 64, linklayer: 'atm' }),
      rate: tc.estimator(1, 8),
    };
    expect(written('qdisc', made)).toMatchObject({ stab, rate });
    expect(tc.estimator(0.25, 0.5)).toEqual(sent(commandOf('class', 'htb rate 1mbit')).rate);
    expect(tc.sizeTable({ overhead: 4 })).toEqual({ base: { overhead: 4, linklayer: 1 } });
  });

  test('delays that ticks have no room for are told in nanoseconds', () => {
    const { options } = tc.netem({ delay: 300, jitter: 280 });
    expect(options).toMatchObject({ latency64: 300e9, jitter64: 280e9, latency: 0xffff_ffff });
  });

  test('rates of more than 32 bits have an attribute of 64', () => {
    expect(
      tc.tbf({ rate: gbit(40), burst: 1e6, limit: 1e7, peakrate: gbit(80), mtu: 9000 }).options,
    ).toMatchObject({
      rate64: 5e9,
      prate64: 1e10,
      parms: { rate: { rate: 0xffff_ffff }, peakrate: { rate: 0xffff_ffff } },
    });
    expect(tc.netem({ rate: gbit(40) }).options).toMatchObject({ rate64: 5e9, rate: { rate: 0xffff_ffff } });
  });
});

describe('what cannot be', () => {
  test.each<[() => unknown, RegExp]>([
    [() => tc.tbf({ rate: mbit(1), burst: 5000 }), /either 'limit'.* or 'latency'/],
    [() => tc.tbf({ rate: mbit(1), burst: 5000, limit: 1, latency: 1 }), /either 'limit'/],
    [() => tc.tbf({ burst: 5000, limit: 1 } as never), /'rate' is missing: bytes a second, as mbit\(1\)/],
    [() => tc.tbf({ rate: -1, burst: 5000, limit: 1 }), /'rate' cannot be -1/],
    [() => tc.tbf({ rate: mbit(1), burst: 5000, limit: 1, peakrate: mbit(2) }), /'mtu' is missing/],
    [
      () => tc.tbf({ rate: mbit(1), burst: 5000, limit: 1, linklayer: 'x' as never }),
      /'linklayer' cannot be 'x'/,
    ],
    [() => tc.htbClass({ rate: 0 }), /'rate' cannot be 0/],
    [() => tc.htbClass({ rate: 1, ceil: Number.NaN }), /'ceil' cannot be NaN/],
    [() => tc.red({ limit: 1000, min: 500, max: 400 }), /'min' \(500\) is not below 'max' \(400\)/],
    [() => tc.red({ limit: 400_000, min: 30_000, max: 90_000, burst: 2 }), /'burst' \(2\) is too small/],
    [() => tc.red({ limit: 400_000, probability: 2 }), /'probability' cannot be 2/],
    [() => tc.netem({ loss: 5 }), /'loss' cannot be 5: a probability is from 0 to 1/],
    [() => tc.netem({ distribution: Array(20_000).fill(0) }), /20000 values; the kernel takes 16384/],
    [() => tc.hfscClass({}), /a class has a curve/],
    [() => tc.hfscClass({ realTime: { rate: 1 }, upperLimit: { rate: 1 } }), /'upperLimit' goes with/],
    [() => tc.estimator(20, 1), /'interval' cannot be 20/],
    [() => tc.estimator(1, 0.1), /'timeConstant' cannot be 0.1/],
  ])('%#: is refused', (make, message) => {
    expect(make).toThrow(WireError);
    expect(make).toThrow(message);
  });
});
