/** Sleeps until a socket has something, a time has passed, or somebody wakes it. */
import type { IpSocket } from '../ip-socket.js';

export class Wakeup {
  readonly #watched = new Set<IpSocket>();
  #resolve: (() => void) | undefined;
  #pending = false;

  /** Ends the sleep, or the next one when nobody sleeps. */
  wake(): void {
    this.#pending = true;
    this.#resolve?.();
  }

  async wait(sockets: readonly IpSocket[], milliseconds: number): Promise<void> {
    // A wait for a socket outlives the sleep: it costs no more than one at a time.
    for (const socket of sockets) this.#watch(socket);
    if (!this.#pending) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, Math.min(milliseconds, 0x7fffffff));
        this.#resolve = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#resolve = undefined;
    this.#pending = false;
  }

  #watch(socket: IpSocket): void {
    if (this.#watched.has(socket) || socket.closed) return;
    this.#watched.add(socket);
    const done = () => {
      this.#watched.delete(socket);
      this.wake();
    };
    socket.waitReadable().then(done, done);
  }
}
