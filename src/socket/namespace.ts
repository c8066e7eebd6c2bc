/** Network namespaces (network_namespaces(7)) to open sockets in. */
import { constants as files, fstatSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { addon } from './addon.js';
import { constants } from './constants.js';
import { EACCES, EBADF, EINVAL, ENOENT, EPERM, ESRCH, SocketError } from './errors.js';
import { OwnedFd } from './owned-fd.js';

/** Where `ip netns` keeps names. */
const NAMES = '/run/netns';

/**
 * A network namespace, kept alive while this object is open. The process stays where it is: pass the
 * namespace to {@link Socket.open} to have a socket in it.
 */
export class NetworkNamespace implements Disposable {
  readonly #fd: OwnedFd;

  private constructor(fd: OwnedFd) {
    this.#fd = fd;
  }

  /**
   * Opens an existing namespace.
   *
   * @param which a name that `ip netns` knows; or a path, which contains a `/`; or, as a number, the
   *   process whose namespace it is
   * @throws SocketError ENOENT no such namespace (the message names those there are), ESRCH no such
   *   process, EACCES and EPERM not permitted, EINVAL the file is not a network namespace
   */
  static open(which: string | number): NetworkNamespace {
    const path = pathOf(which);
    const fd = addon.openNamespaceFile(path);
    if (fd < 0) throw openFailure(fd, which, path);
    const owned = new OwnedFd(fd);
    if (addon.ioctl(fd, constants.NS_GET_NSTYPE, 0) !== constants.CLONE_NEWNET) {
      owned.close();
      throw failure(EINVAL, 'this is not a network namespace', path);
    }
    return new NetworkNamespace(owned);
  }

  /**
   * Makes a new namespace without a name. It has one interface, `lo`, which is down. It ends when
   * this object and every socket in it are closed.
   *
   * @throws SocketError EPERM without CAP_SYS_ADMIN
   */
  static create(): NetworkNamespace {
    const fd = addon.newNetworkNamespace();
    if (fd >= 0) return new NetworkNamespace(new OwnedFd(fd));
    if (fd !== EPERM) throw SocketError.from(fd, 'unshare');
    throw new SocketError({
      syscall: 'unshare',
      errno: fd,
      explanation: 'making a network namespace needs CAP_SYS_ADMIN: run as root, or with --sandbox',
    });
  }

  /** A descriptor of the namespace's file; −1 once closed. */
  get fd(): number {
    return this.#fd.fd;
  }

  get closed(): boolean {
    return this.#fd.closed;
  }

  /** The inode number that tells namespaces apart, as in `net:[4026531840]`. */
  get inode(): number {
    if (this.closed) throw closedNamespace('fstat');
    return fstatSync(this.fd).ino;
  }

  /**
   * Opens a socket that lives in this namespace and returns its descriptor.
   * {@link Socket.open} is this with a Socket around it.
   */
  openSocket(domain: number, type: number, protocol: number): OwnedFd {
    if (this.closed) throw closedNamespace('setns');
    const fd = addon.openInNamespace(this.fd, domain, type, protocol);
    if (fd >= 0) return new OwnedFd(fd);
    if (fd !== EPERM) throw SocketError.from(fd, 'socket');
    throw new SocketError({
      syscall: 'setns',
      errno: fd,
      explanation:
        'entering another network namespace needs CAP_SYS_ADMIN, and raw sockets there need ' +
        'CAP_NET_RAW: run as root, or with --sandbox',
    });
  }

  /**
   * Reads a file that shows each network namespace something else: below `/proc/sys/net`, and
   * `/proc/net`, which this reads as the namespace's own.
   *
   * @throws SocketError ENOENT, EACCES, …; EPERM without CAP_SYS_ADMIN
   */
  readFile(path: string): string {
    using fd = this.#openFile(path, files.O_RDONLY);
    return readFileSync(fd.fd, 'utf8');
  }

  /** Writes such a file, in one write(2): a sysctl (sysctl(8)), say. Throws as {@link readFile}, and Node's EINVAL, … */
  writeFile(path: string, text: string): void {
    using fd = this.#openFile(path, files.O_WRONLY);
    writeSync(fd.fd, text);
  }

  /** Closes the descriptor. Sockets in the namespace stay open. Does nothing the second time. */
  close(): void {
    this.#fd.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #openFile(path: string, flags: number): OwnedFd {
    if (this.closed) throw closedNamespace('setns');
    // /proc/net is that of the process's first thread, whoever looks.
    const seen = path.replace(/^\/proc\/net(?=\/|$)/, '/proc/thread-self/net');
    const fd = addon.openFileInNamespace(this.fd, flags, seen);
    if (fd < 0) throw SocketError.from(fd, 'open', path);
    return new OwnedFd(fd);
  }
}

function pathOf(which: string | number): string {
  if (typeof which === 'number') {
    if (!Number.isInteger(which) || which < 1 || which > 0x7fffffff) {
      throw new RangeError(`a process number must be a whole number from 1, not ${which}`);
    }
    return `/proc/${which}/ns/net`;
  }
  if (typeof which !== 'string') throw new TypeError('a namespace is a name, a path or a process number');
  if (which.includes('/')) return which;
  if (which === '' || which === '.' || which === '..') {
    throw new RangeError(`${JSON.stringify(which)} is not the name of a network namespace`);
  }
  return `${NAMES}/${which}`;
}

function openFailure(result: number, which: string | number, path: string): SocketError {
  if (result === ENOENT && typeof which === 'number') {
    return failure(ESRCH, `there is no process ${which}`, path);
  }
  if (result === ENOENT && !which.toString().includes('/')) {
    const names = existingNames();
    const others = names.length === 0 ? 'there are none' : `there are: ${names.join(', ')}`;
    return failure(ENOENT, `there is no network namespace ${which}; ${others}`, path);
  }
  if (result === EACCES || result === EPERM) {
    const reason =
      typeof which === 'number'
        ? "looking at another user's process needs CAP_SYS_PTRACE"
        : 'the namespace belongs to another user';
    return failure(result, `${reason}: run as root`, path);
  }
  return SocketError.from(result, 'open', path);
}

function existingNames(): string[] {
  try {
    return readdirSync(NAMES).sort();
  } catch {
    return [];
  }
}

function failure(errno: number, explanation: string, address: string): SocketError {
  return new SocketError({ syscall: 'open', errno, explanation, address });
}

function closedNamespace(syscall: string): SocketError {
  return new SocketError({ syscall, errno: EBADF, explanation: 'the network namespace is closed' });
}
