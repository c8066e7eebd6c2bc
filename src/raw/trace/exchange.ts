/** Asks by probes: each question is a promise of an answer, any number are under way, at most a window full sent. */
import { SocketError } from '../../socket/index.js';
import type { IpSocket } from '../ip-socket.js';
import type { TraceSettings } from './options.js';
import type { Probe, ProbeAnswer } from './probe.js';
import type { Prober } from './prober.js';

/** An answer with the time that it took. */
export interface TimedAnswer extends ProbeAnswer {
  /** Milliseconds. */
  readonly time: number;
}

/** What to ask: how far, by which flow, and how large. */
export interface Question {
  readonly ttl: number;
  readonly flow: number;
  readonly packetSize?: number | undefined;
  /** Milliseconds to wait, where that is not what all wait. */
  readonly timeout?: number | undefined;
}

interface Waiting {
  readonly probe: Probe;
  readonly sentAt: number;
  readonly timer: NodeJS.Timeout;
  settle(answer: TimedAnswer | undefined, error?: unknown): void;
}

/** Errors of a send that pass when one waits. */
const passing = new Set(['ENOBUFS', 'EAGAIN']);

export class Exchange implements Disposable {
  readonly prober: Prober;
  readonly #settings: TraceSettings;
  readonly #waiting = new Map<number, Waiting>();
  readonly #queue: (() => void)[] = [];
  readonly #watched = new Set<IpSocket>();
  #asking = 0;
  #sent = 0;
  #pace: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(prober: Prober, settings: TraceSettings) {
    this.prober = prober;
    this.#settings = settings;
  }

  /** How many probes were sent. */
  get sent(): number {
    return this.#sent;
  }

  /**
   * Sends a probe when the window has room and waits for its answer; undefined when none came in time.
   *
   * @param wanted looked at just before it is sent: false gives up the question
   * @throws (as a rejection) SocketError when the kernel refuses the probe
   */
  async ask(question: Question, wanted: () => boolean = () => true): Promise<TimedAnswer | undefined> {
    await this.#turn();
    try {
      if (this.#closed || !wanted()) return undefined;
      if (this.#settings.pause > 0) await this.#paced();
      return await this.#exchange(question);
    } finally {
      this.#asking--;
      this.#queue.shift()?.();
    }
  }

  /** Ends every wait. */
  close(): void {
    this.#closed = true;
    this.prober.close();
    for (const { settle } of this.#waiting.values()) settle(undefined);
    for (const go of this.#queue.splice(0)) go();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #turn(): Promise<void> {
    if (this.#asking >= this.#settings.window) await new Promise<void>(resolve => this.#queue.push(resolve));
    this.#asking++;
  }

  #paced(): Promise<void> {
    const before = this.#pace;
    this.#pace = before.then(() => new Promise(resolve => setTimeout(resolve, this.#settings.pause)));
    return before;
  }

  async #exchange(question: Question): Promise<TimedAnswer | undefined> {
    const number = this.#sent++;
    const { timeout = this.#settings.timeout, ...what } = question;
    const probe: Probe = { ...what, number, id: this.#freeId(number) };
    for (;;) {
      try {
        const sentAt = this.prober.send(probe);
        return await this.#wait(probe, sentAt, timeout);
      } catch (error) {
        if (!(error instanceof SocketError && passing.has(error.code))) throw error;
        await new Promise(resolve => setTimeout(resolve, 1));
      }
    }
  }

  #freeId(number: number): number {
    let id = (number % 0xffff) + 1;
    while (this.#waiting.has(id)) id = (id % 0xffff) + 1;
    return id;
  }

  #wait(probe: Probe, sentAt: number, timeout: number): Promise<TimedAnswer | undefined> {
    return new Promise((resolve, reject) => {
      const settle = (answer: TimedAnswer | undefined, error?: unknown) => {
        clearTimeout(timer);
        this.#waiting.delete(probe.id);
        this.prober.forget(probe);
        if (error === undefined) resolve(answer);
        else reject(error);
      };
      const giveUp = () => {
        // What is there by now came in time: timers run before the sockets are looked at.
        this.#receiveAll();
        if (this.#waiting.has(probe.id)) settle(undefined);
      };
      const timer = setTimeout(() => setImmediate(giveUp), timeout);
      this.#waiting.set(probe.id, { probe, sentAt, timer, settle });
      this.#receiveAll();
    });
  }

  #receiveAll(): void {
    if (this.#closed) return;
    for (const socket of this.prober.sockets) this.#receive(socket);
    for (const socket of this.prober.sockets) this.#watch(socket);
  }

  #receive(socket: IpSocket): void {
    if (socket.closed) return;
    for (const { id, answer } of this.prober.receive(socket)) {
      const waiting = this.#waiting.get(id);
      waiting?.settle({ ...answer, time: Math.max(0, answer.at - waiting.sentAt) });
    }
  }

  #watch(socket: IpSocket): void {
    if (socket.closed || this.#watched.has(socket) || this.#waiting.size === 0) return;
    this.#watched.add(socket);
    this.prober.wait(socket).then(
      () => {
        this.#watched.delete(socket);
        this.#receiveAll();
      },
      () => this.#watched.delete(socket),
    );
  }
}
