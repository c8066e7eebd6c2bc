/** Sends packets that were built from layers, on the kind of socket that they begin with. */
import type { WaitOptions } from '../socket/index.js';
import type { Piece } from './build.js';
import { decodePacket, type Packet } from './packet.js';
import { PacketOutlet } from './packet-outlet.js';
import { linkTypeOf, type PreparedPacket, type SendKind, type SendOptions } from './prepared-packet.js';

/** Sends packets that are ready, again and again. */
export class PacketSender implements Disposable {
  /** What is sent, in turn. */
  readonly packets: readonly PreparedPacket[];
  readonly #outlet: PacketOutlet;
  #next = 0;

  private constructor(packets: readonly PreparedPacket[], outlet: PacketOutlet) {
    this.packets = packets;
    this.#outlet = outlet;
  }

  /**
   * Builds the packet, as preparePacket does, and opens its socket.
   *
   * @throws WireError, SocketError as preparePacket, IpSocket and PacketSocket do
   */
  static open(layers: readonly Piece[], options: SendOptions = {}): PacketSender {
    return PacketSender.openAll([layers], options);
  }

  /** The same for several packets of one kind, and at least one. */
  static openAll(packets: Iterable<readonly Piece[]>, options: SendOptions = {}): PacketSender {
    const [first = [], ...others] = packets;
    const outlet = PacketOutlet.open(first, options);
    try {
      const prepared = [first, ...others].map(layers => outlet.prepare(layers));
      return new PacketSender(prepared, outlet);
    } catch (error) {
      outlet.close();
      throw error;
    }
  }

  get kind(): SendKind {
    return this.#outlet.kind;
  }

  /** The layers of the first packet, with what was filled in. */
  get pieces(): readonly Piece[] {
    return this.packets[0]!.pieces;
  }

  /** The bytes of the first packet. */
  get bytes(): Uint8Array {
    return this.packets[0]!.bytes;
  }

  /** The first packet as it was built. */
  get packet(): Packet {
    return decodePacket(this.bytes, linkTypeOf(this.kind));
  }

  /** Sends the next packet, waiting for room. */
  async send(wait?: WaitOptions): Promise<void> {
    const [packet] = this.#following(1);
    await this.#outlet.send(packet!, wait);
    this.#next++;
  }

  /** Sends so many packets at once, at most 64; how many the kernel took. */
  sendNow(count: number): number {
    const taken = this.#outlet.sendNow(this.#following(Math.min(count, 64)));
    this.#next += taken;
    return taken;
  }

  #following(count: number): PreparedPacket[] {
    return Array.from({ length: count }, (_, i) => this.packets[(this.#next + i) % this.packets.length]!);
  }

  /** Waits for room. */
  waitWritable(wait?: WaitOptions): Promise<void> {
    return this.#outlet.waitWritable(wait);
  }

  close(): void {
    this.#outlet.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
