/** The socket that packets of a kind leave by. */
import type { WaitOptions } from '../socket/index.js';
import { WireError } from '../wire/index.js';
import type { Piece } from './build.js';
import { IpSocket } from './ip-socket.js';
import { PacketSocket } from './packet-socket.js';
import {
  kindOf,
  Preparation,
  type PreparedPacket,
  type SendKind,
  type SendOptions,
} from './prepared-packet.js';

/** Makes packets of one kind ready, and sends them. */
export class PacketOutlet implements Disposable {
  readonly kind: SendKind;
  readonly #socket: IpSocket | PacketSocket;
  readonly #preparation: Preparation;

  private constructor(kind: SendKind, socket: IpSocket | PacketSocket, preparation: Preparation) {
    this.kind = kind;
    this.#socket = socket;
    this.#preparation = preparation;
  }

  /**
   * Opens a socket for packets of the kind of these layers.
   *
   * @throws WireError for layers that say not where to; SocketError as IpSocket and PacketSocket do
   */
  static open(layers: readonly Piece[], options: SendOptions = {}): PacketOutlet {
    const { interface: on, broadcast, namespace } = options;
    const kind = kindOf(layers, options);
    const preparation = new Preparation(options);
    if (kind === 'frame')
      return new PacketOutlet(
        kind,
        PacketSocket.open({ protocol: 0, interface: on, namespace }),
        preparation,
      );
    const socket = IpSocket.open({ family: kind, protocol: 'raw', namespace, slots: 1, payloadSize: 64 });
    try {
      socket.set({ hdrincl: true, broadcast, ...(on === undefined ? {} : { bindToDevice: on }) });
    } catch (error) {
      socket.close();
      throw error;
    }
    return new PacketOutlet(kind, socket, preparation);
  }

  /**
   * Builds a packet.
   *
   * @throws WireError for layers that cannot be built, or are of another kind; SocketError and RangeError as a look-up
   *   of the route does
   */
  prepare(layers: readonly Piece[]): PreparedPacket {
    const prepared = this.#preparation.prepare(layers);
    if (prepared.kind === this.kind) return prepared;
    throw new WireError(`a socket for ${this.kind} sends no packet of ${prepared.kind}`);
  }

  /** Sends a packet, waiting for room. */
  async send({ bytes, to }: PreparedPacket, wait?: WaitOptions): Promise<void> {
    if (this.#socket instanceof PacketSocket) await this.#socket.send(bytes, undefined, wait);
    else await this.#socket.send(bytes, to, undefined, wait);
  }

  /** Sends packets at once, at most 64; how many the kernel took. */
  sendNow(packets: readonly PreparedPacket[]): number {
    if (this.#socket instanceof PacketSocket)
      return this.#socket.sendNow(packets.map(({ bytes }) => ({ data: bytes })));
    return this.#socket.sendNow(packets.map(({ bytes, to }) => ({ data: bytes, to: to! })));
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
