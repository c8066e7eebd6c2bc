/** Linux's own map of priorities to three bands. */
const usualMap: readonly number[] = [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];

export interface PrioSettings {
  /** Bands, of which an earlier one is always served first; 3 unless given. */
  readonly bands?: number;
  /** The band of each of the sixteen priorities. */
  readonly priomap?: readonly number[];
}

/** Strict priorities, as tc-prio(8). */
export function prio({ bands = 3, priomap = usualMap }: PrioSettings = {}) {
  return { kind: 'prio', options: { bands, priomap } } as const;
}
