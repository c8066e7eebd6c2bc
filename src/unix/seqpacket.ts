/** AF_UNIX seqpacket sockets: connections that keep the boundaries of messages. */
import { constants, type OwnedFd, Socket, type SocketError, type WaitOptions } from '../socket/index.js';
import type { UnixAddressLike } from './address.js';
import type { SocketFile } from './binding.js';
import type { SendPolicy } from './message-sender.js';
import { type MessageOptions, MessageSocket } from './message-socket.js';
import { adoptSocket, type ConnectingOptions, guarded, openConnected } from './opening.js';

export interface SeqpacketConnectOptions extends MessageOptions, ConnectingOptions {}

/**
 * A connection of messages.
 *
 * SO_TIMESTAMPNS is always on: an empty message comes with its time, the end of the connection with nothing.
 */
export class UnixSeqpacket extends MessageSocket {
  private constructor(socket: Socket, options: MessageOptions, file?: SocketFile) {
    super(socket, { ends: true, policy: new WhenWritable(socket) }, { ...options, timestamps: true }, file);
  }

  /**
   * Connects to a listener; waits while its queue is full.
   *
   * @throws (as a rejection) SocketError ENOENT, ECONNREFUSED nobody listens, EACCES, EPROTOTYPE a socket of another
   *   type, ETIMEDOUT; the signal's reason
   */
  static async connect(
    address: UnixAddressLike,
    options: SeqpacketConnectOptions = {},
  ): Promise<UnixSeqpacket> {
    const opened = await openConnected(constants.SOCK_SEQPACKET, address, options);
    return guarded(opened, () => new UnixSeqpacket(opened.socket, options, opened.file));
  }

  /** Two sockets that are connected to each other (socketpair(2)). */
  static pair(options: MessageOptions = {}): [UnixSeqpacket, UnixSeqpacket] {
    const [a, b] = Socket.pair(constants.AF_UNIX, constants.SOCK_SEQPACKET);
    return [new UnixSeqpacket(a, options), new UnixSeqpacket(b, options)];
  }

  /** Takes over a seqpacket socket that is connected. @throws SocketError ENOTSOCK, EBADF, EPROTOTYPE */
  static adopt(fd: OwnedFd | number | Socket, options: MessageOptions = {}): UnixSeqpacket {
    return new UnixSeqpacket(adoptSocket(fd, [constants.SOCK_SEQPACKET], false), options);
  }

  /** Tells the peer that no more messages come (SHUT_WR): it receives the end. This side goes on receiving. */
  end(): void {
    this.socket.shutdown(constants.SHUT_WR);
  }
}

/** The kernel wakes the sender; what failed once fails again. */
class WhenWritable implements SendPolicy {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  waitForRoom(_to: unknown, _attempt: number, wait: WaitOptions): Promise<void> {
    return this.#socket.waitWritable(wait);
  }

  recoverable(_error: unknown): _error is SocketError {
    return false;
  }

  async recover(): Promise<void> {}
}
