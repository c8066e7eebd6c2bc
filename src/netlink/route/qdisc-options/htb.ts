import { expectNumber } from './checks.js';
import { type LinkLayerOptions, rateTable, ticksToSend, wideRate } from './rate-table.js';

export interface HtbSettings {
  /** The minor number of the class for what no filter chooses a class for; 0 sends it at once. */
  readonly default?: number;
  /** Bytes a second of a class for each byte that it may send in its turn; 10 unless given. */
  readonly r2q?: number;
  /** Packets that may wait without a class. */
  readonly directQlen?: number;
  /** Let the device do it. */
  readonly offload?: boolean;
}

/** Hierarchical token buckets, as tc-htb(8). */
export function htb({ default: defcls = 0, r2q = 10, directQlen, offload }: HtbSettings = {}) {
  return {
    kind: 'htb',
    options: {
      init: { version: 3, rate2quantum: r2q, defcls },
      ...(directQlen === undefined ? {} : { directQlen }),
      ...(offload ? { offload: true as const } : {}),
    },
  } as const;
}

export interface HtbClassSettings extends LinkLayerOptions {
  /** Bytes a second that the class has by itself. */
  readonly rate: number;
  /** Bytes a second that it may have when others do not want theirs; the rate unless given. */
  readonly ceil?: number;
  /** Bytes that may be sent at once at these rates; the longest packet unless given. */
  readonly burst?: number;
  readonly cburst?: number;
  /** Lower numbers are offered first what is left. */
  readonly prio?: number;
  /** Bytes that it sends in its turn; by the rate and r2q unless given. */
  readonly quantum?: number;
  /** Bytes of the longest packet; 1600 unless given. */
  readonly mtu?: number;
}

/** A class of htb. Throws WireError for settings that cannot be. */
export function htbClass(settings: HtbClassSettings) {
  const { rate, ceil = rate, prio = 0, quantum = 0, mtu = 1600 } = settings;
  const guaranteed = rateTable(rate, settings, mtu);
  expectNumber('ceil', ceil, 'bytes a second, as mbit(20)', 1);
  const most = rateTable(ceil, settings, mtu);
  const { burst = leastBurst(rate, mtu), cburst = leastBurst(ceil, mtu) } = settings;
  return {
    kind: 'htb',
    options: {
      ...(rate >= wideRate ? { rate64: Math.trunc(rate) } : {}),
      ...(ceil >= wideRate ? { ceil64: Math.trunc(ceil) } : {}),
      parms: {
        rate: guaranteed.specification,
        ceil: most.specification,
        buffer: ticksToSend(rate, burst),
        cbuffer: ticksToSend(ceil, cburst),
        quantum,
        prio,
      },
      rtab: guaranteed.table,
      ctab: most.table,
    },
  } as const;
}

/** What comes together in a nanosecond, the resolution of the kernel's timers, and a packet. */
const leastBurst = (rate: number, mtu: number): number => Math.trunc(rate / 1e9) + mtu;
