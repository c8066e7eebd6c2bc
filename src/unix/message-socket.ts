/** What datagram and seqpacket sockets have in common: whole messages, in and out. */
import {
  constants,
  MessageBatch,
  type OwnedFd,
  type Socket,
  SocketError,
  type WaitOptions,
} from '../socket/index.js';
import { UnixAddress, type UnixAddressLike } from './address.js';
import { type BatchesOptions, type ReceivedBatch, readable, receiveBatches } from './batches.js';
import { localAddress, type SocketFile } from './binding.js';
import { EAGAIN, EBADF, EMSGSIZE } from './errno.js';
import { Gathering, type Message } from './gathering.js';
import { type Attachments, Outgoing, sendFailure, sendingSlot } from './outgoing.js';
import { type PassOptions, setPassOptions } from './pass-options.js';
import { Target } from './paths.js';
import { UnixPeer } from './peer.js';
import { incomingBytes, outgoingBytes, peekMessage, setPeekOffset } from './queue.js';
import { controlTruncated, descriptorsLost, messageAt, type ReceivedMessage } from './received.js';
import { SendQueue } from './send-queue.js';
import { controlRoom, nameRoom } from './stream-reader.js';

/**
 * Bytes of the largest message that is received whole by default: what the largest send buffer has room for that
 * net.core.wmem_max allows by default.
 */
export const largestMessage = 425_984;

export interface MessageOptions extends PassOptions {
  /** SO_SNDBUF, in bytes: the kernel doubles it, and a message must fit into that. */
  sendBuffer?: number | undefined;
}

export interface MessageSendOptions extends Attachments, WaitOptions {
  /** Whom to send to; the connected peer by default. Datagram sockets only. */
  to?: UnixAddressLike | undefined;
  /** Whether to try again, at growing intervals, while nobody has the address {@link to}. */
  retry?: boolean | undefined;
}

export interface MessageReceiveOptions extends WaitOptions {
  /** Bytes to make room for; 425,984 by default. A longer message is an error, and lost. */
  size?: number | undefined;
}

/** Slot 0 of a batch that all message sockets of this thread share: what it holds is taken out at once. */
let shared: MessageBatch | undefined;

function receivingSlot(): MessageBatch {
  shared ??= new MessageBatch({
    slots: 1,
    payloadSize: largestMessage,
    nameSize: nameRoom,
    controlSize: controlRoom,
  });
  return shared;
}

/** A datagram or seqpacket socket. */
export abstract class MessageSocket implements Disposable, AsyncDisposable {
  /** The socket below, for options that this class has no name for. */
  readonly socket: Socket;
  readonly #file: SocketFile | undefined;
  readonly #queue = new SendQueue();
  #gathering: Gathering | undefined;
  #last: ReceivedMessage | undefined;

  protected constructor(socket: Socket, options: MessageOptions = {}, file?: SocketFile) {
    this.socket = socket;
    this.#file = file;
    setPassOptions(socket, options);
    if (options.sendBuffer !== undefined) {
      socket.setOption(constants.SOL_SOCKET, constants.SO_SNDBUF, options.sendBuffer);
    }
  }

  /** Whether a message of nothing, with nothing beside it, is the end of the connection. */
  protected abstract readonly ends: boolean;

  /** Waits until a send is worth another try. `failures` counts those before. */
  protected abstract waitForRoom(
    to: UnixAddress | undefined,
    attempt: number,
    wait: WaitOptions,
  ): Promise<void>;

  /** Whether a failed send may be tried again: after a new connection, say. */
  protected abstract recover(
    error: SocketError,
    options: MessageSendOptions,
    attempt: number,
    wait: WaitOptions,
  ): Promise<boolean>;

  /** Whether {@link recover} may help. */
  protected abstract recoverable(error: unknown, options: MessageSendOptions): error is SocketError;

  /** The descriptor's number; −1 once closed. */
  get fd(): number {
    return this.socket.fd;
  }

  get closed(): boolean {
    return this.socket.closed;
  }

  /** This end's address. */
  get local(): UnixAddress {
    return localAddress(this.socket);
  }

