/** What pinging a host came to. */

/** Times are in milliseconds. */
export interface PingStatistics {
  readonly transmitted: number;
  /** Probes that were answered, duplicates not counted. */
  readonly received: number;
  readonly duplicates: number;
  /** Answers that came after one to a later probe. */
  readonly reordered: number;
  /** Answers whose data were not what was sent. */
  readonly corrupted: number;
  /** ICMP errors, and probes that this host's kernel refused. */
  readonly errors: number;
  /** 0 to 1. */
  readonly loss: number;
  /** From the first probe to the last. */
  readonly time: number;
  /** Absent without an answer. */
  readonly rtt?: RoundTrips;
  /** The most probes that had been sent from one on, itself included, when it was answered. */
  readonly pipe: number;
}

export interface RoundTrips {
  readonly min: number;
  readonly avg: number;
  readonly max: number;
  /** The standard deviation, which ping calls mdev. */
  readonly mdev: number;
  /** The moving average, in which each answer weighs an eighth. */
  readonly ewma: number;
}

/** Counts for one host. */
export class Tally {
  transmitted = 0;
  received = 0;
  duplicates = 0;
  reordered = 0;
  corrupted = 0;
  errors = 0;
  /** Errors that somebody told of: routers, hosts, and this host's error queue; not every refusal to send. */
  reported = 0;
  pipe = 0;
  /** When the first and the last probe were sent. */
  started = 0;
  last = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #sum = 0;
  #squares = 0;
  #ewma = 0;
  #times = 0;

  get max(): number {
    return this.#max;
  }

  get ewma(): number {
    return this.#ewma;
  }

  addTime(time: number): void {
    this.#times++;
    this.#sum += time;
    this.#squares += time * time;
    if (time < this.#min) this.#min = time;
    if (time > this.#max) this.#max = time;
    this.#ewma = this.#times === 1 ? time : this.#ewma + (time - this.#ewma) / 8;
  }

  snapshot(): PingStatistics {
    const { transmitted, received, duplicates, reordered, corrupted, errors, pipe } = this;
    const average = this.#sum / this.#times;
    const rtt = {
      min: this.#min,
      avg: average,
      max: this.#max,
      mdev: Math.sqrt(Math.max(0, this.#squares / this.#times - average * average)),
      ewma: this.#ewma,
    };
    return {
      transmitted,
      received,
      duplicates,
      reordered,
      corrupted,
      errors,
      loss: transmitted === 0 ? 0 : Math.max(0, transmitted - received) / transmitted,
      time: this.last - this.started,
      ...(this.#times === 0 ? {} : { rtt }),
      pipe,
    };
  }
}
