/** A socket of any family: bytes for addresses, batches for messages, promises for readiness. */
import { addon } from './addon.js';
import type { MessageBatch } from './batch.js';
import { connectAsync } from './connecting.js';
import { constants } from './constants.js';
import { EAGAIN, EBADF, ECANCELED, ECONNABORTED, EINPROGRESS, SocketError } from './errors.js';
import type { NetworkNamespace } from './namespace.js';
import { decodeInt, encodeInt } from './options.js';
import { OwnedFd } from './owned-fd.js';
import { READABLE, Readiness, type ReadyCallback, type WaitOptions, WRITABLE } from './readiness.js';

/** Which socket to open: the arguments of socket(2). */
export interface SocketKind {
  /** AF_NETLINK, AF_UNIX, AF_INET, … */
  domain: number;
  /** SOCK_RAW, SOCK_DGRAM, … */
  type: number;
  /** 0 by default. For AF_PACKET in network byte order, as the kernel has it. */
  protocol?: number;
  /** Where the socket shall live; in the process's own namespace by default. */
  namespace?: NetworkNamespace | undefined;
}

/** sizeof(struct sockaddr_storage): no address is longer. */
const ADDRESS_SIZE = 128;

/**
 * A socket of any family. It never blocks and is closed on exec.
 *
 * Errors are {@link SocketError}s with the failed call's errno. After {@link close} every call but
 * close, ref and unref throws EBADF, and waits and receives in the background that were pending are
 * rejected with ECANCELED.
 */
export class Socket implements Disposable, AsyncDisposable {
  readonly #fd: OwnedFd;
  readonly #readiness: Readiness;

  private constructor(fd: OwnedFd) {
    this.#fd = fd;
    this.#readiness = new Readiness(fd.fd);
  }

  /** Opens a socket (socket(2)), in another network namespace if one is given. */
  static open({ domain, type, protocol = 0, namespace }: SocketKind): Socket {
    if (namespace !== undefined) return new Socket(namespace.openSocket(domain, type, protocol));
    const fd = addon.socket(domain, type, protocol);
    if (fd < 0) throw SocketError.from(fd, 'socket');
    return new Socket(new OwnedFd(fd));
  }

  /**
   * Takes over a descriptor that is a socket already: one that was passed by SCM_RIGHTS or inherited.
   * Makes it non-blocking (for every process that shares it) and close-on-exec.
   *
   * @throws SocketError ENOTSOCK, EBADF; the descriptor then stays the caller's
   */
  static adopt(fd: OwnedFd | number): Socket {
    const number = typeof fd === 'number' ? fd : fd.fd;
    const kind = addon.getsockopt(number, constants.SOL_SOCKET, constants.SO_TYPE, new Uint8Array(4));
    if (kind < 0) throw SocketError.from(kind, 'getsockopt');
    addon.ioctl(number, constants.FIONBIO, encodeInt(1));
    addon.ioctl(number, constants.FIOCLEX, 0);
    return new Socket(new OwnedFd(typeof fd === 'number' ? fd : fd.release()));
  }

  /** Two sockets that are connected to each other (socketpair(2)). */
  static pair(domain: number, type: number, protocol = 0): [Socket, Socket] {
    const out = new Int32Array(2);
    const result = addon.socketpair(domain, type, protocol, out);
    if (result < 0) throw SocketError.from(result, 'socketpair');
    return [new Socket(new OwnedFd(out[0]!)), new Socket(new OwnedFd(out[1]!))];
  }

  /** The descriptor's number; −1 once closed. */
  get fd(): number {
    return this.#fd.fd;
  }

  get closed(): boolean {
    return this.#fd.closed;
  }

  /**
   * Gives the socket an address (bind(2)).
   *
   * @param text the address as people write it, for the error message
   */
  bind(address: Uint8Array, text?: string): void {
    this.#check(addon.bind(this.fd, address), 'bind', text);
  }

