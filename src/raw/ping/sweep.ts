/** Finds out which of many hosts answer, as fast as the kernel takes probes. */
import { SocketError } from '../../socket/index.js';
import { realtime } from '../clock.js';
import { encodeEndpoint, familyOf, type IpFamily } from '../ip-endpoint.js';
import { EchoSocket } from './echo-socket.js';
import type { PingOptions, PingSocketKind } from './options.js';
import { Wakeup } from './wakeup.js';

export interface SweepOptions
  extends Pick<
    PingOptions,
    'size' | 'ttl' | 'tos' | 'mark' | 'interface' | 'source' | 'socket' | 'window' | 'namespace' | 'signal'
  > {
  /** Milliseconds that a host has to answer: 500. */
  readonly timeout?: number;
  /** How often a host that has not answered is asked again: 1. */
  readonly retries?: number;
}

export interface SweepResult {
  /** For each address its round trip in milliseconds; NaN for one that did not answer. */
  readonly times: Float64Array;
  readonly alive: number;
  readonly sockets: readonly PingSocketKind[];
}

/** Asks every address once, and those that do not answer again. The addresses are of one family. */
export async function sweep(addresses: readonly string[], options: SweepOptions = {}): Promise<SweepResult> {
  const [first] = addresses;
  if (first === undefined) return { times: new Float64Array(0), alive: 0, sockets: [] };
  const sweeper = new Sweeper(familyOf(first), addresses, options);
  try {
    await sweeper.run();
    return sweeper.result();
  } finally {
    sweeper.close();
  }
}

/** Errors of a send that pass when one waits. */
const passing = new Set(['ENOBUFS', 'ENOMEM']);

class Sweeper {
  readonly #socket: EchoSocket;
  readonly #options: SweepOptions;
  readonly #times: Float64Array;
  readonly #sentAt: Float64Array;
  /** The socket addresses, `#stride` words each. */
  readonly #names: Int32Array;
  readonly #stride: number;
  readonly #ints: Int32Array;
  readonly #sequences: Uint16Array;
  readonly #wakeup = new Wakeup();
  /** The word of a socket address that the address begins with, and how many it has. */
  readonly #address: { readonly from: number; readonly to: number };
  #alive = 0;
  #round = 0;

