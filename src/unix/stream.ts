/** AF_UNIX stream sockets as Node.js streams. */
import { Duplex } from 'node:stream';
import { constants, type OwnedFd, Socket, SocketError, type WaitOptions } from '../socket/index.js';
import { UnixAddress, type UnixAddressLike } from './address.js';
import { localAddress, type SocketFile } from './binding.js';
import { connectSocket } from './connecting.js';
import { ECONNRESET, EINVAL, ENOTCONN, EPIPE } from './errno.js';
import { IdleTimer } from './idle-timer.js';
import { adoptSocket, type ConnectingOptions, guarded, openConnected, openSocket } from './opening.js';
import { outOfBandFailure, takeMarkedByte } from './out-of-band.js';
import type { Attachments } from './outgoing.js';
import { type PassOptions, setPassOptions } from './pass-options.js';
import { UnixPeer } from './peer.js';
import { incomingBytes, outgoingBytes, peekMessage, setPeekOffset } from './queue.js';
import { controlTruncated, descriptorsLost, messageAt, ReceivedMessage } from './received.js';
import { receivingSlot, StreamReader, streamRead } from './stream-reader.js';
import { AttachedChunk, sendChunks, type Writing } from './stream-writer.js';

export interface StreamOptions extends PassOptions {
  /** Whether the writable side stays open when the peer has ended its own; no by default, as in node:net. */
  allowHalfOpen?: boolean | undefined;
  /** Bytes to buffer in each direction before {@link UnixStream.write} returns false; 65536 by default. */
  highWaterMark?: number | undefined;
  /**
   * What becomes of a byte that was sent out of band (MSG_OOB, Linux 5.15): `event` emits `outOfBand` with it, where
   * it stood in the stream; `inline` leaves it among the others (SO_OOBINLINE). By default the kernel drops it.
   */
  outOfBand?: 'event' | 'inline' | undefined;
}

export interface ConnectOptions extends StreamOptions, ConnectingOptions {}

export interface StreamSendOptions extends Attachments {
  /** Sends the last byte out of band (MSG_OOB). */
  outOfBand?: boolean | undefined;
}

/** What the constructor of this module needs; {@link UnixStream.connect} and its siblings are for everybody else. */
interface Making extends StreamOptions {
  connect?: ((signal: AbortSignal) => Promise<void>) | undefined;
  file?: SocketFile | undefined;
}

/** How many reads are done before other work of the event loop has its turn. */
const readsInARow = 32;

/** A read of fewer bytes than this has most likely taken all there was. */
const shortRead = 32 * 1024;

/** Errors after which nothing is left to shut down. */
const goneAlready = new Set([ENOTCONN, EPIPE, ECONNRESET]);

/** A write of so many bytes is reported at once; smaller ones after what this turn of the loop writes. */
const largeWrite = 16 * 1024;

/**
 * An AF_UNIX stream connection: a Duplex that takes the place of a `net.Socket` in node:http, node:tls and their
 * like, and passes descriptors and credentials.
 *
 * Events besides those of a Duplex:
 * - `connect` and `ready`, when {@link dial} is done; `timeout` ({@link setTimeout})
 * - `fds` (message, position): descriptors arrived, and the message, which is without data, has them; take them before
 *   the next such event. They came with one of the first `position` bytes of the stream, of which the last are
 *   delivered later: the kernel ends a receive behind the bytes that descriptors came with, but may begin it before.
 *   Descriptors that come while nobody listens are closed.
 * - `outOfBand` (byte, position), with the option of that name: the byte stood behind `position` others
 */
