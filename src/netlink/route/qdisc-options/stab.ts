import { type LinkLayerOptions, lengthOf } from './rate-table.js';

export interface SizeTableSettings extends LinkLayerOptions {
  /** Bytes of the longest packet; 2047 unless given. */
  readonly mtu?: number;
  /** Sizes in the table; 512 unless given. */
  readonly tsize?: number;
}

/** What packets are taken to be as long as, whatever the kind of the qdisc: its `stab`, as tc-stab(8). */
export function sizeTable(settings: SizeTableSettings) {
  const { overhead = 0, mpu = 0, linklayer = 'ethernet', mtu = 2047, tsize = 512 } = settings;
  // What only adds the same to each needs no table.
  if (linklayer === 'ethernet' && mpu === 0) return { base: { overhead, linklayer: layers.ethernet } };
  let cellLog = 0;
  while (mtu >> cellLog > tsize - 1) cellLog++;
  const sizes = Array.from({ length: tsize }, (_, i) => lengthOf((i + 1) << cellLog, mpu, linklayer));
  let sizeLog = 0;
  while (sizes[tsize - 1]! >> sizeLog > 0xffff) sizeLog++;
  return {
    base: { cellLog, sizeLog, cellAlign: -1, overhead, linklayer: layers[linklayer], mpu, mtu, tsize },
    data: sizes.map(size => size >> sizeLog),
  };
}

/** TC_LINKLAYER_… (linux/pkt_sched.h) */
const layers = { ethernet: 1, atm: 2 } as const;
