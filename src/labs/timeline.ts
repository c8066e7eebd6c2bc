/** What happened on all hosts of a lab, in order. */

export interface TimelineEntry {
  /** Milliseconds since the lab was up. */
  readonly at: number;
  readonly host: string;
  /** A system call, a packet on an interface, a netlink message, a program, a note. */
  readonly kind: 'call' | 'packet' | 'netlink' | 'program' | 'note';
  readonly text: string;
}

export class Timeline {
  #start = performance.now();
  readonly #entries: TimelineEntry[] = [];

  record(host: string, kind: TimelineEntry['kind'], text: string, at: number = this.now()): void {
    this.#entries.push({ at, host, kind, text });
  }

  /** Counts from now on: what came before was the making of the lab. */
  begin(): void {
    this.#start = performance.now();
  }

  now(): number {
    return performance.now() - this.#start;
  }

  /** The place of a time of the kernel's, in nanoseconds since 1970. */
  at(nanoseconds: bigint): number {
    return Number(nanoseconds) / 1e6 - performance.timeOrigin - this.#start;
  }

  /** In the order in which it happened, also what was told late. */
  get entries(): readonly TimelineEntry[] {
    return this.#entries.toSorted((a, b) => a.at - b.at);
  }
}
