/** Listening AF_UNIX sockets. */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, type OwnedFd, type Socket, SocketError, type WaitOptions } from '../socket/index.js';
import type { UnixAddress, UnixAddressLike } from './address.js';
import { type BindOptions, localAddress, type SocketFile } from './binding.js';
import { EBADF, ECANCELED, EMFILE, ENFILE, ENOBUFS, ENOMEM } from './errno.js';
import { adoptSocket, guarded, openSocket } from './opening.js';
import { setPassOptions } from './pass-options.js';
import { UnixSeqpacket } from './seqpacket.js';
import { type StreamOptions, UnixStream } from './stream.js';

export interface ListenOptions extends StreamOptions, BindOptions {
  /** How many connections may wait to be accepted; 4096 by default, and net.core.somaxconn at most. */
  backlog?: number | undefined;
}

export type ListenerType = 'stream' | 'seqpacket';

/** The connections of a listener. */
export type ConnectionOf<T extends ListenerType> = T extends 'stream' ? UnixStream : UnixSeqpacket;

/** Errors of accept that pass, and leave the connection in the queue. */
const passing = new Set([EMFILE, ENFILE, ENOBUFS, ENOMEM]);

const firstPause = 10;
const lastPause = 1000;

/**
 * A socket that others connect to. Take the connections by ONE of `for await`, {@link accept} and the event
 * `connection`; with several, each connection goes to one of them.
 *
 * Other events: `congested` (a SocketError: no descriptors or memory for another connection, which stays in the queue
 * and is tried again after a pause), `error`, `close`.
 */
