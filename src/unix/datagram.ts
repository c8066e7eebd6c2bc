/** AF_UNIX datagram sockets. */
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, type OwnedFd, Socket, SocketError, type WaitOptions } from '../socket/index.js';
import { UnixAddress, type UnixAddressLike } from './address.js';
import type { SocketFile } from './binding.js';
import { connectSocket } from './connecting.js';
import { ECANCELED, ECONNREFUSED, ECONNRESET, ENOENT, ENOTCONN } from './errno.js';
import { type MessageOptions, type MessageSendOptions, MessageSocket } from './message-socket.js';
import {
  adoptSocket,
  type ConnectingOptions,
  guarded,
  type LocalOptions,
  openConnected,
  openSocket,
} from './opening.js';

export interface DatagramOptions extends MessageOptions, LocalOptions {}

export interface DatagramConnectOptions extends MessageOptions, ConnectingOptions {
  /**
   * Whether a send connects anew, to the same address, when the receiver is gone: it may restart. The send waits until
   * somebody is there, or its time is over.
   */
  reconnect?: boolean | undefined;
}

/** Milliseconds between attempts to send to a full queue: doubled from the first to the last. */
const firstPause = 1;
const lastPause = 32;

const receiverGone = new Set([ECONNREFUSED, ENOTCONN, ECONNRESET]);
const nobodyThere = new Set([ECONNREFUSED, ENOENT]);

/** A datagram socket: messages from anybody to anybody. None is lost or overtaken on the way: a full queue makes the sender wait. */
export class UnixDatagram extends MessageSocket {
  protected override readonly ends = false;
  readonly #reconnect: UnixAddress | undefined;

  private constructor(socket: Socket, options: MessageOptions, file?: SocketFile, reconnect?: UnixAddress) {
    super(socket, options, file);
    this.#reconnect = reconnect;
  }

  /**
   * A socket that sends to anybody. With an address (`local`) others can send to it; {@link UnixAddress.unnamed} lets
   * the kernel choose one.
   *
   * @throws SocketError EADDRINUSE, and the message says what is there; EACCES, ENOENT, ENAMETOOLONG
   */
  static open(options: DatagramOptions = {}): UnixDatagram {
    const opened = openSocket(constants.SOCK_DGRAM, options);
    return guarded(opened, () => new UnixDatagram(opened.socket, options, opened.file));
  }

  /**
   * A socket whose messages go to one address, and that receives from there only.
   *
   * @throws (as a rejection) SocketError ENOENT, ECONNREFUSED nobody is there, EACCES, EPROTOTYPE another type of
   *   socket, EPERM the receiver is connected to another socket
   */
  static async connect(
    address: UnixAddressLike,
    options: DatagramConnectOptions = {},
  ): Promise<UnixDatagram> {
    const reconnect = options.reconnect ? UnixAddress.from(address) : undefined;
    const opened = await openConnected(constants.SOCK_DGRAM, address, options);
    return guarded(opened, () => new UnixDatagram(opened.socket, options, opened.file, reconnect));
  }

  /** Two sockets that are connected to each other (socketpair(2)). */
  static pair(options: MessageOptions = {}): [UnixDatagram, UnixDatagram] {
    const [a, b] = Socket.pair(constants.AF_UNIX, constants.SOCK_DGRAM);
    return [new UnixDatagram(a, options), new UnixDatagram(b, options)];
  }

  /** Takes over a datagram socket that was passed or inherited. @throws SocketError ENOTSOCK, EBADF, EPROTOTYPE */
  static adopt(fd: OwnedFd | number | Socket, options: MessageOptions = {}): UnixDatagram {
    return new UnixDatagram(adoptSocket(fd, [constants.SOCK_DGRAM], false), options);
  }

  /**
   * The kernel wakes a sender that is connected. One that is not counts as writable whoever's queue is full, so it
   * looks again after a pause.
   */
  protected override async waitForRoom(
    to: UnixAddress | undefined,
    attempt: number,
    wait: WaitOptions,
  ): Promise<void> {
    if (to === undefined) return this.socket.waitWritable(wait);
    return this.#pause(attempt, wait);
  }

  protected override recoverable(
    error: unknown,
    { to, retry = false }: MessageSendOptions,
  ): error is SocketError {
    if (!(error instanceof SocketError) || this.closed) return false;
    if (to !== undefined) return retry && nobodyThere.has(error.errno);
    return this.#reconnect !== undefined && receiverGone.has(error.errno);
  }

  protected override async recover(
    _error: SocketError,
    { to }: MessageSendOptions,
    attempt: number,
    wait: WaitOptions,
  ): Promise<boolean> {
    if (to === undefined) await connectSocket(this.socket, this.#reconnect!, { ...wait, retry: true });
    else await this.#pause(attempt, wait);
    return true;
  }

  async #pause(attempt: number, { signal, timeout }: WaitOptions): Promise<void> {
    const pause = Math.min(firstPause * 2 ** attempt, lastPause, timeout ?? lastPause);
    await sleep(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
    if (this.closed) {
      const explanation = 'the socket was closed during the wait';
      throw new SocketError({ syscall: 'sendmsg', errno: ECANCELED, explanation });
    }
  }
}
