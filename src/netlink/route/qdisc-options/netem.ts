import { WireError } from '../../../wire/index.js';
import { expectNumber, partOf32Bits } from './checks.js';
import { ticksOf, wideRate } from './rate-table.js';

export interface NetemSettings {
  /** Packets that may wait; 1000 unless given. */
  readonly limit?: number;
  /** Seconds, as ms(100). */
  readonly delay?: number;
  /** Seconds by which it varies. */
  readonly jitter?: number;
  /** How much a delay is like the one before, from 0 to 1. */
  readonly delayCorrelation?: number;
  /** How delays vary: deviations of equal probability, in parts of 8192 of the jitter, at most 16384 of them. */
  readonly distribution?: readonly number[];
  /** Probabilities, from 0 to 1, that a packet is lost, sent twice, changed, or sent at once. */
  readonly loss?: number;
  readonly duplicate?: number;
  readonly corrupt?: number;
  readonly reorder?: number;
  /** How much each is like the one before, from 0 to 1. */
  readonly lossCorrelation?: number;
  readonly duplicateCorrelation?: number;
  readonly corruptCorrelation?: number;
  readonly reorderCorrelation?: number;
  /** Every how many packets one goes ahead. */
  readonly gap?: number;
  /** Losses of four states: probabilities to go from one to another. */
  readonly lossState?: Readonly<Record<'p13' | 'p31' | 'p32' | 'p23' | 'p14', number>>;
  /** Losses of Gilbert and Elliot: to the bad state, back, not lost in the bad one, lost in the good one. */
  readonly lossGemodel?: {
    readonly p: number;
    readonly r?: number;
    readonly h?: number;
    readonly k1?: number;
  };
  /** Mark packets instead of losing them. */
  readonly ecn?: boolean;
  /** Bytes a second. */
  readonly rate?: number;
  /** Bytes: what each packet has besides, the length of cells, and what each cell has besides. */
  readonly packetOverhead?: number;
  readonly cellSize?: number;
  readonly cellOverhead?: number;
  /** Of the pseudo-random numbers (since Linux 6.6). */
  readonly seed?: number | bigint;
}

/** What ticks of 32 bits have no room for is told in nanoseconds. */
const mostTicks = 0xffff_ffff;

/** A network emulator, as tc-netem(8). Throws WireError for settings that cannot be. */
export function netem(settings: NetemSettings = {}) {
  const { limit = 1000, delay = 0, jitter = 0, gap, ecn, seed, distribution } = settings;
  expectNumber('delay', delay, 'seconds, as ms(100)');
  expectNumber('jitter', jitter, 'seconds, as ms(5)');
  if (distribution !== undefined && distribution.length > 16384)
    throw new WireError(`'distribution' has ${distribution.length} values; the kernel takes 16384`);
  const [latency, jitterTicks] = [ticksOf(delay), ticksOf(jitter)];
  const part = (name: keyof NetemSettings & string): number =>
    partOf32Bits(name, (settings[name] ?? 0) as number);
  const corr = {
    delayCorr: part('delayCorrelation'),
    lossCorr: part('lossCorrelation'),
    dupCorr: part('duplicateCorrelation'),
  };
  const reorder = { probability: part('reorder'), correlation: part('reorderCorrelation') };
  const corrupt = { probability: part('corrupt'), correlation: part('corruptCorrelation') };
  return {
    kind: 'netem',
    options: {
      latency: Math.min(latency, mostTicks),
      limit,
      loss: part('loss'),
      // Without a gap the kernel reorders nothing.
      gap: gap ?? (reorder.probability === 0 ? 0 : 1),
      duplicate: part('duplicate'),
      jitter: Math.min(jitterTicks, mostTicks),
      ...(Object.values(corr).some(Boolean) ? { corr } : {}),
      ...(reorder.probability === 0 ? {} : { reorder }),
      ...(corrupt.probability === 0 ? {} : { corrupt }),
      ...(latency > mostTicks ? { latency64: nanoseconds(delay) } : {}),
      ...(jitterTicks > mostTicks ? { jitter64: nanoseconds(jitter) } : {}),
      ...lossModel(settings),
      ...(ecn ? { ecn: 1 } : {}),
      ...rateOf(settings),
      ...(distribution === undefined ? {} : { delayDist: distribution }),
      ...(seed === undefined ? {} : { prngSeed: seed }),
    },
  } as const;
}

const nanoseconds = (seconds: number): number => Math.round(seconds * 1e9);

function lossModel({ lossState, lossGemodel }: NetemSettings) {
  if (lossState !== undefined) {
    const { p13, p31, p32, p23, p14 } = lossState;
    const gi = {
      p13: partOf32Bits('p13', p13),
      p31: partOf32Bits('p31', p31),
      p32: partOf32Bits('p32', p32),
      p14: partOf32Bits('p14', p14),
      p23: partOf32Bits('p23', p23),
    };
    return { lossModel: { gi } };
  }
  if (lossGemodel === undefined) return {};
  const { p, r = 1 - p, h = 0, k1 = 0 } = lossGemodel;
  const ge = {
    p: partOf32Bits('p', p),
    r: partOf32Bits('r', r),
    h: partOf32Bits('h', h),
    k1: partOf32Bits('k1', k1),
  };
  return { lossModel: { ge } };
}

function rateOf({ rate, packetOverhead = 0, cellSize = 0, cellOverhead = 0 }: NetemSettings) {
  if (rate === undefined) return {};
  expectNumber('rate', rate, 'bytes a second, as mbit(1)', 1);
  const told = { rate: Math.min(Math.trunc(rate), wideRate - 1), packetOverhead, cellSize, cellOverhead };
  return { rate: told, ...(rate >= wideRate ? { rate64: Math.trunc(rate) } : {}) };
}
