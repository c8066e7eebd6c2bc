/** Sends packets that were built from layers, on the kind of socket that they begin with. */
import type { WaitOptions } from '../socket/index.js';
import type { Piece } from './build.js';
import { IpSocket } from './ip-socket.js';
import { decodePacket, type Packet } from './packet.js';
import { PacketSocket } from './packet-socket.js';
import {
  linkTypeOf,
  type PreparedPacket,
  preparePacket,
  type SendKind,
  type SendOptions,
} from './prepared-packet.js';

/** Sends one packet, again and again. */
export class PacketSender implements Disposable {
  readonly kind: SendKind;
  /** The layers with what was filled in. */
  readonly pieces: readonly Piece[];
  readonly bytes: Uint8Array;
  readonly #socket: IpSocket | PacketSocket;
  readonly #to: string | undefined;

  private constructor({ kind, pieces, bytes, to }: PreparedPacket, socket: IpSocket | PacketSocket) {
    this.kind = kind;
    this.pieces = pieces;
    this.bytes = bytes;
    this.#socket = socket;
    this.#to = to;
  }

  /**
   * Builds the packet, as {@link preparePacket} does, and opens its socket.
   *
   * @throws WireError, SocketError as preparePacket, IpSocket and PacketSocket do
   */
  static open(layers: readonly Piece[], options: SendOptions = {}): PacketSender {
    const { interface: on, broadcast, namespace } = options;
    const prepared = preparePacket(layers, options);
    if (prepared.kind === 'frame')
      return new PacketSender(prepared, PacketSocket.open({ protocol: 0, interface: on, namespace }));
    const family = prepared.kind;
    const socket = IpSocket.open({ family, protocol: 'raw', namespace, slots: 1, payloadSize: 64 });
    try {
      socket.set({ hdrincl: true, broadcast, ...(on === undefined ? {} : { bindToDevice: on }) });
    } catch (error) {
      socket.close();
      throw error;
    }
    return new PacketSender(prepared, socket);
  }

  /** The packet as it was built. */
  get packet(): Packet {
    return decodePacket(this.bytes, linkTypeOf(this.kind));
  }

  /** Sends it once, waiting for room. */
  async send(wait?: WaitOptions): Promise<void> {
    if (this.#socket instanceof PacketSocket) await this.#socket.send(this.bytes, undefined, wait);
    else await this.#socket.send(this.bytes, this.#to, undefined, wait);
  }

  /** Sends it a number of times at once, at most 64; how many the kernel took. */
  sendNow(count: number): number {
    const many = Array.from({ length: Math.min(count, 64) }, () => ({ data: this.bytes }));
    if (this.#socket instanceof PacketSocket) return this.#socket.sendNow(many);
    return this.#socket.sendNow(many.map(message => ({ ...message, to: this.#to! })));
  }

  /** Waits for room. */
  waitWritable(wait?: WaitOptions): Promise<void> {
    return this.#socket.socket.waitWritable(wait);
  }

  close(): void {
    this.#socket.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
