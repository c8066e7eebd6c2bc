/** What a datagram does that finds a full queue, or nobody. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Socket, SocketError, type WaitOptions } from '../socket/index.js';
import type { UnixAddress } from './address.js';
import { connectSocket } from './connecting.js';
import { ECANCELED, ECONNREFUSED, ECONNRESET, ENOENT, ENOTCONN } from './errno.js';
import type { MessageSendOptions, SendPolicy } from './message-sender.js';

/** Milliseconds between attempts to send to a full queue: doubled from the first to the last. */
const firstPause = 1;
const lastPause = 32;

const receiverGone = new Set([ECONNREFUSED, ENOTCONN, ECONNRESET]);
const nobodyThere = new Set([ECONNREFUSED, ENOENT]);

export class DatagramPolicy implements SendPolicy {
  readonly #socket: Socket;
  readonly #reconnect: UnixAddress | undefined;

  /** @param reconnect where to connect anew when the receiver is gone */
  constructor(socket: Socket, reconnect: UnixAddress | undefined) {
    this.#socket = socket;
    this.#reconnect = reconnect;
  }

  /**
   * The kernel wakes a sender that is connected. One that is not counts as writable whoever's queue is full, so it
   * looks again after a pause.
   */
  async waitForRoom(to: UnixAddress | undefined, attempt: number, wait: WaitOptions): Promise<void> {
    if (to === undefined) return this.#socket.waitWritable(wait);
    return this.#pause(attempt, wait);
  }

  recoverable(error: unknown, { to, retry = false }: MessageSendOptions): error is SocketError {
    if (!(error instanceof SocketError) || this.#socket.closed) return false;
    if (to !== undefined) return retry && nobodyThere.has(error.errno);
    return this.#reconnect !== undefined && receiverGone.has(error.errno);
  }

  async recover({ to }: MessageSendOptions, attempt: number, wait: WaitOptions): Promise<void> {
    if (to === undefined) await connectSocket(this.#socket, this.#reconnect!, { ...wait, retry: true });
    else await this.#pause(attempt, wait);
  }

  async #pause(attempt: number, { signal, timeout }: WaitOptions): Promise<void> {
    const pause = Math.min(firstPause * 2 ** attempt, lastPause, timeout ?? lastPause);
    await sleep(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
    if (this.#socket.closed) {
      const explanation = 'the socket was closed during the wait';
      throw new SocketError({ syscall: 'sendmsg', errno: ECANCELED, explanation });
    }
  }
}
