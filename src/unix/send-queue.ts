/** Sends that have to wait, one behind the other. */
import { SocketError, type WaitOptions } from '../socket/index.js';
import { ETIMEDOUT } from './errno.js';

/** What is left of the time that a send was given. */
export type Remaining = () => WaitOptions;

export class SendQueue {
  #tail: Promise<unknown> | undefined;
  #waiting = 0;

  get empty(): boolean {
    return this.#waiting === 0;
  }

  /** Calls `send` when those before it are done; rejects when its time is over before. */
  async run({ signal, timeout }: WaitOptions, send: (remaining: Remaining) => Promise<void>): Promise<void> {
    signal?.throwIfAborted();
    const end = timeout === undefined ? undefined : performance.now() + timeout;
    const remaining = (): WaitOptions => {
      if (end === undefined) return { signal };
      const left = end - performance.now();
      if (left <= 0) throw tooLong(timeout!);
      return { signal, timeout: left };
    };
    const before = this.#tail;
    this.#waiting++;
    const turn = (async () => {
      try {
        if (before !== undefined) await inTime(before, remaining());
        await send(remaining);
      } finally {
        this.#waiting--;
      }
    })();
    // Those behind wait for all that were before, also when this one gives up.
    const tail = Promise.allSettled([before, turn]);
    this.#tail = tail;
    tail.then(() => {
      if (this.#tail === tail) this.#tail = undefined;
    });
    await turn;
  }
}

function inTime(promise: Promise<unknown>, { signal, timeout }: WaitOptions): Promise<unknown> {
  if (signal === undefined && timeout === undefined) return promise;
  return new Promise((resolve, reject) => {
    const timer = timeout === undefined ? undefined : setTimeout(() => settle(tooLong(timeout)), timeout);
    const onAbort = () => settle(signal!.reason);
    const settle = (error?: unknown) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (error === undefined) resolve(undefined);
      else reject(error);
    };
    signal?.addEventListener('abort', onAbort);
    promise.then(() => settle());
  });
}

function tooLong(timeout: number): SocketError {
  const explanation = `the receiver's queue was full for ${Math.round(timeout)} ms`;
  return new SocketError({ syscall: 'sendmsg', errno: ETIMEDOUT, explanation });
}
