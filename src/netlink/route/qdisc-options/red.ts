import { type RedQueueSettings, redQueue } from './red-parameters.js';

export interface RedSettings extends RedQueueSettings {
  /** Mark packets that can be marked instead of dropping them. */
  readonly ecn?: boolean;
  /** Drop, not mark, when the mean is above `max`. */
  readonly harddrop?: boolean;
  /** Let the kernel find the probability. */
  readonly adaptive?: boolean;
  /** Never drop packets early that cannot be marked. */
  readonly nodrop?: boolean;
  /** Blocks of filters for packets that are dropped early, or marked. */
  readonly earlyDropBlock?: number;
  readonly markBlock?: number;
}

type Flag = 'ecn' | 'harddrop' | 'adaptative' | 'nodrop';

function flagsOf({ ecn, harddrop, adaptive, nodrop }: Partial<RedSettings>): Flag[] {
  const flags: [Flag, boolean | undefined][] = [
    ['ecn', ecn],
    ['harddrop', harddrop],
    ['adaptative', adaptive],
    ['nodrop', nodrop],
  ];
  return flags.filter(([, on]) => on).map(([name]) => name);
}

const allFlags: readonly Flag[] = ['ecn', 'harddrop', 'adaptative', 'nodrop'];

/** Random early detection, as tc-red(8): bytes. Throws WireError for settings that do not go together. */
export function red(settings: RedSettings) {
  const { stab, maxP, ...parms } = redQueue(settings);
  const { earlyDropBlock, markBlock } = settings;
  return {
    kind: 'red',
    options: {
      parms: { ...parms, flags: [] },
      stab,
      maxP,
      flags: { value: flagsOf(settings), selector: allFlags },
      ...(earlyDropBlock === undefined ? {} : { earlyDropBlock }),
      ...(markBlock === undefined ? {} : { markBlock }),
    },
  } as const;
}

/** CHOKe, as tc-choke(8): `limit`, `min` and `max` in packets. */
export function choke(settings: RedQueueSettings & Pick<RedSettings, 'ecn'>) {
  const { stab, maxP, ...parms } = redQueue(settings, settings.avpkt ?? 1000);
  return { kind: 'choke', options: { parms: { ...parms, flags: flagsOf(settings) }, stab, maxP } } as const;
}

export interface GredSettings extends Pick<RedSettings, 'ecn' | 'harddrop'> {
  /** Virtual queues, up to sixteen. */
  readonly queues: number;
  /** The one for packets that choose none. */
  readonly default?: number;
  /** Let the priorities of queues count. */
  readonly grio?: boolean;
  /** Bytes. */
  readonly limit?: number;
}

/** Generalised RED: its virtual queues, which are then set one by one (`gredQueue`). */
export function gred({ queues, default: defDp = 0, grio, limit, ...flags }: GredSettings) {
  return {
    kind: 'gred',
    options: {
      dps: { dps: queues, defDp, grio: grio ? 1 : 0, flags: flagsOf(flags) },
      ...(limit === undefined ? {} : { limit }),
    },
  } as const;
}

export interface GredQueueSettings extends RedQueueSettings, Pick<RedSettings, 'ecn' | 'harddrop'> {
  readonly queue: number;
  readonly prio?: number;
}

/** One of gred's virtual queues, for `set`. */
export function gredQueue({ queue, prio = 0, ...settings }: GredQueueSettings) {
  const { stab, maxP, ...parms } = redQueue(settings);
  return {
    kind: 'gred',
    options: {
      parms: [{ ...parms, dp: queue, prio }],
      stab,
      maxP: [maxP],
      vqList: { entry: [{ dp: queue, flags: flagsOf(settings) }] },
    },
  } as const;
}

export interface SfqSettings {
  /** Bytes of a flow in a round; the kernel's choice unless given, as with the following. */
  readonly quantum?: number;
  /** Seconds after which flows are told apart anew. */
  readonly perturb?: number;
  /** Packets in all, and of a flow. */
  readonly limit?: number;
  readonly depth?: number;
  readonly divisor?: number;
  readonly flows?: number;
  /** Drop the first packet of a full flow instead of the last. */
  readonly headdrop?: boolean;
  /** RED in each flow. */
  readonly red?: RedQueueSettings & Pick<RedSettings, 'ecn' | 'harddrop'>;
}

/** Stochastic fair queueing, as tc-sfq(8). */
export function sfq({ perturb = 0, headdrop, red: inFlows, depth = 0, ...v0 }: SfqSettings = {}) {
  const own = { v0: { ...v0, perturbPeriod: perturb }, depth, headdrop: headdrop ? 1 : 0 };
  if (inFlows === undefined) return { kind: 'sfq', options: { ...own, stats: {} } } as const;
  // The kernel has no table for idle flows.
  const { stab: _, scellLog: __, ...parms } = redQueue(inFlows);
  return { kind: 'sfq', options: { ...own, ...parms, flags: flagsOf(inFlows), stats: {} } } as const;
}