export class UnixStream extends Duplex {
  /** Bytes received from the kernel, those out of band not counted. */
  bytesRead = 0;
  /** Bytes that the kernel took. */
  bytesWritten = 0;
  /** Whether {@link dial} is still at it. */
  connecting: boolean;
  readonly #socket: Socket;
  readonly #reader = new StreamReader();
  readonly #attached = new Map<Buffer, AttachedChunk>();
  readonly #idle = new IdleTimer(() => this.emit('timeout'));
  readonly #marks: boolean;
  readonly #file: SocketFile | undefined;
  readonly #dialling: AbortController | undefined;
  #unfinished: ReceivedMessage | undefined;
  #reading = false;
  #waiting = false;
  #ended = false;
  #told = false;

  readonly #onReadable = (error?: SocketError): void => {
    this.#waiting = false;
    if (error === undefined) this.#pull();
    else if (!this.destroyed) this.destroy(error);
  };

  private constructor(socket: Socket, { connect, file, ...options }: Making = {}) {
    super({
      allowHalfOpen: options.allowHalfOpen ?? false,
      highWaterMark: options.highWaterMark ?? streamRead,
      ...(connect === undefined
        ? {}
        : {
            construct(this: Duplex, done: (error?: Error | null) => void) {
              (this as UnixStream).#establish(connect, done);
            },
          }),
    });
    this.#socket = socket;
    this.#file = file;
    this.#marks = options.outOfBand === 'event';
    this.connecting = connect !== undefined;
    this.#dialling = connect === undefined ? undefined : new AbortController();
    if (options.outOfBand === 'inline') socket.setOption(constants.SOL_SOCKET, constants.SO_OOBINLINE, 1);
    setPassOptions(socket, options);
  }

  /**
   * Connects to a listener; waits while its queue is full.
   *
   * @throws (as a rejection) SocketError ENOENT, ECONNREFUSED nobody listens, EACCES, EPROTOTYPE a socket of another
   *   type, ETIMEDOUT; the signal's reason
   */
  static async connect(address: UnixAddressLike, options: ConnectOptions = {}): Promise<UnixStream> {
    const opened = await openConnected(constants.SOCK_STREAM, address, options);
    return guarded(opened, () => new UnixStream(opened.socket, { ...options, file: opened.file }));
  }

  /**
   * A connection that is being made, as `net.connect` returns it: emits `connect`, or `error`. What is written
   * meanwhile is sent then. Reads from the start. For `createConnection` of node:http.
   */
  static dial(address: UnixAddressLike, options: ConnectOptions = {}): UnixStream {
    const target = UnixAddress.from(address);
    const opened = openSocket(constants.SOCK_STREAM, options);
    const { socket, file } = opened;
    const connect = (destroyed: AbortSignal) => {
      const signal = options.signal === undefined ? destroyed : AbortSignal.any([destroyed, options.signal]);
      return connectSocket(socket, target, { ...options, signal });
    };
    return guarded(opened, () => new UnixStream(socket, { ...options, file, connect }));
  }

  /** Two streams that are connected to each other (socketpair(2)). */
  static pair(options: StreamOptions = {}): [UnixStream, UnixStream] {
    const [a, b] = Socket.pair(constants.AF_UNIX, constants.SOCK_STREAM);
    return [new UnixStream(a, options), new UnixStream(b, options)];
  }

  /**
   * Takes over a stream socket that is connected: one that was passed, accepted or inherited.
   *
   * @throws SocketError ENOTSOCK, EBADF, EPROTOTYPE when it is another kind of socket; it then stays the caller's
   */
  static adopt(fd: OwnedFd | number | Socket, options: StreamOptions = {}): UnixStream {
    return new UnixStream(adoptSocket(fd, [constants.SOCK_STREAM], false), options);
  }

  /** The socket below, for options that this class has no name for. Reading and writing are the stream's. */
  get socket(): Socket {
    return this.#socket;
  }

  /** The descriptor's number; −1 once closed. */
  get fd(): number {
    return this.#socket.fd;
  }

  /** This end's address: unnamed, unless it was bound or accepted. */
  get local(): UnixAddress {
    return localAddress(this.#socket);
  }

  /** The other end's address: unnamed for most clients. @throws SocketError ENOTCONN */
  get remote(): UnixAddress {
    return UnixAddress.decode(this.#socket.remoteAddress());
  }

  /** Who is at the other end. */
  get peer(): UnixPeer {
    return new UnixPeer(this.#socket);
  }

  /** Bytes that wait in the kernel to be read (SIOCINQ). */
  get incoming(): number {
    return incomingBytes(this.#socket);
  }

  /** Bytes of memory that what was sent takes until the peer has read it (SIOCOUTQ): more than the bytes sent. */
  get outgoing(): number {
    return outgoingBytes(this.#socket);
  }

  /**
   * Writes, and resolves when the kernel has it all. Keeps its place among what is written otherwise.
   *
   * @throws (as a rejection) SocketError. EINVAL more than 253 descriptors, or descriptors without a byte, which a
   *   stream would lose; ETOOMANYREFS, EBADF, EPERM, ESRCH: nothing of it was sent, and the stream goes on. EPIPE and
   *   ECONNRESET end the stream, which emits `error` only for those who listen, as this has told of it.
   */
  send(data: Uint8Array | string, options: StreamSendOptions = {}): Promise<void> {
    const { fds, credentials, outOfBand = false } = options;
    // A buffer object of its own, by which the attachments are found again.
    const chunk =
      typeof data === 'string'
        ? Buffer.from(data)
        : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return new Promise((resolve, reject) => {
      if (!outOfBand && credentials === undefined && (fds === undefined || fds.length === 0)) {
        this.write(chunk, error => (error ? reject(this.#reported(error)) : resolve()));
        return;
      }
      const attachment = new AttachedChunk(options, outOfBand ? constants.MSG_OOB : 0);
      if (chunk.length === 0) throw withoutByte();
      this.#attached.set(chunk, attachment);
      this.write(chunk, error => {
        this.#attached.delete(chunk);
        attachment.close();
        if (error) this.#reported(error);
        const failure = attachment.refusal ?? error;
        if (failure) reject(outOfBand ? outOfBandFailure(failure) : failure);
        else resolve();
      });
      // Already sent, or it has to wait, and the caller may close the descriptors meanwhile.
      if (!attachment.finished) this.#keep(attachment);
    });
  }

  /**
   * What one receive takes from the stream: its bytes and the descriptors and credentials that came with them;
   * undefined at the end of the stream. The kernel ends a receive behind bytes that descriptors came with, and,
   * with `passCredentials`, where the sender changes. Not to be mixed with reading the stream otherwise, but one may
   * follow the other.
   *
   * @param options.size bytes to take at most; 65536 by default
   * @throws (as a rejection) DescriptorsLostError, SocketError ECONNRESET, ETIMEDOUT, ECANCELED closed meanwhile
   */
  async receive(options: WaitOptions & { size?: number } = {}): Promise<ReceivedMessage | undefined> {
    for (;;) {
      const message = this.tryReceive(options);
      if (message !== null) return message;
      await this.#socket.waitReadable(options);
    }
  }

  /** As {@link receive}, without waiting: null when there is nothing for now. */
  tryReceive({ size = streamRead }: { size?: number } = {}): ReceivedMessage | undefined | null {
    this.#unfinished?.discard();
    this.#unfinished = undefined;
    if (this.readableLength > 0) return new ReceivedMessage(this.read() as Buffer);
    if (this.#ended) return undefined;
    if (!Number.isInteger(size) || size < 1)
      throw new RangeError(`size must be a whole number from 1, not ${size}`);
    const data = this.#reader.read(this.#socket, 0, size);
    if (data === undefined) return null;
    this.#idle.touch();
    if (data.length === 0) {
      this.#end();
      return undefined;
    }
    this.bytesRead += data.length;
    const slot = receivingSlot();
    const message = messageAt(slot, 0, data);
    this.#unfinished = message;
    if (controlTruncated(slot, 0)) throw descriptorsLost(message, this.fd);
    return message;
  }

  /**
   * What would be received next, which stays there (MSG_PEEK): a copy of at most `size` bytes, from the peek offset
   * if {@link setPeekOffset} set one. Undefined when there is nothing, which the end of the stream is too.
   */
  peek(size: number = streamRead): Buffer | undefined {
    return peekMessage(this.#socket, size);
  }

  /** Where {@link peek} begins, moving on with each (SO_PEEK_OFF); −1, the default, is always at the front. */
  setPeekOffset(offset: number): void {
    setPeekOffset(this.#socket, offset);
  }

  /**
   * Emits `timeout` after so many milliseconds without a byte in either direction, as `net.Socket` does; 0 ends that.
   * The connection stays open.
   */
  setTimeout(milliseconds: number, callback?: () => void): this {
    if (callback !== undefined) {
      if (milliseconds === 0) this.off('timeout', callback);
      else this.once('timeout', callback);
    }
    this.#idle.set(milliseconds);
    return this;
  }

  /** The milliseconds of {@link setTimeout}; undefined without. */
  get timeout(): number | undefined {
    return this.#idle.milliseconds;
  }

  /** Does nothing: AF_UNIX never delays what is sent. For programs that expect a `net.Socket`. */
  setNoDelay(): this {
    return this;
  }

  /** Does nothing: the kernel tells at once when an AF_UNIX peer is gone. */
  setKeepAlive(): this {
    return this;
  }

  /** Whether it is not connected yet, as of a `net.Socket`. */
  get pending(): boolean {
    return this.connecting;
  }

  /** As of a `net.Socket`. */
  get readyState(): 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed' {
    if (this.connecting) return 'opening';
    if (this.readable && this.writable) return 'open';
    if (this.readable) return 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  /** Ends the stream, and closes the connection when what was written is sent. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  /** Lets pending reads and writes keep the process alive, as they do from the start. */
  ref(): this {
    this.#socket.ref();
    return this;
  }

  /** Lets the process end in spite of pending reads and writes. */
  unref(): this {
    this.#socket.unref();
    return this;
  }

  /**
   * Ends the stream and hands the descriptor over, which stays open: to pass it on, or for node:net.
   *
   * @throws Error when something was received that nobody has read, or written that is not sent: it would be lost
   */
  release(): OwnedFd {
    if (this.readableLength > 0 || this.writableLength > 0) {
      throw new Error(
        `${this.readableLength} bytes are received and not read, ${this.writableLength} written and not sent`,
      );
    }
    const fd = this.#socket.release();
    this.destroy();
    return fd;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#transmit({ chunks: [chunk], attached: this.#attached, index: 0, offset: 0 }, done);
  }

  override _writev(list: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    const chunks = list.map(({ chunk }) => chunk);
    this.#transmit({ chunks, attached: this.#attached, index: 0, offset: 0 }, done);
  }

  override _read(): void {
    this.#reading = true;
    if (!this.#waiting) this.#pull();
  }

  override _final(done: (error?: Error | null) => void): void {
    try {
      this.#socket.shutdown(constants.SHUT_WR);
    } catch (error) {
      if (!(error instanceof SocketError && goneAlready.has(error.errno))) {
        done(error as Error);
        return;
      }
    }
    done();
  }

  override destroy(error?: Error): this {
    // The stream goes only when the connection is there, or given up.
    if (this.connecting) this.#dialling?.abort();
    return super.destroy(error);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.connecting = false;
    this.#idle.set(0);
    this.#unfinished?.discard();
    for (const attachment of this.#attached.values()) attachment.close();
    if (!this.#socket.closed) {
      this.#file?.remove();
      this.#socket.close();
    }
    done(error);
  }

  #establish(connect: (signal: AbortSignal) => Promise<void>, done: (error?: Error | null) => void): void {
    connect(this.#dialling!.signal).then(
      () => {
        this.connecting = false;
        done();
        if (this.destroyed) return;
        this.emit('connect');
        this.emit('ready');
        // As node:net does, so that the end is noticed though nobody reads.
        this.read(0);
      },
      // Destroyed meanwhile, which is no failure.
      (error: Error) => done(this.destroyed ? null : error),
    );
  }

  #transmit(writing: Writing, done: (error?: Error | null) => void): void {
    const before = this.bytesWritten;
    try {
      const sent = sendChunks(this.#socket, writing, bytes => {
        this.bytesWritten += bytes;
      });
      this.#idle.touch();
      if (!sent) {
        this.#socket.whenWritable(error => {
          if (error === undefined) this.#transmit(writing, done);
          else done(error);
        });
      } else if (this.bytesWritten - before >= largeWrite) {
        done();
      } else {
        // What else is written in this turn gathers meanwhile, and goes in one call.
        process.nextTick(done);
      }
    } catch (error) {
      done(error as Error);
    }
  }

  /** Reads while somebody wants it and something is there. */
  #pull(): void {
    for (let reads = 0; this.#reading && !this.destroyed && !this.#ended; reads++) {
      if (reads < readsInARow && this.#readOnce()) continue;
      if (this.destroyed || !this.#reading) return;
      this.#waiting = true;
      this.#socket.whenReadable(this.#onReadable);
      return;
    }
  }

  /** Whether there may be more to read. A short read has emptied the queue, or the next readiness comes at once. */
  #readOnce(): boolean {
    if (this.#marks && this.#takeMarked()) return true;
    const data = this.#read();
    if (data === undefined) return false;
    if (data.length === 0) {
      this.#end();
      return true;
    }
    if (receivingSlot().controlLength(0) > 0 && !this.#takeAttachments()) return false;
    if (!this.push(data)) this.#reading = false;
    return data.length >= shortRead;
  }

  /** A failure ends the stream; what listeners throw is not one, and is nobody's here to catch. */
  #read(): Buffer | undefined {
    try {
      const data = this.#reader.read(this.#socket);
      if (data !== undefined) this.#idle.touch();
      this.bytesRead += data?.length ?? 0;
      return data;
    } catch (error) {
      this.destroy(error as Error);
      return undefined;
    }
  }

  /** Hands descriptors to those who listen; the data that they came with is read next. False when some are lost. */
  #takeAttachments(): boolean {
    const slot = receivingSlot();
    const lost = controlTruncated(slot, 0);
    const message = messageAt(slot, 0, Buffer.alloc(0));
    if ((message.fdCount === 0 && !lost) || this.listenerCount('fds') === 0) {
      message.discard();
      return true;
    }
    if (lost) {
      const error = descriptorsLost(message, this.fd);
      message.discard();
      this.destroy(error);
      return false;
    }
    this.#unfinished?.discard();
    this.#unfinished = message;
    this.emit('fds', message, this.bytesRead);
    return !this.destroyed;
  }

  /** Whether the next byte is one that was sent out of band; then it is taken. */
  #takeMarked(): boolean {
    const byte = takeMarkedByte(this.#socket);
    if (byte === undefined) return false;
    this.#idle.touch();
    this.emit('outOfBand', byte, this.bytesRead);
    return true;
  }

  #end(): void {
    this.#ended = true;
    this.#reading = false;
    this.push(null);
  }

  /** An error that a promise tells of is no uncaught one where nobody listens to the event. */
  #reported(error: Error): Error {
    if (!this.#told) this.once('error', () => {});
    this.#told = true;
    return error;
  }

  #keep(attachment: AttachedChunk): void {
    try {
      attachment.keep();
    } catch (error) {
      attachment.refusal = error as SocketError;
    }
  }
}

function withoutByte(): SocketError {
  const explanation =
    'a stream loses descriptors and credentials that come without a byte: send one with them';
  return new SocketError({ syscall: 'sendmsg', errno: EINVAL, explanation });
}