  /** The address of the peer that this socket is connected to. @throws SocketError ENOTCONN */
  get remote(): UnixAddress {
    return UnixAddress.decode(this.socket.remoteAddress());
  }

  /** Who is at the other end of a connection or a pair. */
  get peer(): UnixPeer {
    return new UnixPeer(this.socket);
  }

  /** Bytes of the message that is next (SIOCINQ); 0 without one. */
  get incoming(): number {
    return incomingBytes(this.socket);
  }

  /** Bytes of memory that what was sent takes until it is read (SIOCOUTQ): more than the bytes sent. */
  get outgoing(): number {
    return outgoingBytes(this.socket);
  }

  /**
   * Sends a message, whole; waits while the receiver's queue is full, behind those that wait already. `data` must not
   * be changed until then.
   *
   * @throws (as a rejection) SocketError. EMSGSIZE larger than the send buffer; EINVAL more than 253 descriptors;
   *   ETOOMANYREFS, EBADF, EPERM, ESRCH for what goes along; ECONNREFUSED, ENOENT, EPIPE nobody is there; ETIMEDOUT,
   *   ECANCELED closed meanwhile. Nothing of the message was sent then.
   */
  async send(data: Message, options: MessageSendOptions = {}): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    const to = options.to === undefined ? undefined : UnixAddress.from(options.to);
    const outgoing = attachmentsOf(options);
    try {
      if (this.#queue.empty && this.#attempt(bytes, outgoing, to)) return;
    } catch (error) {
      if (!this.recoverable(error, options)) throw error;
    }
    outgoing?.keep();
    try {
      await this.#queue.run(options, wait => this.#deliver(bytes, outgoing, to, options, wait));
    } finally {
      outgoing?.close();
    }
  }

