/** Finds out which of many hosts answer, as fast as the kernel takes probes. */
import { availableParallelism } from 'node:os';
import { realtime } from '../clock.js';
import { familyOf, type IpFamily } from '../ip-endpoint.js';
import { echoLayout } from './echo-payload.js';
import { EchoSocket, type EchoSocketOptions } from './echo-socket.js';
import type { PingOptions, PingSocketKind } from './options.js';
import { SweepAddresses } from './sweep-addresses.js';
import { SweepLane } from './sweep-lane.js';
import { Wakeup } from './wakeup.js';

export interface SweepOptions
  extends Pick<
    PingOptions,
    'size' | 'ttl' | 'tos' | 'mark' | 'interface' | 'source' | 'socket' | 'namespace' | 'signal'
  > {
  /**
   * Probes that are sent before what has come is looked at: 512. Through raw sockets two threads send a half each, where
   * there is a processor for each and 512 hosts or more.
   */
  readonly window?: number;
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

/** Probes under way between looks at what has come. */
const defaultWindow = 512;

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

/** From how many addresses on two threads send. */
const leastForTwo = 512;

class Sweeper {
  readonly #addresses: SweepAddresses;
  /** Hears the answers, and is the first lane's. */
  readonly #socket: EchoSocket;
  readonly #lanes: SweepLane[];
  readonly #options: SweepOptions;
  readonly #times: Float64Array;
  readonly #sentAt: Float64Array;
  readonly #ints: Int32Array;
  readonly #sequences: Uint16Array;
  readonly #wakeup = new Wakeup();
  readonly #wake = () => this.#wakeup.wake();
  #alive = 0;
  #round = 0;
  /** The first address that no lane has looked at in this round. */
  #next = 0;

  constructor(family: IpFamily, addresses: readonly string[], options: SweepOptions) {
    this.#options = options;
    const count = addresses.length;
    this.#addresses = new SweepAddresses(family, addresses);
    this.#times = new Float64Array(count).fill(Number.NaN);
    this.#sentAt = new Float64Array(count);
    this.#sequences = new Uint16Array(count);
    if (echoLayout(options.size ?? 56, false).nonce < 0) {
      throw new RangeError('a sweep needs 8 bytes of data for its nonce');
    }
    const { stamps = false, window = defaultWindow } = options;
    // A packet that routers may not divide needs no identification. The kernel's choosing one, from a table that is too
    // large for a cache, takes a tenth of the time of an echo.
    const mtuDiscover = family === 'inet' ? 'do' : undefined;
    const socketOptions = { ...options, ancillary: stamps, echoesOnly: true, mtuDiscover } as const;
    this.#socket = EchoSocket.open(family, socketOptions);
    const two =
      count >= leastForTwo && window > 1 && this.#socket.kind.type === 'raw' && availableParallelism() > 1;
    this.#lanes = [new SweepLane(this.#socket, two)];
    if (two) this.#lanes.push(new SweepLane(this.#secondSocket(socketOptions), two));
    const { buffer, byteOffset, byteLength } = this.#socket.incoming.payload;
    this.#ints = new Int32Array(buffer, byteOffset, byteLength >> 2);
    options.signal?.addEventListener('abort', this.#wake);
  }

  result(): SweepResult {
    return { times: this.#times, alive: this.#alive, sockets: [this.#socket.kind] };
  }

  close(): void {
    this.#options.signal?.removeEventListener('abort', this.#wake);
    for (const lane of this.#lanes) lane.close();
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

  #secondSocket(options: EchoSocketOptions): EchoSocket {
    try {
      return EchoSocket.beside(this.#socket, options);
    } catch (error) {
      this.#socket.close();
      throw error;
    }
  }

  async #askAll(): Promise<void> {
    this.#next = 0;
    await Promise.all(this.#lanes.map(lane => this.#ask(lane)));
  }

  async #ask(lane: SweepLane): Promise<void> {
    const window = Math.floor((this.#options.window ?? defaultWindow) / this.#lanes.length);
    const most = Math.min(lane.echo.outgoing.slots, Math.max(1, window));
    while (this.#next < this.#times.length) {
      this.#options.signal?.throwIfAborted();
      await lane.transmit(this.#fill(lane.echo, most));
      // Answers from this host itself are there already: what they fill of the buffer is free again.
      while (this.#receive() === this.#socket.incoming.slots);
    }
  }

  /** Writes probes to the next hosts that have not answered; how many. */
  #fill({ writer, outgoing, outgoingNames }: EchoSocket, most: number): number {
    const now = realtime();
    const count = this.#times.length;
    const { size } = this.#addresses;
    let slot = 0;
    let index = this.#next;
    for (; index < count && slot < most; index++) {
      if (this.#times[index]! >= 0) continue;
      this.#sentAt[index] = now;
      this.#sequences[index] = this.#round;
      writer.write(slot, index, this.#round, now);
      this.#addresses.copy(index, outgoingNames, (slot * outgoing.nameSize) >> 2);
      outgoing.setNameLength(slot, size);
      slot++;
    }
    this.#next = index;
    return slot;
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
        ? this.#addresses.isAt(index, ints, (start >> 2) + 2)
        : this.#addresses.isAt(index, names, (slot * incoming.nameSize) >> 2);
      if (!from) continue;
      if (stamps) scanner.scan(slot);
      this.#times[index] = Math.max(0, (scanner.received || now) - this.#sentAt[index]!);
      this.#alive++;
    }
    return count;
  }
}