  constructor(family: IpFamily, addresses: readonly string[], options: SweepOptions) {
    this.#options = options;
    this.#socket = EchoSocket.open(family, options);
    this.#stride = family === 'inet' ? 4 : 7;
    this.#address = family === 'inet' ? { from: 1, to: 2 } : { from: 2, to: 6 };
    this.#times = new Float64Array(addresses.length).fill(Number.NaN);
    this.#sentAt = new Float64Array(addresses.length);
    this.#sequences = new Uint16Array(addresses.length);
    this.#names = new Int32Array(addresses.length * this.#stride);
    const bytes = new Uint8Array(this.#names.buffer);
    for (const [index, address] of addresses.entries()) {
      const encoded = encodeEndpoint({ address });
      if (encoded.length !== this.#stride * 4) throw new RangeError(`${address} is of another family`);
      bytes.set(encoded, index * this.#stride * 4);
    }
    const { buffer, byteOffset, byteLength } = this.#socket.incoming.payload;
    this.#ints = new Int32Array(buffer, byteOffset, byteLength >> 2);
    if (this.#socket.writer.layout.nonce < 0)
      throw new RangeError('a sweep needs 8 bytes of data for its nonce');
  }

  result(): SweepResult {
    return { times: this.#times, alive: this.#alive, sockets: [this.#socket.kind] };
  }

  close(): void {
    this.#socket.close();
  }

  async run(): Promise<void> {
    const { retries = 1, timeout = 500 } = this.#options;
    for (this.#round = 1; this.#round <= retries + 1; this.#round++) {
      await this.#askAll();
      const end = realtime() + timeout;
      while (this.#alive < this.#times.length) {
        this.#options.signal?.throwIfAborted();
        if (this.#receive() > 0) continue;
        const left = end - realtime();
        if (left <= 0) break;
        await this.#wakeup.wait([this.#socket.socket], left);
        this.#socket.socket.receiveErrors();
      }
      if (this.#alive === this.#times.length) return;
    }
  }

  async #askAll(): Promise<void> {
    const { outgoing } = this.#socket;
    const batch = Math.min(outgoing.slots, this.#options.window ?? 128);
    const slots = new Int32Array(batch);
    for (let index = 0; index < this.#times.length; ) {
      this.#options.signal?.throwIfAborted();
      let count = 0;
      const now = realtime();
      for (; index < this.#times.length && count < batch; index++) {
        if (this.#times[index]! >= 0) continue;
        this.#write(count, index, now);
        slots[count++] = index;
      }
      await this.#transmit(count);
      // Answers from this host itself are there already: what they fill of the buffer is free again.
      while (this.#receive() > 0);
    }
  }

  #write(slot: number, index: number, now: number): void {
    const { writer, outgoing, outgoingNames } = this.#socket;
    this.#sentAt[index] = now;
    this.#sequences[index] = this.#round;
    writer.write(slot, index, this.#round, now);
    const stride = this.#stride;
    const to = (slot * outgoing.nameSize) >> 2;
    const from = index * stride;
    for (let i = 0; i < stride; i++) outgoingNames[to + i] = this.#names[from + i]!;
    outgoing.setNameLength(slot, stride * 4);
  }

  async #transmit(count: number): Promise<void> {
    for (let sent = 0; sent < count; ) {
      let taken = 0;
      try {
        taken = this.#socket.send(sent, count - sent);
      } catch (error) {
        if (!(error instanceof SocketError) || this.#socket.socket.closed) throw error;
        // One that cannot be sent to is one that does not answer.
        this.#socket.socket.receiveErrors();
        if (!passing.has(error.code)) taken = 1;
      }
      sent += taken;
      if (taken === 0) await new Promise(resolve => setTimeout(resolve, 1));
    }
  }

  /** Takes what is there; how many messages that were. */
  #receive(): number {
    const { incoming, family, kind, id, writer, names, scanner } = this.#socket;
    let count: number;
    try {
      count = this.#socket.receive();
    } catch (error) {
      if (this.#socket.socket.closed) throw error;
      this.#socket.socket.receiveErrors();
      return 1;
    }
    const now = realtime();
    const bytes = incoming.payload;
    const ints = this.#ints;
    const reply = family === 'inet' ? 0 : 129;
    const withHeader = family === 'inet' && kind.type === 'raw';
    for (let slot = 0; slot < count; slot++) {
      const start = slot * incoming.payloadSize;
      const at = withHeader ? start + (bytes[start]! & 15) * 4 : start;
      const nonce = (at + 8 + writer.layout.nonce) >> 2;
      if (bytes[at] !== reply || ((bytes[at + 4]! << 8) | bytes[at + 5]!) !== id) continue;
      if (incoming.length(slot) < nonce * 4 + 8 - start || ints[nonce] !== writer.session) continue;
      const index = writer.hostOf(ints[nonce + 1]!);
      if (index < 0 || index >= this.#times.length || this.#times[index]! >= 0) continue;
      if (((bytes[at + 6]! << 8) | bytes[at + 7]!) !== this.#sequences[index]) continue;
      if (!this.#isFrom(index, names, (slot * incoming.nameSize) >> 2)) continue;
      scanner.scan(slot);
      this.#times[index] = Math.max(0, (scanner.received || now) - this.#sentAt[index]!);
      this.#alive++;
    }
    return count;
  }

  #isFrom(index: number, names: Int32Array, at: number): boolean {
    const { from, to } = this.#address;
    const own = index * this.#stride;
    for (let i = from; i < to; i++) if (names[at + i] !== this.#names[own + i]) return false;
    return true;
  }
}
