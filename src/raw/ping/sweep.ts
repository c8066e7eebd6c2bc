/** Finds out which of many hosts answer, as fast as the kernel takes probes. */
import { SocketError } from '../../socket/index.js';
import { parseIpv6, readIpv4 } from '../../wire/index.js';
import { realtime } from '../clock.js';
import { encodeEndpoint, familyOf, type IpFamily } from '../ip-endpoint.js';
import { echoLayout } from './echo-payload.js';
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
  /**
   * Whether the kernel stamps what it receives, for times that are exact to some microseconds; it takes about a sixth more
   * time. Otherwise they are from when a batch was sent to when one was received.
   */
  readonly stamps?: boolean;
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
  readonly #wake = () => this.#wakeup.wake();
  #alive = 0;
  #round = 0;
  #divides: boolean;

  constructor(family: IpFamily, addresses: readonly string[], options: SweepOptions) {
    this.#options = options;
    this.#divides = family === 'inet6';
    this.#stride = family === 'inet' ? 4 : 7;
    this.#address = family === 'inet' ? { from: 1, to: 2 } : { from: 2, to: 6 };
    this.#times = new Float64Array(addresses.length).fill(Number.NaN);
    this.#sentAt = new Float64Array(addresses.length);
    this.#sequences = new Uint16Array(addresses.length);
    this.#names = new Int32Array(addresses.length * this.#stride);
    this.#writeNames(family, addresses);
    const { stamps = false } = options;
    if (echoLayout(options.size ?? 56, false).nonce < 0) {
      throw new RangeError('a sweep needs 8 bytes of data for its nonce');
    }
    // A packet that routers may not divide needs no identification. The kernel's choosing one, from a table that is too
    // large for a cache, takes a tenth of the time of an echo.
    const mtuDiscover = family === 'inet' ? 'do' : undefined;
    this.#socket = EchoSocket.open(family, { ...options, ancillary: stamps, echoesOnly: true, mtuDiscover });
    const { buffer, byteOffset, byteLength } = this.#socket.incoming.payload;
    this.#ints = new Int32Array(buffer, byteOffset, byteLength >> 2);
    options.signal?.addEventListener('abort', this.#wake);
  }

  result(): SweepResult {
    return { times: this.#times, alive: this.#alive, sockets: [this.#socket.kind] };
  }

  close(): void {
    this.#options.signal?.removeEventListener('abort', this.#wake);
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

  /** Socket addresses that differ in the address alone. */
  #writeNames(family: IpFamily, addresses: readonly string[]): void {
    const bytes = new Uint8Array(this.#names.buffer);
    const template = new Int32Array(encodeEndpoint({ address: family === 'inet' ? '0.0.0.0' : '::' }).buffer);
    const read = family === 'inet' ? readIpv4 : readIpv6;
    const size = this.#stride * 4;
    const offset = this.#address.from * 4;
    for (let index = 0; index < addresses.length; index++) {
      if (!read(addresses[index]!, bytes, index * size + offset))
        throw new RangeError(`${addresses[index]} is not an address of the family ${family}`);
      this.#names[index * this.#stride] = template[0]!;
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
      while (this.#receive() === this.#socket.incoming.slots);
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
        if (error.code === 'EMSGSIZE' && !this.#divides) this.#divide();
        else if (!passing.has(error.code)) taken = 1;
      }
      sent += taken;
      if (taken === 0) await new Promise(resolve => setTimeout(resolve, 1));
    }
  }

  /** Sends what is larger than the MTU in fragments from now on. */
  #divide(): void {
    this.#socket.socket.set({ mtuDiscover: 'want' });
    this.#divides = true;
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
    const { stamps = false } = this.#options;
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
      // Of an IPv4 packet that came whole the fourth word is the sender's address; a socket address has it second.
      const from = withHeader
        ? this.#isFrom(index, ints, (start >> 2) + 2)
        : this.#isFrom(index, names, (slot * incoming.nameSize) >> 2);
      if (!from) continue;
      if (stamps) scanner.scan(slot);
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

function readIpv6(text: string, bytes: Uint8Array, start: number): boolean {
  const address = parseIpv6(text);
  if (address !== undefined) bytes.set(address, start);
  return address !== undefined;
}
