/** A Duplex over a socket: what programs expect of a `net.Socket`, and what the kernel knows of the socket. */
import { Duplex, type DuplexOptions } from 'node:stream';
import type { Socket } from '../socket/index.js';
import { UnixAddress } from './address.js';
import { localAddress } from './binding.js';
import { IdleTimer } from './idle-timer.js';
import { UnixPeer } from './peer.js';
import { incomingBytes, outgoingBytes, peekMessage, setPeekOffset } from './queue.js';
import { streamRead } from './stream-reader.js';

export abstract class DuplexSocket extends Duplex {
  /** The socket below, for options that this class has no name for. Reading and writing are the stream's. */
  readonly socket: Socket;
  /** Bytes received from the kernel, those out of band not counted. */
  bytesRead = 0;
  /** Bytes that the kernel took. */
  bytesWritten = 0;
  /** Whether the connection is still being made. */
  connecting = false;
  protected readonly idle = new IdleTimer(() => this.emit('timeout'));

  protected constructor(socket: Socket, options: DuplexOptions) {
    super(options);
    this.socket = socket;
  }

  /** The descriptor's number; −1 once closed. */
  get fd(): number {
    return this.socket.fd;
  }

  /** This end's address: unnamed, unless it was bound or accepted. */
  get local(): UnixAddress {
    return localAddress(this.socket);
  }

  /** The other end's address: unnamed for most clients. @throws SocketError ENOTCONN */
  get remote(): UnixAddress {
    return UnixAddress.decode(this.socket.remoteAddress());
  }

  /** Who is at the other end. */
  get peer(): UnixPeer {
    return new UnixPeer(this.socket);
  }

  /** Bytes that wait in the kernel to be read (SIOCINQ). */
  get incoming(): number {
    return incomingBytes(this.socket);
  }

  /** Bytes of memory that what was sent takes until the peer has read it (SIOCOUTQ): more than the bytes sent. */
  get outgoing(): number {
    return outgoingBytes(this.socket);
  }

  /**
   * What would be received next, which stays there (MSG_PEEK): a copy of at most `size` bytes, from the peek offset
   * if {@link setPeekOffset} set one. Undefined when there is nothing, which the end of the stream is too.
   */
  peek(size: number = streamRead): Buffer | undefined {
    return peekMessage(this.socket, size);
  }

  /** Where {@link peek} begins, moving on with each (SO_PEEK_OFF); −1, the default, is always at the front. */
  setPeekOffset(offset: number): void {
    setPeekOffset(this.socket, offset);
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
    this.idle.set(milliseconds);
    return this;
  }

  /** The milliseconds of {@link setTimeout}; undefined without. */
  get timeout(): number | undefined {
    return this.idle.milliseconds;
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
    this.socket.ref();
    return this;
  }

  /** Lets the process end in spite of pending reads and writes. */
  unref(): this {
    this.socket.unref();
    return this;
  }
}
