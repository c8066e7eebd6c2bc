/** The sending half of a socket of messages: each whole, in order, waiting where it has to. */
import { type Socket, SocketError, type WaitOptions } from '../socket/index.js';
import { UnixAddress, type UnixAddressLike } from './address.js';
import { EAGAIN, EBADF } from './errno.js';
import { Gathering, type Message } from './gathering.js';
import { type Attachments, Outgoing, sendFailure, sendingSlot } from './outgoing.js';
import { Target } from './paths.js';
import { SendQueue } from './send-queue.js';

export interface MessageSendOptions extends Attachments, WaitOptions {
  /** Whom to send to; the connected peer by default. Datagram sockets only. */
  to?: UnixAddressLike | undefined;
  /** Whether to try again, at growing intervals, while nobody has the address {@link to}. */
  retry?: boolean | undefined;
}

/** What becomes of a message that does not go at once. */
export interface SendPolicy {
  /** Waits until a send is worth another try. `attempt` counts those before. */
  waitForRoom(to: UnixAddress | undefined, attempt: number, wait: WaitOptions): Promise<void>;
  /** Whether {@link recover} may help. */
  recoverable(error: unknown, options: MessageSendOptions): error is SocketError;
  /** Does what lets a failed send be tried again: connects anew, say. Rejects when that fails. */
  recover(options: MessageSendOptions, attempt: number, wait: WaitOptions): Promise<void>;
}

export class MessageSender {
  readonly #socket: Socket;
  readonly #policy: SendPolicy;
  readonly #queue = new SendQueue();
  #gathering: Gathering | undefined;

  constructor(socket: Socket, policy: SendPolicy) {
    this.#socket = socket;
    this.#policy = policy;
  }

  /** Sends one message, behind those that wait. */
  async send(data: Message, options: MessageSendOptions = {}): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    const to = options.to === undefined ? undefined : UnixAddress.from(options.to);
    const outgoing = attachmentsOf(options);
    try {
      if (this.#queue.empty && this.#attempt(bytes, outgoing, to)) return;
    } catch (error) {
      if (!this.#policy.recoverable(error, options)) throw error;
    }
    outgoing?.keep();
    try {
      await this.#queue.run(options, wait => this.#deliver(bytes, outgoing, to, options, wait));
    } finally {
      outgoing?.close();
    }
  }

  /** Sends one message if there is room for it now and nothing waits: whether it did. */
  trySend(data: Message, options: Attachments & { to?: UnixAddressLike | undefined } = {}): boolean {
    if (!this.#queue.empty) return false;
    const to = options.to === undefined ? undefined : UnixAddress.from(options.to);
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    return this.#attempt(bytes, attachmentsOf(options), to);
  }

  /** Sends messages, many with one system call; resolves to their number. */
  async sendMany(
    messages: Iterable<Message>,
    options: Omit<MessageSendOptions, keyof Attachments> = {},
  ): Promise<number> {
    const to = options.to === undefined ? undefined : UnixAddress.from(options.to);
    this.#gathering ??= new Gathering();
    const gathering = this.#gathering;
    let sent = 0;
    await this.#queue.run(options, async wait => {
      using target = to === undefined ? undefined : new Target(to, 'sendmsg');
      gathering.begin(messages, target?.bytes);
      for (let attempt = 0; ; ) {
        if (this.#socket.closed) throw sentBefore(sendFailure(EBADF, 0), sent);
        const result = gathering.send(this.#socket);
        if (result === undefined) return;
        if (result > 0) {
          sent += result;
          attempt = 0;
        } else if (result === EAGAIN) {
          await this.#policy.waitForRoom(to, attempt++, wait());
        } else {
          const error = sendFailure(result, gathering.nextLength, to?.toString());
          if (!this.#policy.recoverable(error, options)) throw sentBefore(error, sent);
          await this.#policy.recover(options, attempt++, wait());
        }
      }
    });
    return sent;
  }

  close(): void {
    this.#gathering?.close();
  }

  /** Whether there was room. */
  #attempt(bytes: Uint8Array, outgoing: Outgoing | undefined, to: UnixAddress | undefined): boolean {
    if (to !== undefined) return this.#attemptTo(to, bytes, outgoing);
    sendingSlot().setNameLength(0, 0);
    return this.#put(bytes, outgoing);
  }

  #attemptTo(to: UnixAddress, bytes: Uint8Array, outgoing: Outgoing | undefined): boolean {
    using target = new Target(to, 'sendmsg');
    const slot = sendingSlot();
    slot.name.set(target.bytes);
    slot.setNameLength(0, target.bytes.length);
    return this.#put(bytes, outgoing, to);
  }

  /** Sends to whom the slot names. */
  #put(bytes: Uint8Array, outgoing: Outgoing | undefined, to?: UnixAddress): boolean {
    const slot = sendingSlot();
    if (outgoing === undefined) slot.setControlLength(0, 0);
    else outgoing.attach(slot);
    const result = slot.sendFrom(this.#socket.fd, 0, bytes);
    if (result >= 0) return true;
    if (result === EAGAIN) return false;
    if (this.#socket.closed)
      throw new SocketError({ syscall: 'sendmsg', errno: result, explanation: 'the socket is closed' });
    throw (
      outgoing?.failure(result, bytes.length, to?.toString()) ??
      sendFailure(result, bytes.length, to?.toString())
    );
  }

  async #deliver(
    bytes: Uint8Array,
    outgoing: Outgoing | undefined,
    to: UnixAddress | undefined,
    options: MessageSendOptions,
    wait: () => WaitOptions,
  ): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        if (this.#attempt(bytes, outgoing, to)) return;
        await this.#policy.waitForRoom(to, attempt, wait());
      } catch (error) {
        if (!this.#policy.recoverable(error, options)) throw error;
        await this.#policy.recover(options, attempt, wait());
      }
    }
  }
}

function attachmentsOf(options: Attachments): Outgoing | undefined {
  const { fds, credentials } = options;
  return credentials === undefined && (fds === undefined || fds.length === 0)
    ? undefined
    : new Outgoing(options);
}

function sentBefore(error: SocketError, sent: number): SocketError {
  const { syscall, errno, address, message } = error;
  return new SocketError({
    syscall,
    errno,
    address,
    explanation: `${message.replace(/^\w+ \w+: /, '').replace(/ \([^()]*\)$/, '')}; ${sent} messages were sent before`,
    cause: error,
  });
}