export class UnixListener<T extends ListenerType = 'stream'>
  extends EventEmitter
  implements Disposable, AsyncDisposable
{
  /** The socket below. */
  readonly socket: Socket;
  readonly type: T;
  readonly #options: StreamOptions;
  readonly #file: SocketFile | undefined;
  #emitting = false;

  private constructor(socket: Socket, type: T, options: StreamOptions, file?: SocketFile) {
    super();
    this.socket = socket;
    this.type = type;
    this.#options = options;
    this.#file = file;
    this.on('newListener', event => {
      if (event === 'connection') this.#emitConnections();
    });
  }

  /**
   * Listens at an address. What is passed along with connections (`passCredentials`, …) counts from their first byte.
   *
   * @throws SocketError EADDRINUSE, and the message says what is there; EACCES, ENOENT, ENAMETOOLONG
   */
  static listen<T extends ListenerType = 'stream'>(
    address: UnixAddressLike,
    options: ListenOptions & { type?: T } = {},
  ): UnixListener<T> {
    const type = options.type ?? ('stream' as T);
    if (type !== 'stream' && type !== 'seqpacket') {
      throw new TypeError(`a listener's type is 'stream' or 'seqpacket', not ${JSON.stringify(type)}`);
    }
    const { SOCK_STREAM, SOCK_SEQPACKET } = constants;
    const opened = openSocket(type === 'stream' ? SOCK_STREAM : SOCK_SEQPACKET, {
      ...options,
      local: address,
      bind: options,
    });
    const { socket, file } = opened;
    return guarded(opened, () => {
      socket.listen(options.backlog);
      return new UnixListener(socket, type, options, file);
    });
  }

  /**
   * Takes over a socket that listens: one that was passed or inherited. Its file stays when it is closed.
   *
   * @throws SocketError ENOTSOCK, EBADF; EINVAL when it does not listen, EPROTOTYPE when it is none of AF_UNIX; it
   *   then stays the caller's
   */
  static adopt(fd: OwnedFd | number | Socket, options: StreamOptions = {}): UnixListener<ListenerType> {
    const { SOL_SOCKET, SO_TYPE, SOCK_STREAM, SOCK_SEQPACKET } = constants;
    const socket = adoptSocket(fd, [SOCK_STREAM, SOCK_SEQPACKET], true);
    const type = socket.getIntOption(SOL_SOCKET, SO_TYPE) === SOCK_STREAM ? 'stream' : 'seqpacket';
    setPassOptions(socket, options);
    return new UnixListener<ListenerType>(socket, type, options);
  }

  /** The descriptor's number; −1 once closed. */
  get fd(): number {
    return this.socket.fd;
  }

  get closed(): boolean {
    return this.socket.closed;
  }

  /** Where it listens. */
  get local(): UnixAddress {
    return localAddress(this.socket);
  }

  /**
   * The next connection.
   *
   * @throws (as a rejection) SocketError EMFILE and its like: the connection stays in the queue; ETIMEDOUT; ECANCELED
   *   closed meanwhile, EBADF closed before; the signal's reason
   */
  async accept(options: WaitOptions = {}): Promise<ConnectionOf<T>> {
    for (;;) {
      const connection = this.tryAccept();
      if (connection !== undefined) return connection;
      await this.socket.waitReadable(options);
    }
  }

  /** As {@link accept}, without waiting: undefined when nobody waits. */
  tryAccept(): ConnectionOf<T> | undefined {
    let accepted: ReturnType<Socket['accept']>;
    try {
      accepted = this.socket.accept();
    } catch (error) {
      throw explained(error);
    }
    if (accepted === undefined) return undefined;
    const { socket } = accepted;
    try {
      const connection =
        this.type === 'stream'
          ? UnixStream.adopt(socket, this.#options)
          : UnixSeqpacket.adopt(socket, this.#options);
      return connection as ConnectionOf<T>;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /**
   * The connections, until the listener is closed. Leaving the loop leaves the listener open. When there are no
   * descriptors left, it waits until there are, and emits `congested`.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<ConnectionOf<T>, void, undefined> {
    for (let pause = firstPause; ; ) {
      try {
        if (this.closed) return;
        yield await this.accept();
        pause = firstPause;
      } catch (error) {
        if (this.closed && error instanceof SocketError && [EBADF, ECANCELED].includes(error.errno)) return;
        if (!(error instanceof SocketError && error.syscall === 'accept' && passing.has(error.errno)))
          throw error;
        this.emit('congested', error);
        await sleep(pause);
        pause = Math.min(pause * 2, lastPause);
      }
    }
  }

  override on(event: 'connection', listener: (connection: ConnectionOf<T>) => void): this;
  override on(event: 'congested' | 'error', listener: (error: Error) => void): this;
  override on(event: 'close', listener: () => void): this;
  override on(event: string | symbol, listener: (...args: any[]) => void): this;
  override on(event: string | symbol, listener: (...args: any[]) => void): this {
    return super.on(event, listener);
  }

  /** Lets the listener keep the process alive, as it does while somebody waits for connections. */
  ref(): this {
    this.socket.ref();
    return this;
  }

  /** Lets the process end in spite of it. */
  unref(): this {
    this.socket.unref();
    return this;
  }

  /** Hands the descriptor over, to pass it to a successor, say; its file stays. */
  release(): OwnedFd {
    const fd = this.socket.release();
    this.#ended();
    return fd;
  }

  /**
   * Closes the listener and removes its file; connections that wait in the queue are reset. Does nothing the second
   * time.
   *
   * @param options.keepFile leaves the file, for a successor that has the socket
   */
  close({ keepFile = false }: { keepFile?: boolean } = {}): void {
    if (this.closed) return;
    if (!keepFile) this.#file?.remove();
    this.socket.close();
    this.#ended();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #ended(): void {
    process.nextTick(() => this.emit('close'));
  }

  async #emitConnections(): Promise<void> {
    if (this.#emitting) return;
    this.#emitting = true;
    // The listener of `connection` is there when the first is emitted.
    await Promise.resolve();
    try {
      for await (const connection of this) this.#deliver(connection);
    } catch (error) {
      process.nextTick(() => this.emit('error', error));
    }
  }

  /** Outside of the loop, so that what a listener throws is an uncaught exception and ends nothing else. */
  #deliver(connection: ConnectionOf<T>): void {
    process.nextTick(() => this.emit('connection', connection));
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof SocketError) || (error.errno !== EMFILE && error.errno !== ENFILE)) return error;
  const limit = error.errno === EMFILE ? "this process's limit on open files (RLIMIT_NOFILE)" : 'fs.file-max';
  const explanation = `no descriptor is left for the connection, which stays in the queue: raise ${limit}`;
  return new SocketError({ syscall: 'accept', errno: error.errno, explanation });
}
