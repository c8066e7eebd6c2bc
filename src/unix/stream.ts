/** AF_UNIX stream sockets as Node.js streams. */
import type { Duplex } from 'node:stream';
import { constants, type OwnedFd, Socket, SocketError, type WaitOptions } from '../socket/index.js';
import { UnixAddress, type UnixAddressLike } from './address.js';
import type { SocketFile } from './binding.js';
import { connectSocket } from './connecting.js';
import { DuplexSocket } from './duplex-socket.js';
import { ECONNRESET, ENOTCONN, EPIPE } from './errno.js';
import { adoptSocket, type ConnectingOptions, guarded, openConnected, openSocket } from './opening.js';
import { type PassOptions, setPassOptions } from './pass-options.js';
import type { ReceivedMessage } from './received.js';
import { streamRead } from './stream-reader.js';
import { StreamReceiving } from './stream-receiving.js';
import { StreamSending, type StreamSendOptions } from './stream-sending.js';

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

/** What the constructor of this module needs; {@link UnixStream.connect} and its siblings are for everybody else. */
interface Making extends StreamOptions {
  connect?: ((signal: AbortSignal) => Promise<void>) | undefined;
  file?: SocketFile | undefined;
}

/** Errors after which nothing is left to shut down. */
const goneAlready = new Set([ENOTCONN, EPIPE, ECONNRESET]);

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
export class UnixStream extends DuplexSocket {
  readonly #sending: StreamSending;
  readonly #receiving: StreamReceiving;
  readonly #file: SocketFile | undefined;
  readonly #dialling: AbortController | undefined;

  private constructor(socket: Socket, { connect, file, ...options }: Making = {}) {
    super(socket, {
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
    this.#sending = new StreamSending(this, socket, this.idle);
    this.#receiving = new StreamReceiving(this, socket, this.idle, options.outOfBand === 'event');
    this.#file = file;
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

  /**
   * Writes, and resolves when the kernel has it all. Keeps its place among what is written otherwise.
   *
   * @throws (as a rejection) SocketError. EINVAL more than 253 descriptors, or descriptors without a byte, which a
   *   stream would lose; ETOOMANYREFS, EBADF, EPERM, ESRCH: nothing of it was sent, and the stream goes on. EPIPE and
   *   ECONNRESET end the stream, which emits `error` only for those who listen, as this has told of it.
   */
  send(data: Uint8Array | string, options: StreamSendOptions = {}): Promise<void> {
    return this.#sending.send(data, options);
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
      await this.socket.waitReadable(options);
    }
  }

  /** As {@link receive}, without waiting: null when there is nothing for now. */
  tryReceive({ size = streamRead }: { size?: number } = {}): ReceivedMessage | undefined | null {
    return this.#receiving.tryReceive(size);
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
    const fd = this.socket.release();
    this.destroy();
    return fd;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#sending.transmit([chunk], done);
  }

  override _writev(list: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#sending.transmit(
      list.map(({ chunk }) => chunk),
      done,
    );
  }

  override _read(): void {
    this.#receiving.fill();
  }

  override _final(done: (error?: Error | null) => void): void {
    try {
      this.socket.shutdown(constants.SHUT_WR);
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
    this.idle.set(0);
    this.#receiving.discard();
    this.#sending.close();
    if (!this.socket.closed) {
      this.#file?.remove();
      this.socket.close();
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
}
