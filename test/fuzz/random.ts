/** Random numbers that a seed repeats (xorshift32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) % limit;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

/** The seed of this run: AFKIT_FUZZ_SEED repeats an earlier one, otherwise it is the time. */
export const fuzzSeed: number = Number(process.env.AFKIT_FUZZ_SEED ?? Date.now() % 0x7fff_ffff);
