import { constants as system } from 'node:os';
import {
  constants,
  MessageBatch,
  type NetworkNamespace,
  Socket,
  SocketError,
  type WaitOptions,
} from '../socket/index.js';
import { ReceiveBuffer } from './receive-buffer.js';
import { encodeSocketAddress } from './socket-address.js';

export interface ChannelOptions {
  /** The netlink protocol: NETLINK_ROUTE, … */
  readonly protocol: number;
  readonly namespace?: NetworkNamespace | undefined;
  /** Datagrams that one call receives at most. */
  readonly slots: number;
  /** Bytes of control messages that a datagram may bring. */
  readonly controlSize?: number;
}

/** A bound netlink socket with its receive buffers. */
export class Channel {
  readonly socket: Socket;
  readonly buffer: ReceiveBuffer;
  readonly #slots: number;
  #spare: ReceiveBuffer | undefined;
  #outgoing: MessageBatch | undefined;

  constructor({ protocol, namespace, slots, controlSize }: ChannelOptions) {
    this.#slots = slots;
    this.buffer = new ReceiveBuffer(slots, controlSize);
    const { AF_NETLINK, SOCK_RAW } = constants;
    this.socket = Socket.open({ domain: AF_NETLINK, type: SOCK_RAW, protocol, namespace });
    try {
      this.#prepare();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** A second buffer, to receive into while the first is read. */
  get spare(): ReceiveBuffer {
    this.#spare ??= new ReceiveBuffer(this.#slots);
    return this.#spare;
  }

  #prepare(): void {
    const { SOL_NETLINK, NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK } = constants;
    for (const option of [NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK]) {
      try {
        this.socket.setOption(SOL_NETLINK, option, 1);
      } catch (error) {
        // Kernels before 4.12 and 4.20 lack them; they then say less and check less.
        if (!(error instanceof SocketError && error.code === 'ENOPROTOOPT')) throw error;
      }
    }
    this.socket.bind(encodeSocketAddress({ port: 0, groups: 0 }));
  }

  /** Receives what is there: the number of datagrams, 0 for none. Throws SocketError. */
  receive(): number {
    this.checkOpen('recvmmsg');
    return this.socket.receive(this.buffer.batch);
  }

  /** The same in a thread, into either buffer. */
  receiveInBackground(buffer: ReceiveBuffer): Promise<number> {
    return this.socket.receiveInBackground(buffer.batch);
  }

  /** Throws away what is queued, lest what others sent leave no room for the kernel's answers. */
  discardQueued(): void {
    for (;;) {
      try {
        if (this.receive() === 0) return;
      } catch (error) {
        if (!(error instanceof SocketError && error.code === 'ENOBUFS')) throw error;
      }
    }
  }

  /**
   * Sends messages to the kernel, each in a datagram of its own, as many as there is room for now. Returns how
   * many it took; the kernel has then carried them out and queued its answers.
   */
  send(messages: readonly Uint8Array[]): number {
    this.checkOpen('sendmmsg');
    const longest = messages.reduce((most, { length }) => Math.max(most, length), 0);
    if (this.#outgoing === undefined || this.#outgoing.payloadSize < longest) {
      this.#outgoing?.close();
      this.#outgoing = new MessageBatch({ slots: sendSlots, payloadSize: Math.max(longest, 4096) });
    }
    const count = Math.min(messages.length, sendSlots);
    for (let slot = 0; slot < count; slot++) this.#outgoing.write(slot, messages[slot]!);
    return this.socket.send(this.#outgoing, 0, count);
  }

  /** Sends one message, waiting for room where there is none. */
  async sendOne(message: Uint8Array, options: WaitOptions): Promise<void> {
    while (this.send([message]) === 0) await this.socket.waitWritable(options);
  }

  close(): void {
    this.socket.close();
    this.buffer.close();
    this.#spare?.close();
    this.#outgoing?.close();
  }

  /** Throws SocketError EBADF once the channel is closed. */
  checkOpen(syscall: string): void {
    if (!this.socket.closed) return;
    const explanation = 'the netlink socket is closed';
    throw new SocketError({ syscall, errno: -system.errno.EBADF, explanation });
  }
}

/** Messages that one sendmmsg(2) takes. */
export const sendSlots = 64;
