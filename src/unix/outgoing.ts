/** What is sent beside the data: descriptors (SCM_RIGHTS) and credentials (SCM_CREDENTIALS), unix(7). */
import {
  constants,
  controlSpace,
  MessageBatch,
  OwnedFd,
  SocketError,
  writeControlMessages,
  writeIntMessage,
} from '../socket/index.js';
import { pathSize } from './address.js';
import { type Credentials, credentialsSize, encodeCredentials } from './credentials.js';
import {
  EBADF,
  ECONNREFUSED,
  EINVAL,
  EMSGSIZE,
  ENOBUFS,
  ENOTCONN,
  EPERM,
  EPIPE,
  ESRCH,
  ETOOMANYREFS,
} from './errno.js';

/** SCM_MAX_FD: how many descriptors a message carries at most. */
export const mostDescriptors = 253;

export interface Attachments {
  /**
   * Descriptors to pass along, at most 253. They stay the caller's, who may close them as soon as the call has
   * returned, whether or not the message is under way yet.
   */
  fds?: readonly (OwnedFd | number)[] | undefined;
  /**
   * Whom the message shall come from, for a receiver with SO_PASSCRED. What is left out is this process's own.
   * Another pid takes CAP_SYS_ADMIN, other ids CAP_SETUID and CAP_SETGID.
   */
  credentials?: Partial<Credentials> | undefined;
}

/** Slot 0 of a batch that all sends of this thread share: a send is over when it returns. */
let shared: MessageBatch | undefined;

export function sendingSlot(): MessageBatch {
  shared ??= new MessageBatch({
    slots: 1,
    payloadSize: 1 << 16,
    nameSize: pathSize + 2,
    controlSize: controlSpace(mostDescriptors * 4, credentialsSize),
  });
  return shared;
}

/** Descriptors and credentials on their way, until the kernel has them. */
export class Outgoing {
  #fds: readonly number[];
  #copies: OwnedFd[] = [];
  readonly #credentials: Partial<Credentials> | undefined;
  readonly #ucred: Uint8Array | undefined;

  /** @throws SocketError EINVAL for more than 253 descriptors, EBADF for a closed OwnedFd */
  constructor({ fds = [], credentials }: Attachments) {
    if (fds.length > mostDescriptors) {
      const explanation = `a message carries at most ${mostDescriptors} descriptors, not ${fds.length}: send several`;
      throw new SocketError({ syscall: 'sendmsg', errno: EINVAL, explanation });
    }
    this.#fds = fds.map(numberOf);
    this.#credentials = credentials;
    // Wrong ids shall be the caller's exception, not the stream's end.
    this.#ucred = credentials === undefined ? undefined : encodeCredentials(credentials);
  }

  get descriptors(): number {
    return this.#fds.length;
  }

  /** Writes the control messages into slot 0. */
  attach(batch: MessageBatch): void {
    const level = constants.SOL_SOCKET;
    let length = 0;
    if (this.#fds.length > 0) {
      length = writeIntMessage(batch.controlView, 0, level, constants.SCM_RIGHTS, this.#fds);
    }
    if (this.#ucred !== undefined) {
      const message = { level, type: constants.SCM_CREDENTIALS, data: this.#ucred };
      length += writeControlMessages(batch.control.subarray(length), [message]);
    }
    batch.setControlLength(0, length);
  }

  /** Makes the message independent of the caller's descriptors, because it has to wait. */
  keep(): void {
    if (this.#copies.length === this.#fds.length) return;
    const copies: OwnedFd[] = [];
    try {
      for (const fd of this.#fds) copies.push(OwnedFd.duplicate(fd));
    } catch (error) {
      OwnedFd.closeAll(copies);
      throw error;
    }
    this.#copies = copies;
    this.#fds = copies.map(({ fd }) => fd);
  }

  /** After a part of a stream's data went: the descriptors went with it, the credentials count for the rest too. */
  sentPart(): void {
    this.close();
    this.#fds = [];
  }

  close(): void {
    OwnedFd.closeAll(this.#copies);
    this.#copies = [];
  }

  /** What a send with these failed with, explained. */
  failure(errno: number, bytes: number, address?: string): SocketError {
    return sendFailure(errno, bytes, address, { fds: this.#fds, credentials: this.#credentials });
  }
}

function numberOf(fd: OwnedFd | number): number {
  if (typeof fd === 'number' && Number.isInteger(fd) && fd >= 0) return fd;
  if (fd instanceof OwnedFd) {
    if (!fd.closed) return fd.fd;
    throw new SocketError({
      syscall: 'sendmsg',
      errno: EBADF,
      explanation: 'a descriptor to send is closed',
    });
  }
  throw new TypeError('descriptors are OwnedFds or whole numbers from 0');
}

/** The error of a send, with the reason that applies to what was sent. */
export function sendFailure(
  errno: number,
  bytes: number,
  address?: string,
  { fds = [], credentials }: Attachments = {},
): SocketError {
  const explanation = reason(errno, bytes, fds.length, credentials);
  return new SocketError({ syscall: 'sendmsg', errno, address, explanation });
}

function reason(
  errno: number,
  bytes: number,
  descriptors: number,
  credentials: Partial<Credentials> | undefined,
): string | undefined {
  switch (errno) {
    case EPIPE:
      return 'the peer has closed the connection, or does not read any more';
    case ECONNREFUSED:
      return 'the receiving socket is closed';
    case ENOTCONN:
      return 'the socket is connected to nobody: connect it, or say whom to send to';
    case EMSGSIZE:
    case ENOBUFS:
      return `a message of ${bytes} bytes is longer than the send buffer takes (SO_SNDBUF, net.core.wmem_max)`;
    case ETOOMANYREFS:
      return (
        'too many descriptors of this user are under way: wait until receivers have taken some, ' +
        'or raise the limit on open files (RLIMIT_NOFILE)'
      );
    case EBADF:
      return descriptors > 0 ? 'one of the descriptors to send is not open' : 'the socket is closed';
    case ESRCH:
      return credentials?.pid === undefined ? undefined : `there is no process ${credentials.pid}`;
    case EPERM:
      if (credentials !== undefined) {
        return (
          `the credentials ${JSON.stringify(credentials)} are not this process's: ` +
          'another pid takes CAP_SYS_ADMIN, another uid CAP_SETUID, another gid CAP_SETGID'
        );
      }
      return descriptors > 0
        ? 'the receiver takes no descriptors (SO_PASSRIGHTS is off)'
        : 'the receiver is connected to another socket and takes datagrams from that one only';
    default:
      return undefined;
  }
}
