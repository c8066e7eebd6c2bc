import type { Channel } from '../../src/netlink/channel.js';
import { SocketError, type WaitOptions } from '../../src/socket/index.js';
import { Window } from '../../src/wire/index.js';

/** What a fake kernel puts into the socket's queue: a datagram, or an errno that the next receive reports. */
export type Queued = { bytes: Uint8Array; port?: number; length?: number } | { errno: number };

/** A datagram from the kernel. */
export const fromKernel = (...messages: Uint8Array[]): Queued => ({
  bytes: new Uint8Array(Buffer.concat(messages)),
});

/**
 * A Channel whose kernel is a function: it sees each message that is sent and returns what the kernel queues for it.
 * More can be queued at any time with `deliver`.
 */
export class FakeChannel {
  readonly slots: number;
  readonly sent: Uint8Array[] = [];
  readonly queue: Queued[] = [];
  /** Messages that a send takes at most; 0 makes the sender wait until `drain`. */
  room = Number.POSITIVE_INFINITY;
  readonly window: Window;
  readonly batch: any;
  readonly socket: any;
  #ports: number[] = [];
  #lengths: number[] = [];
  #closed = false;
  #waits = new Set<{ direction: string; wake(error?: unknown): void }>();
  readonly #kernel: (message: Uint8Array, channel: FakeChannel) => Queued[];

  constructor(kernel: (message: Uint8Array, channel: FakeChannel) => Queued[], slots = 16) {
    this.#kernel = kernel;
    this.slots = slots;
    const payloadSize = 32 * 1024;
    const payload = new Uint8Array(slots * payloadSize);
    this.window = new Window(payload);
    this.batch = {
      payloadSize,
      slots,
      payload,
      controlSize: 0,
      length: (slot: number) => this.#lengths[slot]!,
    };
    const self = this;
    this.socket = {
      get closed() {
        return self.#closed;
      },
      waitReadable: (options?: WaitOptions) => this.#wait('in', () => this.queue.length > 0, options),
      waitWritable: (options?: WaitOptions) => this.#wait('out', () => this.room > 0, options),
    };
  }

  /** For the constructors that take a Channel. */
  get channel(): Channel {
    return this as unknown as Channel;
  }

  /** The one buffer that it has serves as both: nothing is received before what is there was read. */
  get buffer(): this {
    return this;
  }

  get spare(): this {
    return this;
  }

  async receiveInBackground(): Promise<number> {
    await Promise.resolve();
    return this.receive();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** How many waits are pending. */
  get waits(): number {
    return this.#waits.size;
  }

  deliver(...items: Queued[]): void {
    this.queue.push(...items);
    this.#wake('in');
  }

  drain(): void {
    this.room = Number.POSITIVE_INFINITY;
    this.#wake('out');
  }

  checkOpen(syscall: string): void {
    if (this.#closed) throw failure(syscall, 9);
  }

  receive(): number {
    this.checkOpen('recvmmsg');
    const first = this.queue[0];
    if (first !== undefined && 'errno' in first) {
      this.queue.shift();
      throw failure('recvmmsg', first.errno);
    }
    let count = 0;
    for (; count < this.slots; count++) {
      const item = this.queue[0];
      if (item === undefined || 'errno' in item) break;
      this.queue.shift();
      this.batch.payload.set(item.bytes.subarray(0, this.batch.payloadSize), count * this.batch.payloadSize);
      this.#lengths[count] = item.length ?? item.bytes.length;
      this.#ports[count] = item.port ?? 0;
    }
    return count;
  }

  isFromKernel(slot: number): boolean {
    return this.#ports[slot] === 0;
  }

  isTruncated(slot: number): boolean {
    return this.#lengths[slot]! > this.batch.payloadSize;
  }

  send(messages: readonly Uint8Array[]): number {
    if (this.#closed) throw failure('sendmmsg', 9);
    const count = Math.min(messages.length, 64, this.room);
    for (const message of messages.slice(0, count)) {
      this.sent.push(message.slice());
      this.deliver(...this.#kernel(message, this));
    }
    return count;
  }

  async sendOne(message: Uint8Array, options: WaitOptions): Promise<void> {
    while (this.send([message]) === 0) await this.socket.waitWritable(options);
  }

  close(): void {
    this.#closed = true;
    for (const wait of [...this.#waits]) wait.wake(failure('poll', 125));
  }

  #wake(direction: string): void {
    for (const wait of [...this.#waits]) if (wait.direction === direction) wait.wake();
  }

  #wait(direction: string, ready: () => boolean, { signal, timeout }: WaitOptions = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const wait = {
        direction,
        wake: (error?: unknown) => {
          this.#waits.delete(wait);
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      const onAbort = () => wait.wake(signal?.reason);
      const timer =
        timeout === undefined ? undefined : setTimeout(() => wait.wake(failure('poll', 110)), timeout);
      this.#waits.add(wait);
      signal?.addEventListener('abort', onAbort);
      if (ready()) queueMicrotask(() => wait.wake());
    });
  }
}

function failure(syscall: string, errno: number): SocketError {
  return SocketError.from(-errno, syscall);
}

/** nlmsg_seq of a message. */
export function sequenceOf(message: Uint8Array): number {
  return new DataView(message.buffer, message.byteOffset).getUint32(8, true);
}
