/** When which host gets its next probe, and when all is over. Times are milliseconds since 1970. */
import type { Host } from './host.js';
import type { PingOptions } from './options.js';

/** Milliseconds that a full queue is given to empty. */
const postponement = 1;
/** A flood does not wait longer than this for an answer. */
const floodInterval = 10;

export class Schedule {
  readonly #hosts: readonly Host[];
  readonly #interval: number;
  readonly #count: number;
  readonly #linger: number;
  readonly #deadline: number;
  readonly #countsAnswers: boolean;
  readonly #preload: number;
  readonly #eager: boolean;
  readonly #window: number;
  /** Where the next round of looking begins: where the window ended the last. */
  #cursor = 0;
  #underWay = 0;
  readonly #waiting = new Map<Host, number>();
  #started = 0;
  #stopped = false;

  constructor(hosts: readonly Host[], options: PingOptions) {
    const {
      count,
      interval,
      linger = 10_000,
      deadline,
      preload = 1,
      adaptive,
      flood,
      window = 256,
    } = options;
    this.#hosts = hosts;
    this.#interval = interval ?? (flood ? floodInterval : 1000);
    this.#count = count ?? Number.POSITIVE_INFINITY;
    this.#linger = linger;
    this.#deadline = deadline ?? Number.POSITIVE_INFINITY;
    this.#countsAnswers = deadline !== undefined && count !== undefined;
    this.#preload = preload;
    this.#eager = Boolean(adaptive) || (Boolean(flood) && interval === undefined);
    this.#window = window;
  }

  start(now: number): void {
    this.#started = now;
    for (const host of this.#hosts) host.due = now;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** The hosts of a family that are due, as many as the window and `room` allow. A host may be due several times. */
  due(now: number, family: string, room: number): Host[] {
    const due: Host[] = [];
    if (this.#stopped) return due;
    const free = Math.min(room, this.#window - this.#underWay);
    const hosts = this.#hosts;
    let at = this.#cursor;
    for (let looked = 0; looked < hosts.length; looked++, at = at + 1 === hosts.length ? 0 : at + 1) {
      const host = hosts[at]!;
      if (host.finished || host.due > now || host.family !== family) continue;
      if (due.length >= free) {
        this.#cursor = at;
        return due;
      }
      due.push(host);
      if (host.tally.transmitted === 0) {
        const most = Math.min(this.#preload, this.#count, free - due.length + 1);
        for (let i = 1; i < most; i++) due.push(host);
      }
    }
    return due;
  }

  /** A probe has left. */
  sent(host: Host, now: number): void {
    this.#underWay++;
    this.#waiting.set(host, (this.#waiting.get(host) ?? 0) + 1);
    if (!this.#countsAnswers && host.tally.transmitted >= this.#count) host.finished = true;
    // Late once does not mean late ever after, and what was missed is not made up for.
    const regular = host.due + this.#interval;
    host.due = regular > now - this.#interval ? regular : now + this.#interval;
  }

  /** A probe was answered, or failed. */
  settled(host: Host, now: number): void {
    const waiting = this.#waiting.get(host) ?? 0;
    if (waiting > 0) {
      this.#underWay--;
      this.#waiting.set(host, waiting - 1);
    }
    if (this.#countsAnswers && host.tally.received + host.tally.reported >= this.#count) host.finished = true;
    if (this.#eager && !host.finished && waiting <= 1) host.due = now;
  }

  postpone(hosts: readonly Host[], now: number): void {
    for (const host of hosts) host.due = now + postponement;
  }

  /** Whether something can be sent right now. */
  maySend(now: number): boolean {
    return !this.#stopped && this.#underWay < this.#window && this.#earliest() <= now;
  }

  /** Milliseconds until something is to be done though nothing arrives. */
  pause(now: number): number {
    const next = this.#underWay < this.#window ? this.#earliest() : now + this.#interval;
    return Math.max(0, Math.min(next, this.#end(), this.#started + this.#deadline) - now);
  }

  isOver(now: number): boolean {
    if (this.#stopped || now >= this.#started + this.#deadline) return true;
    // As ping has it, a deadline ends with an error that was reported too, when there is one host to be in error.
    const [first, second] = this.#hosts;
    if (this.#deadline !== Number.POSITIVE_INFINITY && second === undefined && first!.tally.reported > 0)
      return true;
    if (!this.#hosts.every(({ finished }) => finished)) {
      this.#expire(now);
      return false;
    }
    return this.#underWay === 0 || this.#countsAnswers || now >= this.#end();
  }

  /** Probes that nobody will answer any more make room for others. */
  #expire(now: number): void {
    if (this.#underWay < this.#window) return;
    for (const [host, waiting] of this.#waiting) {
      if (waiting === 0 || now < host.tally.last + this.#patience(host)) continue;
      this.#underWay -= waiting;
      this.#waiting.set(host, 0);
    }
  }

  /** When the last answers can be given up, once everything is sent. */
  #end(): number {
    let end = 0;
    for (const [host, waiting] of this.#waiting) {
      if (!host.finished) return Number.POSITIVE_INFINITY;
      if (waiting > 0) end = Math.max(end, host.tally.last + this.#patience(host));
    }
    return end === 0 ? Number.POSITIVE_INFINITY : end;
  }

  /** As ping has it: twice the longest time so far, but at least the interval; without an answer, `linger`. */
  #patience({ tally }: Host): number {
    return tally.received > 0 ? Math.max(2 * tally.max, this.#interval) : this.#linger;
  }

  #earliest(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const host of this.#hosts) if (!host.finished && host.due < earliest) earliest = host.due;
    return earliest;
  }
}
