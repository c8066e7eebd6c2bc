/** Giving a socket its address, and the file that this leaves behind. */
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  type Stats,
  unlinkSync,
} from 'node:fs';
import { constants, type Socket, SocketError } from '../socket/index.js';
import { UnixAddress } from './address.js';
import { EADDRINUSE } from './errno.js';
import { type PathState, probePath, removeStale, systemError, withBindAddress } from './paths.js';

export interface BindOptions {
  /**
   * Permissions of the file; 0o777 less the umask by default. The file never has more than these: they are set on
   * the socket before it has a name.
   */
  mode?: number | undefined;
  /**
   * Whether to take the place of a file whose socket is gone; yes by default. A live socket's file, and one that is
   * no socket, is never touched.
   */
  reclaim?: boolean | undefined;
  /** Whether the file stays when the socket is closed; no by default. */
  keepFile?: boolean | undefined;
}

const O_NOFOLLOW = 0o400000;
const permissions = 0o777;

/** The file of a bound socket. */
export class SocketFile {
  readonly #path: Buffer;
  readonly #device: number;
  readonly #inode: number;

  constructor(path: Buffer, { dev, ino }: Stats) {
    this.#path = path;
    this.#device = dev;
    this.#inode = ino;
  }

  /** Removes the file when it is still this socket's: another's, that took its place, stays. */
  remove(): void {
    try {
      const { dev, ino } = lstatSync(this.#path);
      if (dev === this.#device && ino === this.#inode) unlinkSync(this.#path);
    } catch {
      // It is gone, or beyond reach: there is nothing that closing could do about it.
    }
  }
}

/** The addresses of sockets for which the kernel has only a detour through /proc/self/fd. */
const longAddresses = new WeakMap<Socket, UnixAddress>();

/** The address of a socket, as it was asked for. */
export function localAddress(socket: Socket): UnixAddress {
  const decoded = UnixAddress.decode(socket.localAddress());
  return longAddresses.get(socket) ?? decoded;
}

/**
 * bind(2). Returns the file to remove at the end; undefined when there is none or it shall stay.
 *
 * @throws SocketError EADDRINUSE, and the message says what is there; EACCES, ENOENT, EINVAL when it is bound already
 */
export function bindSocket(
  socket: Socket,
  address: UnixAddress,
  options: BindOptions = {},
): SocketFile | undefined {
  const text = address.toString();
  if (address.kind !== 'path') {
    socket.bind(address.encode(), text === '' ? undefined : text);
    return undefined;
  }
  const { mode, reclaim = true, keepFile = false } = options;
  const path = address.path!;
  if (mode !== undefined) setModeBefore(socket, mode);
  const bind = (): void => withBindAddress(address, bytes => socket.bind(bytes, text));
  try {
    bind();
  } catch (error) {
    if (!(error instanceof SocketError) || error.errno !== EADDRINUSE) throw error;
    if (!reclaim || !reclaimed(path)) throw inUse(path, text, error);
    bind();
  }
  if (!address.fits) longAddresses.set(socket, address);
  const file = adjustMode(path, address, mode);
  return keepFile ? undefined : file;
}

/** The kernel makes the file with the mode of the socket's own inode, less the umask. */
function setModeBefore(socket: Socket, mode: number): void {
  if (!Number.isInteger(mode) || mode < 0 || mode > permissions) {
    throw new RangeError(`mode must be from 0 to 0o777, not ${mode}`);
  }
  try {
    fchmodSync(socket.fd, mode);
  } catch (error) {
    throw systemError(error, 'fchmod');
  }
}

/** Adds what the umask took away, to the file that was made and to no other that a link could lead to. */
function adjustMode(path: Buffer, address: UnixAddress, mode: number | undefined): SocketFile {
  try {
    const fd = openSync(path, constants.O_PATH | O_NOFOLLOW);
    try {
      const stats = fstatSync(fd);
      if (mode !== undefined && (stats.mode & permissions) !== mode) chmodSync(`/proc/self/fd/${fd}`, mode);
      return new SocketFile(path, stats);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw systemError(error, 'chmod', address);
  }
}

function reclaimed(path: Buffer): boolean {
  try {
    return removeStale(path) || probePath(path) === 'absent';
  } catch (error) {
    if (error instanceof SocketError) return false;
    throw error;
  }
}

const explanations: Record<PathState, string> = {
  live: 'a live socket has this address',
  stale: 'the file of a socket that is gone is there: remove it, or let `reclaim` do it',
  'not a socket': 'a file is there that is no socket',
  absent: 'a file was there a moment ago',
};

function inUse(path: Buffer, address: string, cause: SocketError): SocketError {
  let explanation = 'a file is there, and it may not be looked at or removed';
  try {
    explanation = explanations[probePath(path)];
  } catch {
    // The explanation stands.
  }
  return new SocketError({ syscall: 'bind', errno: EADDRINUSE, explanation, address, cause });
}
