/** What happened on all hosts of a lab, in order. */

export interface TimelineEntry {
  /** Milliseconds since the lab began. */
  readonly at: number;
  readonly host: string;
  /** A system call, a packet on an interface, a netlink message, a program, a note. */
  readonly kind: 'call' | 'packet' | 'netlink' | 'program' | 'note';
  readonly text: string;
}

export class Timeline {
  readonly #start = performance.now();
  readonly #entries: TimelineEntry[] = [];

  record(host: string, kind: TimelineEntry['kind'], text: string, at: number = this.now()): void {
    this.#entries.push({ at, host, kind, text });
  }

  now(): number {
    return performance.now() - this.#start;
  }

  /** In the order in which it happened, also what was told late. */
  get entries(): readonly TimelineEntry[] {
    return this.#entries.toSorted((a, b) => a.at - b.at);
  }
}