  /**
   * Connects (connect(2)). Returns true when that is done and false when it goes on in the
   * background (EINPROGRESS), which only stream sockets of the internet families do: then wait for
   * writability and look at SO_ERROR. {@link connectAsync} does all that.
   *
   * @throws SocketError EAGAIN when an AF_UNIX listener's queue is full (unix(7))
   */
  connect(address: Uint8Array, text?: string): boolean {
    const result = addon.connect(this.fd, address);
    if (result === EINPROGRESS) return false;
    this.#check(result, 'connect', text);
    return true;
  }

  /**
   * Connects and waits until that is done: for the handshake of a stream, or for room in the queue of
   * an AF_UNIX listener (tried again at growing intervals, because the kernel tells nobody).
   *
   * @throws (as a rejection) SocketError ECONNREFUSED, …, and what {@link waitWritable} throws
   */
  connectAsync(address: Uint8Array, options?: WaitOptions, text?: string): Promise<void> {
    return connectAsync(this, address, options, text);
  }

  /** Lets others connect (listen(2)). */
  listen(backlog: number = constants.SOMAXCONN): void {
    this.#check(addon.listen(this.fd, backlog), 'listen');
  }

  /** The next connection and its address, or undefined when none waits (accept4(2)). */
  accept(): { socket: Socket; address: Uint8Array } | undefined {
    const address = new Uint8Array(ADDRESS_SIZE);
    const length = new Int32Array(1);
    let result: number;
    do {
      result = addon.accept(this.fd, address, length);
    } while (result === ECONNABORTED);
    if (result === EAGAIN) return undefined;
    this.#check(result, 'accept');
    return { socket: new Socket(new OwnedFd(result)), address: address.subarray(0, length[0]) };
  }

  /** Ends one direction or both: SHUT_RD, SHUT_WR, SHUT_RDWR (shutdown(2)). */
  shutdown(how: number): void {
    this.#check(addon.shutdown(this.fd, how), 'shutdown');
  }

  /** The socket's own address (getsockname(2)). */
  localAddress(): Uint8Array {
    const address = new Uint8Array(ADDRESS_SIZE);
    const length = this.#check(addon.getsockname(this.fd, address), 'getsockname');
    return address.subarray(0, length);
  }

  /** The peer's address (getpeername(2)). */
  remoteAddress(): Uint8Array {
    const address = new Uint8Array(ADDRESS_SIZE);
    const length = this.#check(addon.getpeername(this.fd, address), 'getpeername');
    return address.subarray(0, length);
  }

  /**
   * A socket option's value (getsockopt(2)).
   *
   * @param size bytes to make room for; when the kernel says that it needs more, it gets more
   */
  getOption(level: number, name: number, size = 256): Uint8Array {
    const value = new Uint8Array(size);
    const length = this.#check(addon.getsockopt(this.fd, level, name, value), 'getsockopt');
    return length > size ? this.getOption(level, name, length) : value.subarray(0, length);
  }

  /** A socket option that is a C int. */
  getIntOption(level: number, name: number): number {
    return decodeInt(this.getOption(level, name, 4));
  }

  /** Sets a socket option (setsockopt(2)): bytes, or a number for an option that is a C int. */
  setOption(level: number, name: number, value: Uint8Array | number): void {
    const bytes = typeof value === 'number' ? encodeInt(value) : value;
    this.#check(addon.setsockopt(this.fd, level, name, bytes), 'setsockopt');
  }

  /**
   * Has the kernel drop what a classic BPF program does not let through (SO_ATTACH_FILTER, socket(7)).
   * SO_LOCK_FILTER and SO_DETACH_FILTER are plain options.
   *
   * @param program instructions as `struct sock_filter` (linux/filter.h): 8 bytes each, at most 4096
   */
  attachFilter(program: Uint8Array): void {
    this.#check(addon.attachFilter(this.fd, program), 'setsockopt');
  }

  /** ioctl(2). `argument` is a structure, read and written in place, or an int. Returns the call's value. */
  ioctl(request: number, argument: Uint8Array | number = 0): number {
    return this.#check(addon.ioctl(this.fd, request, argument), 'ioctl');
  }