  /**
   * Sends a message if there is room for it now: whether it did. Nothing waits before it then.
   *
   * @throws SocketError as {@link send}
   */
  trySend(data: Message, options: Attachments & { to?: UnixAddressLike | undefined } = {}): boolean {
    if (!this.#queue.empty) return false;
    const to = options.to === undefined ? undefined : UnixAddress.from(options.to);
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    return this.#attempt(bytes, attachmentsOf(options), to);
  }

  /**
   * Sends messages, many with one system call; resolves to their number. Those that are not sent yet must not be
   * changed. Descriptors go with {@link send}.
   *
   * @throws (as a rejection) SocketError as {@link send}; the message says how many were sent before
   */
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
        if (this.closed) throw sentBefore(sendFailure(EBADF, 0), sent);
        const result = gathering.send(this.socket);
        if (result === undefined) return;
        if (result > 0) {
          sent += result;
          attempt = 0;
        } else if (result === EAGAIN) {
          await this.waitForRoom(to, attempt++, wait());
        } else {
          const error = sendFailure(result, gathering.nextLength, to?.toString());
          if (!this.recoverable(error, options) || !(await this.recover(error, options, attempt++, wait()))) {
            throw sentBefore(error, sent);
          }
        }
      }
    });
    return sent;
  }

  /**
   * The next message; undefined at the end of a connection, and when the socket is closed meanwhile. An empty message
   * is a message.
   *
   * @throws (as a rejection) DescriptorsLostError, which has the message; SocketError EMSGSIZE it was longer than
   *   `size`, ECONNRESET, ETIMEDOUT, EBADF closed before
   */
  async receive(options: MessageReceiveOptions = {}): Promise<ReceivedMessage | undefined> {
    for (;;) {
      const message = this.tryReceive(options);
      if (message !== null) return message;
      if (!(await readable(this.socket, options))) return undefined;
    }
  }

  /** As {@link receive}, without waiting: null when there is no message for now. */
  tryReceive({
    size = largestMessage,
  }: {
    size?: number | undefined;
  } = {}): ReceivedMessage | undefined | null {
    this.#last?.discard();
    this.#last = undefined;
    const slot = receivingSlot();
    const room = roomFor(slot, size);
    const result =
      room === slot.payload
        ? slot.receive(this.fd, constants.MSG_TRUNC, 1)
        : slot.receiveInto(this.fd, constants.MSG_TRUNC, room);
    if (result === EAGAIN) return null;
    if (result < 0) {
      const explanation = this.closed ? 'the socket is closed' : undefined;
      throw new SocketError({ syscall: 'recvmsg', errno: result, explanation });
    }
    const length = slot.length(0);
    if (length === 0 && this.ends && slot.controlLength(0) === 0) return undefined;
    if (length > room.length) {
      const explanation = `a message of ${length} bytes was longer than the ${room.length} there was room for, and is lost`;
      throw new SocketError({ syscall: 'recvmsg', errno: EMSGSIZE, explanation });
    }
    const data = Buffer.allocUnsafe(length);
    data.set(room.subarray(0, length));
    const message = messageAt(slot, 0, data);
    this.#last = message;
    if (controlTruncated(slot, 0)) throw descriptorsLost(message, this.fd);
    return message;
  }

  /** The messages, until the end of the connection or of the socket. Leaving the loop leaves the socket open. */
  async *[Symbol.asyncIterator](): AsyncGenerator<ReceivedMessage, void, undefined> {
    for (;;) {
      if (this.closed) return;
      const message = await this.receive();
      if (message === undefined) return;
      yield message;
    }
  }

  /**
   * The messages, as many at a time as there are (recvmmsg(2)), without an object for each. The fastest way to receive.
   */
  batches(options: BatchesOptions = {}): AsyncGenerator<ReceivedBatch, void, undefined> {
    return receiveBatches(this.socket, options, this.ends);
  }

  /**
   * The next message, which stays there (MSG_PEEK): a copy of at most `size` bytes, from the peek offset if
   * {@link setPeekOffset} set one. Undefined when there is none.
   */
  peek(size = 65_536): Buffer | undefined {
    return peekMessage(this.socket, size);
  }

  /** Where {@link peek} begins in the message, moving on with each (SO_PEEK_OFF); −1, the default, is its start. */
  setPeekOffset(offset: number): void {
    setPeekOffset(this.socket, offset);
  }

  /** Lets pending calls keep the process alive, as they do from the start. */
  ref(): this {
    this.socket.ref();
    return this;
  }

  /** Lets the process end in spite of pending calls. */
  unref(): this {
    this.socket.unref();
    return this;
  }

  /** Hands the descriptor over, which stays open, and so does its file. */
  release(): OwnedFd {
    this.#last?.discard();
    return this.socket.release();
  }

  /**
   * Closes the socket and removes its file. Sends that wait are rejected with ECANCELED, receives end. Does nothing
   * the second time.
   */
  close(): void {
    if (this.closed) return;
    this.#last?.discard();
    this.#file?.remove();
    this.socket.close();
    this.#gathering?.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** Whether there was room. */
  #attempt(bytes: Uint8Array, outgoing: Outgoing | undefined, to: UnixAddress | undefined): boolean {
    using target = to === undefined ? undefined : new Target(to, 'sendmsg');
    const slot = sendingSlot();
    if (target === undefined) {
      slot.setNameLength(0, 0);
    } else {
      slot.name.set(target.bytes);
      slot.setNameLength(0, target.bytes.length);
    }
    if (outgoing === undefined) slot.setControlLength(0, 0);
    else outgoing.attach(slot);
    const result = slot.sendFrom(this.fd, 0, bytes);
    if (result >= 0) return true;
    if (result === EAGAIN) return false;
    if (this.closed)
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
        await this.waitForRoom(to, attempt, wait());
      } catch (error) {
        if (!this.recoverable(error, options) || !(await this.recover(error, options, attempt, wait())))
          throw error;
      }
    }
  }
}

/** The slot's own room where that is as much as was asked for. */
function roomFor(slot: MessageBatch, size: number): Uint8Array {
  if (size === slot.payloadSize) return slot.payload;
  return size < slot.payloadSize ? slot.payload.subarray(0, size) : Buffer.allocUnsafeSlow(size);
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
