/** File descriptors with an owner. */
import { addon } from './addon.js';
import { SocketError } from './errors.js';

/** The descriptor that {@link OwnedFd.takeAll} is making an object of, which the addon owns by then. */
let alreadyOwned = -1;

/** Descriptors that are closed together: as many as come with one message. */
const closing = new Int32Array(253);

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
    if (fd !== alreadyOwned) addon.own(fd);
  }

  /** Takes over the first `count` of `fds`, as the constructor does one. */
  static takeAll(fds: Int32Array, count: number): OwnedFd[] {
    addon.ownAll(fds, count);
    const owned: OwnedFd[] = [];
    for (let i = 0; i < count; i++) {
      alreadyOwned = fds[i]!;
      owned.push(new OwnedFd(alreadyOwned));
    }
    alreadyOwned = -1;
    return owned;
  }

  /** Closes many, which takes less than closing one after the other. Those that are closed already do no harm. */
  static closeAll(fds: readonly OwnedFd[]): void {
    let count = 0;
    try {
      for (const owned of fds) {
        const fd = owned.#fd;
        if (fd === -1) continue;
        owned.#fd = -1;
        closing[count++] = fd;
        if (count === closing.length) {
          addon.closeAllOwned(closing, count);
          count = 0;
        }
      }
    } finally {
      addon.closeAllOwned(closing, count);
    }
  }

  /**
   * Another descriptor of the same open file (F_DUPFD_CLOEXEC, fcntl(2)). The original stays whose it is.
   *
   * @throws SocketError EBADF, EMFILE
   */
  static duplicate(fd: OwnedFd | number): OwnedFd {
    const result = addon.duplicate(typeof fd === 'number' ? fd : fd.fd);
    if (result < 0) throw SocketError.from(result, 'fcntl');
    return new OwnedFd(result);
  }

  /** A file in memory, without a name (memfd_create(2)). `sealable` lets F_ADD_SEALS forbid changes. */
  static memoryFile({ sealable = false }: { sealable?: boolean } = {}): OwnedFd {
    const result = addon.memoryFile(sealable ? 1 : 0);
    if (result < 0) throw SocketError.from(result, 'memfd_create');
    return new OwnedFd(result);
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

  /**
   * fcntl(2) with an int: F_GETFL, F_SETFL, F_ADD_SEALS, … Returns the call's value.
   *
   * @throws SocketError EBADF, EINVAL, EPERM, …
   */
  control(command: number, argument = 0): number {
    const result = addon.fileControl(this.#fd, command, argument);
    if (result < 0) throw SocketError.from(result, 'fcntl');
    return result;
  }

  /** Closes the descriptor. Does nothing when it is closed or released already. */
  close(): void {
    const fd = this.#fd;
    this.#fd = -1;
    if (fd !== -1) addon.closeOwned(fd);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