  /**
   * Receives what is there, without waiting, into the first slots of `batch` (recvmmsg(2)).
   * Returns the number of messages; 0 when there is none.
   *
   * At end of file a stream or seqpacket socket gives messages of length 0, in every slot that there
   * is: use `maxSlots` 1 with these. An error after some messages is reported by the next call.
   *
   * @param flags MSG_PEEK, MSG_TRUNC, MSG_ERRQUEUE, …
   * @throws SocketError ENOBUFS (a netlink overrun), ECONNREFUSED, … Each is reported once, and the
   *   socket goes on working.
   */
  receive(batch: MessageBatch, flags = 0, maxSlots: number = batch.slots): number {
    const result = batch.receive(this.#fd.fd, flags, maxSlots);
    if (result >= 0) return result;
    if (result === EAGAIN) return 0;
    throw this.#failure(result, 'recvmmsg');
  }

  /**
   * {@link receive} in a thread of libuv's pool: JavaScript goes on meanwhile. It does not wait for
   * messages either; resolves to 0 when there is none.
   *
   * For large dumps: the kernel makes the next messages of a netlink dump inside the receive, which
   * takes longer than the call's overhead, and with two batches that is done while the last messages
   * are decoded. For anything small use {@link receive}: on an idle machine a call takes about 20 µs
   * from start to result, 9 µs of them in JavaScript's thread (receive: 0.6 µs), and longer while the
   * pool's threads (UV_THREADPOOL_SIZE) are all busy with files, DNS or cryptography.
   *
   * One call at a time for a batch; until it ends the batch is {@link MessageBatch.receiving} and
   * refuses every use with TypeError, and its arrays are not to be touched. Several calls for a socket,
   * each with its own batch, may be under way at once; which gets which messages is then open.
   *
   * The call keeps the event loop alive until it has ended, {@link unref} or not.
   *
   * @throws (as a rejection) what {@link receive} throws; SocketError EBADF when the socket was closed
   *   before, EMFILE when there is no descriptor left for the duplicate that the thread works on,
   *   ECANCELED when the socket or the batch is closed meanwhile: then it rejects once the call has
   *   ended, the messages are lost, and descriptors that came with them are closed
   */
  receiveInBackground(batch: MessageBatch, flags = 0, maxSlots: number = batch.slots): Promise<number> {
    return this.#inBackground(batch, 'recvmmsg', callback =>
      batch.receiveInBackground(this.#fd.fd, flags, maxSlots, callback),
    );
  }

  /**
   * Sends the messages in slots `first` to `first + count - 1` of `batch`, without waiting
   * (sendmmsg(2)). Returns how many were sent; 0 when none could be for now.
   *
   * The length of a sent slot becomes what the kernel took of it, which on a stream may be less than
   * was asked for.
   */
  send(batch: MessageBatch, first: number, count: number, flags = 0): number {
    const result = batch.send(this.#fd.fd, first, count, flags);
    if (result >= 0) return result;
    if (result === EAGAIN) return 0;
    throw this.#failure(result, 'sendmmsg');
  }

  /**
   * {@link send} in a thread of libuv's pool: JavaScript goes on meanwhile. Resolves to how many were sent; 0 when none
   * could be for now.
   *
   * For sockets whose sends take the kernel long, as raw ones' do: each message goes all the way to the interface, or
   * through the loopback interface to the receiver, within the call. Sends of one socket wait for each other in the kernel;
   * those of several sockets do not. What {@link receiveInBackground} says of the costs and of the batch holds here too.
   *
   * @throws (as a rejection) what {@link send} throws; SocketError EBADF, EMFILE, ECANCELED as
   *   {@link receiveInBackground}, where ECANCELED tells nothing of what was sent
   */
  sendInBackground(batch: MessageBatch, first: number, count: number, flags = 0): Promise<number> {
    return this.#inBackground(batch, 'sendmmsg', callback =>
      batch.sendInBackground(this.#fd.fd, first, count, flags, callback),
    );
  }

  /**
   * Waits until a receive or an accept has something to report: data, end of file or an error. Also
   * wakes without a reason now and then, so call it in a loop. Any number of waits may be pending.
   *
   * With IP_RECVERR and its like a wait ends for as long as the error queue is not empty: receive
   * with MSG_ERRQUEUE too, or the loop never rests.
   *
   * @throws (as a rejection) the signal's reason; SocketError ETIMEDOUT, ECANCELED when the socket is
   *   closed meanwhile, EBADF when it was closed before
   */
  waitReadable(options?: WaitOptions): Promise<void> {
    return this.#wait(READABLE, options);
  }

  /**
   * Waits until a send can take something or has an error to report; see {@link waitReadable}.
   *
   * An AF_UNIX datagram socket that is not connected always counts as writable, whoever's queue is
   * full: pause between attempts instead.
   */
  waitWritable(options?: WaitOptions): Promise<void> {
    return this.#wait(WRITABLE, options);
  }

  /**
   * Calls back once when {@link waitReadable} would resolve, and with an error when it would reject: for a loop that
   * looks again and again, to which a promise each time is too much. One callback at a time: another takes its place.
   */
  whenReadable(callback: ReadyCallback): void {
    this.#when(READABLE, callback);
  }

  /** As {@link whenReadable}, for {@link waitWritable}. */
  whenWritable(callback: ReadyCallback): void {
    this.#when(WRITABLE, callback);
  }

  /** Lets pending waits keep the process alive, as they do from the start. */
  ref(): this {
    this.#readiness.ref();
    return this;
  }

  /** Lets the process end in spite of pending waits. */
  unref(): this {
    this.#readiness.unref();
    return this;
  }

  /**
   * Ends the socket's use and hands its descriptor over, which stays open. Pending waits are rejected with ECANCELED.
   *
   * @throws SocketError EBADF when the socket is closed
   */
  release(): OwnedFd {
    if (this.closed) throw this.#failure(EBADF, 'fcntl');
    this.#readiness.close();
    return new OwnedFd(this.#fd.release());
  }

  /**
   * Closes the socket and rejects every pending wait with ECANCELED; receives in the background too,
   * each when it has ended. Does nothing the second time.
   */
  close(): void {
    if (this.closed) return;
    this.#readiness.close();
    this.#fd.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #wait(direction: number, options?: WaitOptions): Promise<void> {
    if (this.closed) return Promise.reject(this.#failure(EBADF, 'poll'));
    return this.#readiness.wait(direction, options);
  }

  #when(direction: number, callback: ReadyCallback): void {
    if (this.closed) process.nextTick(callback, this.#failure(EBADF, 'poll'));
    else this.#readiness.notify(direction, callback);
  }

  /** Returns a call's value, or throws what it failed with. */
  #check(result: number, syscall: string, address?: string): number {
    if (result < 0) throw this.#failure(result, syscall, address);
    return result;
  }

  #inBackground(
    batch: MessageBatch,
    syscall: 'recvmmsg' | 'sendmmsg',
    start: (callback: (result: number) => void) => number,
  ): Promise<number> {
    return new Promise((resolve, reject) => {
      const started = start(result => {
        if (this.closed || batch.closed) {
          if (!batch.closed) batch.discard();
          reject(this.#canceled(batch, syscall));
        } else if (result >= 0) {
          resolve(result);
        } else if (result === EAGAIN) {
          resolve(0);
        } else {
          reject(this.#failure(result, syscall));
        }
      });
      if (started < 0) reject(this.#failure(started, this.closed ? syscall : 'fcntl'));
    });
  }

  #canceled(batch: MessageBatch, syscall: 'recvmmsg' | 'sendmmsg'): SocketError {
    const what = batch.closed ? 'batch' : 'socket';
    const during = syscall === 'recvmmsg' ? 'receive' : 'send';
    const explanation = `the ${what} was closed during the ${during}`;
    return new SocketError({ syscall, errno: ECANCELED, explanation });
  }

  #failure(errno: number, syscall: string, address?: string): SocketError {
    const explanation = errno === EBADF && this.closed ? 'the socket is closed' : undefined;
    return new SocketError({ syscall, errno, address, explanation });
  }
}
