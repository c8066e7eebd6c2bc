/** Waiting for a descriptor to become readable or writable. */
import { addon, type NativePoller } from './addon.js';
import { ECANCELED, ETIMEDOUT, SocketError } from './errors.js';

export const READABLE = 1;
export const WRITABLE = 2;

/** How long to wait. */
export interface WaitOptions {
  /** Ends the wait; it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Milliseconds until the wait rejects with ETIMEDOUT. What is ready by then counts as ready. */
  timeout?: number | undefined;
}

/** Called once: without an error when the descriptor is ready. */
export type ReadyCallback = (error?: SocketError) => void;

interface Waiter {
  direction: number;
  settle(error?: unknown): void;
}

/** setTimeout takes no more; a longer timeout is none. */
const LONGEST_TIMEOUT = 0x7fffffff;

/**
 * The waits on one descriptor, over one poller that is made when somebody first waits. It watches,
 * and keeps the event loop alive, only while somebody waits.
 */
export class Readiness {
  readonly #fd: number;
  readonly #waiters = new Set<Waiter>();
  #poller: NativePoller | undefined;
  #armed = 0;
  #referenced = true;
  #onReadable: ReadyCallback | undefined;
  #onWritable: ReadyCallback | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** How many waits are pending. */
  get pending(): number {
    return this.#waiters.size + (this.#onReadable ? 1 : 0) + (this.#onWritable ? 1 : 0);
  }

  wait(direction: number, { signal, timeout }: WaitOptions = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      checkTimeout(timeout);

      const waiter: Waiter = {
        direction,
        settle: error => {
          this.#waiters.delete(waiter);
          timer?.cancel();
          signal?.removeEventListener('abort', onAbort);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      const giveUp = (error: unknown) => {
        waiter.settle(error);
        this.#arm();
      };
      const onAbort = () => giveUp(signal?.reason);
      const timer =
        timeout === undefined || timeout > LONGEST_TIMEOUT
          ? undefined
          : new Deadline(timeout, this.#referenced, () => giveUp(timedOut(direction, timeout)));

      this.#waiters.add(waiter);
      const result = this.#arm();
      if (result < 0) {
        waiter.settle(SocketError.from(result, 'poll'));
        return;
      }
      signal?.addEventListener('abort', onAbort);
    });
  }

  /** As {@link wait}, for one caller a direction who looks again and again: without a promise for each time. */
  notify(direction: number, callback: ReadyCallback): void {
    if (direction === READABLE) this.#onReadable = callback;
    else this.#onWritable = callback;
    const result = this.#arm();
    if (result < 0) {
      this.#take(direction);
      process.nextTick(callback, SocketError.from(result, 'poll'));
    }
  }

  ref(): void {
    this.#referenced = true;
    this.#poller?.ref();
  }

  unref(): void {
    this.#referenced = false;
    this.#poller?.unref();
  }

  /** Ends every wait with ECANCELED. The descriptor may be closed afterwards. */
  close(): void {
    this.#poller?.close();
    this.#poller = undefined;
    this.#armed = 0;
    for (const waiter of this.#waiters) waiter.settle(closedMeanwhile());
    for (const direction of [READABLE, WRITABLE]) {
      const callback = this.#take(direction);
      if (callback !== undefined) process.nextTick(callback, closedMeanwhile());
    }
  }

  #take(direction: number): ReadyCallback | undefined {
    const callback = direction === READABLE ? this.#onReadable : this.#onWritable;
    if (direction === READABLE) this.#onReadable = undefined;
    else this.#onWritable = undefined;
    return callback;
  }

  /** Watches the directions that are waited for, and no others. Returns 0 or −errno. */
  #arm(): number {
    let wanted = (this.#onReadable ? READABLE : 0) | (this.#onWritable ? WRITABLE : 0);
    for (const { direction } of this.#waiters) wanted |= direction;
    if (wanted === this.#armed) return 0;
    this.#armed = wanted;
    if (wanted === 0) {
      this.#poller?.stop();
      return 0;
    }
    const result = this.#ensurePoller().start(wanted);
    if (result < 0) this.#armed = 0;
    return result;
  }

  #ensurePoller(): NativePoller {
    if (this.#poller === undefined) {
      this.#poller = new addon.Poller(this.#fd, events => this.#wake(events));
      if (!this.#referenced) this.#poller.unref();
    }
    return this.#poller;
  }

  /**
   * Settles the waits for `events`. The poller has forgotten these directions. A wait for them that
   * begins before this callback's microtasks are done costs no system call.
   */
  #wake(events: number): void {
    this.#armed &= ~events;
    for (const waiter of this.#waiters) {
      if ((waiter.direction & events) !== 0) waiter.settle();
    }
    // What a callback asks for anew is for the next time.
    const onReadable = (events & READABLE) === 0 ? undefined : this.#take(READABLE);
    const onWritable = (events & WRITABLE) === 0 ? undefined : this.#take(WRITABLE);
    onReadable?.();
    onWritable?.();
  }
}

/**
 * A timer that lets the event loop look at the descriptors once more before it strikes: timers run
 * before polling, so that after a long pause a deadline would beat data that arrived in time.
 */
class Deadline {
  #timer: NodeJS.Timeout;
  #immediate: NodeJS.Immediate | undefined;

  constructor(milliseconds: number, referenced: boolean, strike: () => void) {
    this.#timer = setTimeout(() => {
      this.#immediate = setImmediate(strike);
      if (!referenced) this.#immediate.unref();
    }, milliseconds);
    if (!referenced) this.#timer.unref();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
  }
}

function checkTimeout(timeout: number | undefined): void {
  if (timeout === undefined) return;
  if (typeof timeout !== 'number') throw new TypeError('timeout must be a number of milliseconds');
  if (!(timeout >= 0)) throw new RangeError(`timeout must be 0 or more milliseconds, not ${timeout}`);
}

function timedOut(direction: number, timeout: number): SocketError {
  const state = direction === READABLE ? 'readable' : 'writable';
  return new SocketError({
    syscall: 'poll',
    errno: ETIMEDOUT,
    explanation: `the socket was not ${state} within ${timeout} ms`,
  });
}

function closedMeanwhile(): SocketError {
  const explanation = 'the socket was closed during the wait';
  return new SocketError({ syscall: 'poll', errno: ECANCELED, explanation });
}
