/** What datagram and seqpacket sockets have in common: whole messages, in and out. */
import { constants, type OwnedFd, type Socket } from '../socket/index.js';
import { UnixAddress, type UnixAddressLike } from './address.js';
import { type BatchesOptions, type ReceivedBatch, readable, receiveBatches } from './batches.js';
import { localAddress, type SocketFile } from './binding.js';
import type { Message } from './gathering.js';
import { largestMessage, type MessageReceiveOptions, MessageReceiver } from './message-receiver.js';
import { MessageSender, type MessageSendOptions, type SendPolicy } from './message-sender.js';
import type { Attachments } from './outgoing.js';
import { type PassOptions, setPassOptions } from './pass-options.js';
import { UnixPeer } from './peer.js';
import { incomingBytes, outgoingBytes, peekMessage, setPeekOffset } from './queue.js';
import type { ReceivedMessage } from './received.js';

export interface MessageOptions extends PassOptions {
  /** SO_SNDBUF, in bytes: the kernel doubles it, and a message must fit into that. */
  sendBuffer?: number | undefined;
}

/** What kind of socket of messages it is. */
export interface MessageKind {
  /** Whether a message of nothing, with nothing beside it, is the end of the connection. */
  ends: boolean;
  policy: SendPolicy;
}

/** A datagram or seqpacket socket. */
export abstract class MessageSocket implements Disposable, AsyncDisposable {
  /** The socket below, for options that this class has no name for. */
  readonly socket: Socket;
  readonly #file: SocketFile | undefined;
  readonly #ends: boolean;
  readonly #sender: MessageSender;
  readonly #receiver: MessageReceiver;

  protected constructor(
    socket: Socket,
    { ends, policy }: MessageKind,
    options: MessageOptions = {},
    file?: SocketFile,
  ) {
    this.socket = socket;
    this.#file = file;
    this.#ends = ends;
    this.#sender = new MessageSender(socket, policy);
    this.#receiver = new MessageReceiver(socket, ends);
    setPassOptions(socket, options);
    if (options.sendBuffer !== undefined) {
      socket.setOption(constants.SOL_SOCKET, constants.SO_SNDBUF, options.sendBuffer);
    }
  }

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
  send(data: Message, options: MessageSendOptions = {}): Promise<void> {
    return this.#sender.send(data, options);
  }

  /**
   * Sends a message if there is room for it now: whether it did. Nothing waits before it then.
   *
   * @throws SocketError as {@link send}
   */
  trySend(data: Message, options: Attachments & { to?: UnixAddressLike | undefined } = {}): boolean {
    return this.#sender.trySend(data, options);
  }

  /**
   * Sends messages, many with one system call; resolves to their number. Those that are not sent yet must not be
   * changed. Descriptors go with {@link send}.
   *
   * @throws (as a rejection) SocketError as {@link send}; the message says how many were sent before
   */
  sendMany(
    messages: Iterable<Message>,
    options: Omit<MessageSendOptions, keyof Attachments> = {},
  ): Promise<number> {
    return this.#sender.sendMany(messages, options);
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
    return this.#receiver.tryReceive(size);
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
    return receiveBatches(this.socket, options, this.#ends);
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
    this.#receiver.discard();
    return this.socket.release();
  }

  /**
   * Closes the socket and removes its file. Sends that wait are rejected with ECANCELED, receives end. Does nothing
   * the second time.
   */
  close(): void {
    if (this.closed) return;
    this.#receiver.discard();
    this.#file?.remove();
    this.socket.close();
    this.#sender.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}
