/** AF_UNIX datagram sockets. */
import { constants, type OwnedFd, Socket } from '../socket/index.js';
import { UnixAddress, type UnixAddressLike } from './address.js';
import type { SocketFile } from './binding.js';
import { DatagramPolicy } from './datagram-policy.js';
import { type MessageOptions, MessageSocket } from './message-socket.js';
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

/** A datagram socket: messages from anybody to anybody. None is lost or overtaken on the way: a full queue makes the sender wait. */
export class UnixDatagram extends MessageSocket {
  private constructor(socket: Socket, options: MessageOptions, file?: SocketFile, reconnect?: UnixAddress) {
    super(socket, { ends: false, policy: new DatagramPolicy(socket, reconnect) }, options, file);
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
}
