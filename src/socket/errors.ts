/** Errors of the socket layer, in the form of Node's own system errors. */
import { constants } from 'node:os';
import { addon } from './addon.js';

/** What a SocketError is made from. */
export interface SocketErrorDetails {
  /** The system call that failed, as in `bind`. */
  syscall: string;
  /** −errno, as the kernel returns it and as Node's system errors carry it. */
  errno: number;
  /** The address, path or name that the call was about. */
  address?: string | undefined;
  /** What to say in place of strerror(3)'s text. */
  explanation?: string | undefined;
  cause?: unknown;
}

/**
 * A system call failed, or a socket was used in a state that does not allow it.
 *
 * The message reads `bind ENOENT: No such file or directory (/run/x)`.
 */
export class SocketError extends Error {
  /** The error's name, as in `ENOBUFS`; `E524` for a number without a name. */
  readonly code: string;
  /** Negative, as in Node's system errors. */
  readonly errno: number;
  readonly syscall: string;
  declare readonly address?: string;

  constructor({ syscall, errno, address, explanation, cause }: SocketErrorDetails) {
    const code = errorName(errno);
    const text = explanation ?? addon.errnoMessage(-errno);
    const where = address === undefined ? '' : ` (${address})`;
    super(`${syscall} ${code}: ${text}${where}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.errno = errno;
    this.syscall = syscall;
    if (address !== undefined) this.address = address;
  }

  /** The error that a call's result (−errno) stands for. */
  static from(result: number, syscall: string, address?: string): SocketError {
    return new SocketError({ syscall, errno: result, address });
  }
}

Object.defineProperty(SocketError.prototype, 'name', {
  value: 'SocketError',
  writable: true,
  configurable: true,
});

/** −errno numbers that the code compares results with or makes errors from. */
export const EAGAIN = -constants.errno.EAGAIN;
export const EBADF = -constants.errno.EBADF;
export const ECANCELED = -constants.errno.ECANCELED;
export const ECONNABORTED = -constants.errno.ECONNABORTED;
export const EINPROGRESS = -constants.errno.EINPROGRESS;
export const EINVAL = -constants.errno.EINVAL;
export const ENOMEM = -constants.errno.ENOMEM;
export const ENOENT = -constants.errno.ENOENT;
export const EACCES = -constants.errno.EACCES;
export const EPERM = -constants.errno.EPERM;
export const ESRCH = -constants.errno.ESRCH;
export const ETIMEDOUT = -constants.errno.ETIMEDOUT;

/** The name of −errno or errno, as in `ENOBUFS`. */
export function errorName(errno: number): string {
  return addon.errnoName(Math.abs(errno)) ?? `E${Math.abs(errno)}`;
}

/** strerror(3)'s text for −errno or errno, as in `No buffer space available`. */
export function errorMessage(errno: number): string {
  return addon.errnoMessage(Math.abs(errno));
}
