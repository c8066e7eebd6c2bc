/** A socket of a host that also waits: for a connection, for messages that must come, and for those that should not. */
import {
  constants,
  controlSpace,
  MessageBatch,
  type OwnedFd,
  type Socket,
  SocketError,
} from '../socket/index.js';
import { addressText } from './address-text.js';
import { domainName, protocolName, typeName } from './call-names.js';
import { failure, netlinkContent, recorded } from './call-text.js';
import { type Received, type ReceiveOptions, RecordedSocket } from './recorded-socket.js';
import type { Timeline } from './timeline.js';

/** Milliseconds that a message which must come may take on a busy machine. */
const patience = 3000;
/** Milliseconds after which what should not come has not come: deliveries within a machine take microseconds. */
const silence = 80;

export class LabSocket extends RecordedSocket {
  readonly #connections: LabSocket[] = [];

  /** socket(2) in a host's namespace. */
  static open(
    host: string,
    timeline: Timeline,
    open: () => Socket,
    kind: readonly [number, number, number],
  ): LabSocket {
    const [domain, type, protocol] = kind;
    const text = `socket(${domainName(domain)}, ${typeName(type)}, ${protocolName(domain, protocol)})`;
    const socket = recorded(host, timeline, text, open, () => '');
    return new LabSocket(
      host,
      timeline,
      socket,
      domain === constants.AF_NETLINK ? netlinkContent(protocol) : undefined,
    );
  }

  /** Connects and waits until that is done. */
  async connected(address: Uint8Array): Promise<void> {
    const text = `connect(${addressText(address)})`;
    try {
      await this.socket.connectAsync(address, { timeout: patience });
      this.note(`${text} = 0`);
    } catch (error) {
      this.note(`${text} = ${failure(error)}`);
      throw error;
    }
  }

  /** The next connection, which must come. */
  async accepted(): Promise<LabSocket> {
    for (;;) {
      const found = this.accept();
      if (found !== undefined) return found;
      await this.socket.waitReadable({ timeout: patience });
    }
  }

  /** The next connection, if one waits. */
  accept(): LabSocket | undefined {
    const found = this.call(
      'accept()',
      () => this.socket.accept(),
      it => (it === undefined ? ' EAGAIN' : ` from ${addressText(it.address)}`),
    );
    if (found === undefined) return undefined;
    const connection = new LabSocket(this.host, this.timeline, found.socket);
    this.#connections.push(connection);
    return connection;
  }

  /** Closes it and the connections that it has accepted, without a word. */
  release(): void {
    this.socket.close();
    for (const connection of this.#connections) connection.release();
  }

  /** The next message, which must come: waits for it. Throws ETIMEDOUT. */
  async next(options?: ReceiveOptions): Promise<Received> {
    return (await this.#within(patience, options)) ?? this.#nothing();
  }

  /** The next message, which should come and is waited for; undefined where it does not. */
  async awaited(options?: ReceiveOptions): Promise<Received | undefined> {
    return this.#within(patience, options);
  }

  /** The next message that should not come: undefined where none does for a while. */
  async maybe(options?: ReceiveOptions): Promise<Received | undefined> {
    return this.#within(silence, options);
  }

  /**
   * Every message that is there or comes until it is quiet.
   *
   * @param least so many must come, and are waited for; where fewer come, those that did
   */
  async all(options?: ReceiveOptions, least = 0): Promise<Received[]> {
    const messages: Received[] = [];
    for (;;) {
      const message = await this.#within(messages.length < least ? patience : silence, options);
      if (message === undefined) return messages;
      messages.push(message);
    }
  }

  /** The descriptors that came with what is received next, at most `most`. */
  claimDescriptors(most = 253): OwnedFd[] {
    using batch = new MessageBatch({ slots: 1, payloadSize: 65_536, controlSize: controlSpace(4 * most) });
    const count = batch.receive(this.socket.fd, 0, 1);
    if (count < 0) throw SocketError.from(count, 'recvmsg');
    return batch.claim(0);
  }

  async #within(milliseconds: number, options?: ReceiveOptions): Promise<Received | undefined> {
    const end = performance.now() + milliseconds;
    for (;;) {
      try {
        return this.receive(options);
      } catch (error) {
        if (!(error instanceof SocketError && error.code === 'EAGAIN')) throw error;
      }
      const left = end - performance.now();
      if (left <= 0) return undefined;
      try {
        await this.socket.waitReadable({ timeout: left });
      } catch (error) {
        if (!(error instanceof SocketError && error.code === 'ETIMEDOUT')) throw error;
        return undefined;
      }
    }
  }

  #nothing(): never {
    throw new SocketError({
      syscall: 'recvmsg',
      errno: -110,
      explanation: `nothing came within ${patience} ms`,
    });
  }
}
