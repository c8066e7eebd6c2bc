/** File descriptors with an owner. */
import { addon } from './addon.js';

/**
 * A file descriptor that is closed exactly once, by close() or at the end of a `using` block,
 * unless release() hands it to another owner. When its thread ends (a worker that is terminated,
 * say), it is closed too.
 */
export class OwnedFd {
  #fd: number;

  /** Takes over `fd`, which nobody else may close from now on. */
  constructor(fd: number) {
    if (typeof fd !== 'number') throw new TypeError('a file descriptor must be a number');
    if (!Number.isInteger(fd) || fd < 0 || fd > 0x7fffffff) {
      throw new RangeError(`a file descriptor must be a whole number from 0, not ${fd}`);
    }
    this.#fd = fd;
    addon.own(fd);
  }

  /** The descriptor's number; −1 once it is closed or released. */
  get fd(): number {
    return this.#fd;
  }

  /** Whether this object has nothing left to close. */
  get closed(): boolean {
    return this.#fd === -1;
  }

  /** Gives up ownership: returns the number, which is from now on the caller's to close; −1 if there is none. */
  release(): number {
    const fd = this.#fd;
    this.#fd = -1;
    if (fd !== -1) addon.disown(fd);
    return fd;
  }

  /** Closes the descriptor. Does nothing when it is closed or released already. */
  close(): void {
    const fd = this.release();
    if (fd !== -1) addon.close(fd);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
