import { Channel } from '../../src/netlink/channel.js';
import { encodeSocketAddress } from '../../src/netlink/socket-address.js';
import { constants, MessageBatch, type NetworkNamespace, Socket } from '../../src/socket/index.js';

/** A netlink socket that is not the kernel and writes to others' ports as if it were. */
export class Peer implements Disposable {
  readonly #socket: Socket;
  readonly #batch = new MessageBatch({ slots: 1, payloadSize: 4096, nameSize: 16 });

  constructor(namespace: NetworkNamespace, protocol = constants.NETLINK_ROUTE) {
    this.#socket = Socket.open({
      domain: constants.AF_NETLINK,
      type: constants.SOCK_RAW,
      protocol,
      namespace,
    });
    this.#socket.bind(encodeSocketAddress({ port: 0, groups: 0 }));
  }

  /** Puts a datagram into the queue of the socket at `port`; false when that is full. Throws SocketError. */
  send(port: number, bytes: Uint8Array): boolean {
    this.#batch.write(0, bytes, encodeSocketAddress({ port, groups: 0 }));
    return this.#socket.send(this.#batch, 0, 1) === 1;
  }

  /** Multicasts a datagram to a group, 1 to 32. */
  multicast(group: number, bytes: Uint8Array): void {
    this.#batch.write(0, bytes, encodeSocketAddress({ port: 0, groups: 2 ** (group - 1) }));
    this.#socket.send(this.#batch, 0, 1);
  }

  [Symbol.dispose](): void {
    this.#socket.close();
    this.#batch.close();
  }
}

/** Carries out requests at once, without a turn of the event loop; the answers are dropped. */
export class Sender implements Disposable {
  readonly #channel: Channel;

  constructor(namespace: NetworkNamespace) {
    this.#channel = new Channel({ protocol: constants.NETLINK_ROUTE, namespace, slots: 64 });
  }

  send(messages: readonly Uint8Array[]): void {
    for (let next = 0; next < messages.length; ) {
      next += this.#channel.send(messages.slice(next, next + 64));
      while (this.#channel.receive() > 0);
    }
  }

  [Symbol.dispose](): void {
    this.#channel.close();
  }
}
