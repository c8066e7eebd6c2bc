/** Which probe the kernel's transmit stamps are about: it counts what a socket sends. */

const remembered = 0x10000;

export class TransmitTimes {
  /** Host and sequence number of what was sent, by the kernel's count. */
  readonly #sent: string[] = [];
  readonly #times = new Map<string, number>();
  #count = 0;

  sent(host: number, sequence: number): void {
    this.#sent[this.#count++ % remembered] = keyOf(host, sequence);
  }

  stamped(id: number, nanoseconds: bigint): void {
    const key = this.#sent[id % remembered];
    if (key === undefined) return;
    if (this.#times.size >= remembered) this.#times.clear();
    this.#times.set(key, Number(nanoseconds / 1000n) / 1000);
  }

  /** When a probe left, in milliseconds since 1970; undefined when no stamp has come. */
  take(host: number, sequence: number): number | undefined {
    const key = keyOf(host, sequence);
    const time = this.#times.get(key);
    this.#times.delete(key);
    return time;
  }
}

const keyOf = (host: number, sequence: number): string => `${host} ${sequence}`;
