/** A socket of a host: the plain system calls, each an entry of the time line. */
import {
  type ControlMessage,
  controlSpace,
  decodeInt,
  MessageBatch,
  type Socket,
  SocketError,
} from '../socket/index.js';
import { addressText } from './address-text.js';
import { levelName, optionName } from './call-names.js';
import { flagsArgument, optionText, receivedText, recorded } from './call-text.js';
import type { Timeline } from './timeline.js';

/** What a receive gave, copied out of the buffer. */
export interface Received {
  readonly bytes: Uint8Array;
  /** The length that the kernel reports: with MSG_TRUNC among the flags that of the whole message. */
  readonly length: number;
  /** The sender's socket address; empty where there is none. */
  readonly from: Uint8Array;
  /** msg_flags: MSG_TRUNC, MSG_CTRUNC, … */
  readonly flags: number;
  readonly control: readonly ControlMessage[];
}

export interface ReceiveOptions {
  readonly flags?: number;
  /** Bytes to make room for; 65,536 unless given. */
  readonly size?: number;
  /** Bytes for control messages; 1,024 unless given. */
  readonly controlSize?: number;
}

export interface SendOptions {
  readonly to?: Uint8Array;
  readonly flags?: number;
  readonly control?: readonly ControlMessage[];
}

const encoder = new TextEncoder();

/** Calls that do not wait. */
export class RecordedSocket {
  readonly socket: Socket;
  protected readonly host: string;
  protected readonly timeline: Timeline;
  /** Says what is in a message, where that is worth a word. */
  readonly #content: (message: Uint8Array) => string;

  constructor(
    host: string,
    timeline: Timeline,
    socket: Socket,
    content: (message: Uint8Array) => string = () => '',
  ) {
    this.host = host;
    this.timeline = timeline;
    this.socket = socket;
    this.#content = content;
  }

  bind(address: Uint8Array): void {
    this.call(`bind(${addressText(address)})`, () => this.socket.bind(address));
  }

  /** connect(2), which for TCP is only begun. */
  connect(address: Uint8Array): void {
    this.call(`connect(${addressText(address)})`, () => this.socket.connect(address));
  }

  listen(backlog?: number): void {
    this.call('listen()', () => this.socket.listen(backlog));
  }

  shutdown(how: number): void {
    this.call(`shutdown(${how})`, () => this.socket.shutdown(how));
  }

  localAddress(): Uint8Array {
    return this.call(
      'getsockname()',
      () => this.socket.localAddress(),
      it => ` ${addressText(it)}`,
    );
  }

  remoteAddress(): Uint8Array {
    return this.call(
      'getpeername()',
      () => this.socket.remoteAddress(),
      it => ` ${addressText(it)}`,
    );
  }

  getOption(level: number, name: number, size?: number): Uint8Array {
    const text = `getsockopt(${levelName(level)}, ${optionName(level, name)})`;
    return this.call(
      text,
      () => this.socket.getOption(level, name, size),
      it => ` ${optionText(it)}`,
    );
  }

  getIntOption(level: number, name: number): number {
    return decodeInt(this.getOption(level, name, 4));
  }

  setOption(level: number, name: number, value: Uint8Array | number): void {
    const text = `setsockopt(${levelName(level)}, ${optionName(level, name)}, ${typeof value === 'number' ? value : optionText(value)})`;
    this.call(text, () => this.socket.setOption(level, name, value));
  }

  ioctl(request: number, argument?: Uint8Array | number): number {
    const text = `ioctl(0x${request.toString(16)})`;
    return this.call(
      text,
      () => this.socket.ioctl(request, argument),
      it => ` ${it}`,
    );
  }

  /** sendmsg(2), without MSG_NOSIGNAL and without waiting: the bytes that the kernel took. Throws EAGAIN too. */
  send(message: Uint8Array | string, { to, flags = 0, control = [] }: SendOptions = {}): number {
    const bytes = typeof message === 'string' ? encoder.encode(message) : message;
    using batch = new MessageBatch({
      slots: 1,
      payloadSize: Math.max(bytes.length, 1),
      nameSize: to?.length ?? 0,
      controlSize: controlSpace(...control.map(({ data }) => data.length)),
    });
    batch.write(0, bytes, to, control);
    const where = to === undefined ? '' : `, ${addressText(to)}`;
    return this.call(
      `send(${bytes.length} bytes${where}${flagsArgument(flags)})${this.#content(bytes)}`,
      () => {
        const sent = batch.send(this.socket.fd, 0, 1, flags);
        if (sent < 0) throw SocketError.from(sent, 'sendmsg');
        return batch.length(0);
      },
      it => ` ${it}`,
    );
  }

  /** recvmsg(2) without waiting. Throws EAGAIN where nothing is there. */
  receive({ flags = 0, size = 65_536, controlSize = 1024 }: ReceiveOptions = {}): Received {
    using batch = new MessageBatch({ slots: 1, payloadSize: Math.max(size, 1), nameSize: 128, controlSize });
    // The batch rounds its room up; the call's own is what the caller asked for.
    return this.call(
      `recv(${size}${flagsArgument(flags)})`,
      () => {
        const count = batch.receive(this.socket.fd, flags, 1);
        if (count < 0) throw SocketError.from(count, 'recvmsg');
        return {
          bytes: batch.payloadAt(0).slice(),
          length: batch.length(0),
          from: batch.nameAt(0).slice(),
          flags: batch.flags(0),
          control: batch.controlMessages(0).map(({ data, ...kind }) => ({ ...kind, data: data.slice() })),
        };
      },
      it => `${receivedText(it)}${this.#content(it.bytes)}`,
    );
  }

  close(): void {
    if (this.socket.closed) return;
    this.note('close()');
    this.socket.close();
  }

  /** Makes a call and enters it, with its outcome. Throws what the call does. */
  protected call<T>(text: string, call: () => T, result: (value: T) => string = () => ' 0'): T {
    return recorded(this.host, this.timeline, text, call, result, this.socket.fd);
  }

  /** An entry about this socket. */
  protected note(text: string): void {
    this.timeline.record(this.host, 'call', `${this.socket.fd}: ${text}`);
  }
}
