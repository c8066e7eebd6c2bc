/** Socket files: their addresses when they are long, and which of them are dead. */
import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, lstatSync, openSync, renameSync, unlinkSync } from 'node:fs';
import { constants, Socket, SocketError } from '../socket/index.js';
import { pathSize, UnixAddress } from './address.js';
import { EADDRINUSE, ECONNREFUSED, ENAMETOOLONG, ENOENT, EPERM, EPROTOTYPE } from './errno.js';

/** What a path leads to. */
export type PathState =
  /** a socket that some process has open, whatever its type, listening or not */
  | 'live'
  /** a socket's file whose socket is gone */
  | 'stale'
  | 'not a socket'
  | 'absent';

const O_DIRECTORY = 0o200000;
const slash = 0x2f;

/**
 * An address in the kernel's form, for connecting or sending to it, until it is disposed of. A path of more than 108
 * bytes becomes /proc/self/fd/N, N being the file, opened for nothing but this (O_PATH).
 */
export class Target implements Disposable {
  readonly bytes: Uint8Array;
  readonly #fd: number | undefined;

  constructor(address: UnixAddress, syscall: string) {
    this.#fd = address.fits ? undefined : openPath(address.path!, 0, syscall, address);
    this.bytes = (this.#fd === undefined ? address : UnixAddress.path(`/proc/self/fd/${this.#fd}`)).encode();
  }

  [Symbol.dispose](): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
  }
}

/**
 * Calls `bind` with an address in the kernel's form that makes a file at `address`. A path of more than 108 bytes
 * is reached through its directory, /proc/self/fd/N/name; a name that is too long even then is given afterwards.
 */
export function withBindAddress(address: UnixAddress, bind: (bytes: Uint8Array) => void): void {
  if (address.fits) {
    bind(address.encode());
    return;
  }
  const path = address.path!;
  const cut = path.lastIndexOf(slash) + 1;
  const directory = cut === 0 ? Buffer.from('.') : path.subarray(0, cut);
  const name = path.subarray(cut);
  if (name.length > 255) {
    const explanation = `the name of the file has ${name.length} bytes, and a file system takes 255`;
    throw new SocketError({ syscall: 'bind', errno: ENAMETOOLONG, explanation, address: address.toString() });
  }
  const fd = openPath(directory, O_DIRECTORY, 'bind', address);
  try {
    const prefix = Buffer.from(`/proc/self/fd/${fd}/`);
    if (prefix.length + name.length <= pathSize) {
      bind(UnixAddress.path(Buffer.concat([prefix, name])).encode());
    } else {
      bindAndRename(prefix, name, bind);
    }
  } finally {
    closeSync(fd);
  }
}

/** Link and unlink instead of rename: what exists already is not to be replaced. */
function bindAndRename(prefix: Buffer, name: Buffer, bind: (bytes: Uint8Array) => void): void {
  const final = Buffer.concat([prefix, name]);
  // A socket can be bound only once: look before.
  if (lstatSync(final, { throwIfNoEntry: false }) !== undefined) {
    throw SocketError.from(EADDRINUSE, 'bind');
  }
  const provisional = Buffer.concat([prefix, Buffer.from(`.afkit-${randomBytes(6).toString('hex')}`)]);
  bind(UnixAddress.path(provisional).encode());
  try {
    linkSync(provisional, final);
  } catch (error) {
    throw systemError(error, 'bind');
  } finally {
    unlinkSync(provisional);
  }
}

/**
 * What a path leads to. Asks the kernel by connecting a datagram socket, which a socket of another type refuses
 * with EPROTOTYPE without noticing; listening or not, a socket that is open is never taken for a dead one.
 *
 * @throws SocketError EACCES when the file may not be written or a directory not be searched
 */
export function probePath(path: string | Buffer): PathState {
  const address = UnixAddress.path(path);
  try {
    if (!lstatSync(path).isSocket()) return 'not a socket';
  } catch (error) {
    const failure = systemError(error, 'stat', address);
    if (failure.errno === ENOENT) return 'absent';
    throw failure;
  }
  using socket = Socket.open({ domain: constants.AF_UNIX, type: constants.SOCK_DGRAM });
  try {
    using target = new Target(address, 'connect');
    socket.connect(target.bytes, address.toString());
    return 'live';
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    // EPERM: a datagram socket that is connected to another.
    if (error.errno === EPROTOTYPE || error.errno === EPERM) return 'live';
    if (error.errno === ECONNREFUSED) return 'stale';
    if (error.errno === ENOENT) return 'absent';
    throw error;
  }
}

/**
 * Removes the file of a socket that is gone; says whether it did. Leaves a live socket's file alone, even one that
 * takes the dead one's place at this very moment.
 *
 * @throws SocketError EACCES, EPERM when the file may not be looked at or removed
 */
export function removeStale(path: string | Buffer): boolean {
  if (probePath(path) !== 'stale') return false;
  const where = Buffer.from(path);
  const cut = where.lastIndexOf(slash) + 1;
  const aside = Buffer.concat([
    where.subarray(0, cut),
    Buffer.from(`.afkit-stale-${randomBytes(6).toString('hex')}`),
  ]);
  try {
    renameSync(where, aside);
  } catch (error) {
    const failure = systemError(error, 'rename', UnixAddress.path(where));
    if (failure.errno === ENOENT) return false;
    throw failure;
  }
  // Between the look and the rename another socket may have been bound here. Now the name is ours alone.
  if (probePath(aside) === 'live') {
    putBack(aside, where);
    return false;
  }
  unlinkSync(aside);
  return true;
}

function putBack(aside: Buffer, where: Buffer): void {
  try {
    linkSync(aside, where);
  } catch {
    // A third one has bound there meanwhile, and the name is its.
  }
  unlinkSync(aside);
}

function openPath(path: Buffer, flags: number, syscall: string, address: UnixAddress): number {
  try {
    return openSync(path, constants.O_PATH | flags);
  } catch (error) {
    throw systemError(error, syscall, address);
  }
}

/** An error of Node's fs as a SocketError. */
export function systemError(error: unknown, syscall: string, address?: UnixAddress): SocketError {
  const { errno } = error as NodeJS.ErrnoException;
  if (errno === undefined) throw error;
  return new SocketError({ syscall, errno, address: address?.toString(), cause: error });
}
