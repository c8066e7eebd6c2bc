/** Sends packets that were built from layers, on the kind of socket that they begin with. */
import type { NetworkNamespace, WaitOptions } from '../socket/index.js';
import { WireError } from '../wire/index.js';
import type { Piece } from './build.js';
import { familyOf, type IpFamily } from './ip-endpoint.js';
import { IpSocket } from './ip-socket.js';
import { decodeLinkEndpoint } from './link-endpoint.js';
import { buildPacket, decodePacket, type Packet } from './packet.js';
import { PacketSocket } from './packet-socket.js';
import { sourceAddress } from './source-address.js';

export interface SendOptions {
  /** Where the kernel shall route a packet to; its own destination unless given. Needed where no IP layer is given. */
  readonly to?: string | undefined;
  /** The interface. Needed for frames. */
  readonly interface?: string | undefined;
  readonly broadcast?: boolean | undefined;
  readonly namespace?: NetworkNamespace | undefined;
}

/** What a packet begins with, and so how it is sent. */
export type SendKind = 'frame' | IpFamily;

/** Layers that stand in a frame alone; others are carried by IP. */
const linkLayers: readonly string[] = ['ethernet', 'vlan', 'llc', 'snap', 'stp', 'mpls', 'sll', 'sll2'];
const network: Readonly<Record<string, IpFamily>> = { ipv4: 'inet', ipv6: 'inet6' };
const unspecified: Readonly<Record<IpFamily, string>> = { inet: '0.0.0.0', inet6: '::' };

/**
 * Packets made ready to be sent. Of IP, what the layers leave out is filled in: the IP layer itself from `to`, and the
 * source that the kernel would choose (it fills in that of IPv4, but checksums cover it; and that of IPv6 not at all).
 */
export class PacketSender implements Disposable {
  readonly kind: SendKind;
  /** The layers with what was filled in. */
  readonly pieces: readonly Piece[];
  readonly bytes: Uint8Array;
  readonly #socket: IpSocket | PacketSocket;
  readonly #to: string | undefined;

  private constructor(
    kind: SendKind,
    pieces: readonly Piece[],
    bytes: Uint8Array,
    socket: IpSocket | PacketSocket,
    to: string | undefined,
  ) {
    this.kind = kind;
    this.pieces = pieces;
    this.bytes = bytes;
    this.#socket = socket;
    this.#to = to;
  }

  /**
   * Builds the packet and opens its socket.
   *
   * @throws WireError for layers that cannot be built, or that say not where to; SocketError as IpSocket, PacketSocket
   *   and a look-up of the route do
   */
  static open(layers: readonly Piece[], options: SendOptions = {}): PacketSender {
    const { to, interface: on, broadcast, namespace } = options;
    const first = firstLayer(layers);
    if (linkLayers.includes(first) || first === 'arp') {
      if (on === undefined)
        throw new WireError(
          `a packet that begins with ${first} goes out by an interface: say which (interface)`,
        );
      const socket = PacketSocket.open({ protocol: 0, interface: on, namespace });
      try {
        const { address } = decodeLinkEndpoint(socket.socket.localAddress());
        const frame = completedFrame(layers, address, options);
        return new PacketSender('frame', frame, buildPacket(frame), socket, undefined);
      } catch (error) {
        socket.close();
        throw error;
      }
    }
    const { family, pieces, destination } = completed(layers, options);
    const bytes = buildPacket(pieces);
    const socket = IpSocket.open({ family, protocol: 'raw', namespace, slots: 1, payloadSize: 64 });
    try {
      socket.set({ hdrincl: true, broadcast, ...(on === undefined ? {} : { bindToDevice: on }) });
    } catch (error) {
      socket.close();
      throw error;
    }
    return new PacketSender(family, pieces, bytes, socket, to ?? destination);
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

/** What packets of a kind are decoded as. */
export function linkTypeOf(kind: SendKind): 'ethernet' | 'ipv4' | 'ipv6' {
  return kind === 'frame' ? 'ethernet' : kind === 'inet' ? 'ipv4' : 'ipv6';
}

function firstLayer(layers: readonly Piece[]): string {
  const [first] = layers;
  if (first === undefined) throw new WireError('no layers: nothing to send');
  return typeof first === 'object' && 'layer' in first ? first.layer : 'payload';
}

function completed(
  layers: readonly Piece[],
  { to, interface: on, broadcast, namespace }: SendOptions,
): { family: IpFamily; pieces: Piece[]; destination: string } {
  const first = firstLayer(layers);
  const given = network[first];
  const header = (given === undefined ? { layer: '' } : layers[0]) as { src?: string; dst?: string };
  const destination = header.dst ?? to?.split('%')[0];
  if (destination === undefined) {
    const why =
      given === undefined
        ? `${first} needs an IP layer in front of it, or`
        : `${first} has no dst: give it one, or`;
    throw new WireError(`${why} where it goes (to)`);
  }
  const family = given ?? familyOf(destination);
  const src = header.src ?? unspecified[family];
  const filled =
    src === unspecified[family] && destination !== unspecified[family]
      ? sourceAddress(to ?? destination, { interface: on, broadcast, namespace })
      : src;
  const ip = { ...header, layer: family === 'inet' ? 'ipv4' : 'ipv6', src: filled, dst: destination };
  return { family, pieces: [ip, ...(given === undefined ? layers : layers.slice(1))], destination };
}

/** A frame with the interface's own address where the layers leave the sender out. */
function completedFrame(
  layers: readonly Piece[],
  address: string | undefined,
  { interface: on, namespace }: SendOptions,
): Piece[] {
  const own = address === undefined || address === '' ? {} : { src: address };
  const framed =
    firstLayer(layers) === 'arp' ? [{ layer: 'ethernet', dst: 'ff:ff:ff:ff:ff:ff' }, ...layers] : layers;
  return framed.map(piece => {
    if (typeof piece !== 'object' || !('layer' in piece)) return piece;
    if (piece.layer === 'ethernet') return { ...own, ...piece };
    if (piece.layer !== 'arp') return piece;
    const { targetProtocol } = piece as { targetProtocol?: string };
    const from =
      targetProtocol === undefined
        ? {}
        : { senderProtocol: sourceAddress(targetProtocol, { interface: on, namespace }) };
    return { ...from, ...(own.src === undefined ? {} : { senderHardware: own.src }), ...piece };
  });
}
