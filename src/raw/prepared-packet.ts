/** Packets made ready to be sent: what their layers leave out, filled in, and their bytes. Takes no privilege. */
import { constants, type NetworkNamespace } from '../socket/index.js';
import { littleEndian, toHex, WireError } from '../wire/index.js';
import type { Piece } from './build.js';
import { namingInterface } from './explanations.js';
import { familyOf, type IpFamily } from './ip-endpoint.js';
import { IpSocket } from './ip-socket.js';
import { buildPacket } from './packet.js';
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
/** Layers that tell of ports. */
const ported: readonly string[] = ['udp', 'tcp', 'sctp'];
/** Ports that nobody is assigned (RFC 6335 6). */
const ephemeral = { first: 49_152, count: 16_384 } as const;

export interface PreparedPacket {
  readonly kind: SendKind;
  /** The layers with what was filled in. */
  readonly pieces: readonly Piece[];
  readonly bytes: Uint8Array;
  /** Where the kernel is to route it to; undefined of a frame. */
  readonly to: string | undefined;
}

/** struct ifreq (netdevice(7)): the name, then here a struct sockaddr with the hardware address. */
const ifreqSize = 40;
const nameSize = 16;
/** ARPHRD_*: the kinds of interface whose address is an Ethernet address. */
const ethernetKinds: readonly number[] = [1, 772];

/**
 * Builds a packet, and opens none of the sockets that would send it. Of IP, what the layers leave out is filled in: the
 * IP layer itself from `to`, and the source that the kernel would choose (it fills in that of IPv4, but checksums cover
 * it; and that of IPv6 not at all). Of a frame, the sender's addresses. A source port that is left out is an ephemeral one,
 * for nobody can answer to port 0.
 *
 * @throws WireError for layers that cannot be built, or that say not where to; SocketError as a look-up of the route and
 *   of an interface do
 */
export function preparePacket(layers: readonly Piece[], options: SendOptions = {}): PreparedPacket {
  return new Preparation(options).prepare(layers);
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

/** How a packet of these layers is sent. Throws WireError where they say not where to. */
export function kindOf(layers: readonly Piece[], { to, interface: on }: SendOptions): SendKind {
  const first = firstLayer(layers);
  if (!linkLayers.includes(first) && first !== 'arp')
    return network[first] ?? familyOf(destinationOf(layers, to));
  if (on !== undefined) return 'frame';
  throw new WireError(`a packet that begins with ${first} goes out by an interface: say which (interface)`);
}

/** Where the layers of an IP packet say that it goes, or `to`. */
function destinationOf(layers: readonly Piece[], to: string | undefined): string {
  const first = firstLayer(layers);
  const own = network[first] === undefined ? undefined : (layers[0] as { dst?: string }).dst;
  const destination = own ?? to?.split('%')[0];
  if (destination !== undefined) return destination;
  const why =
    network[first] === undefined
      ? `${first} needs an IP layer in front of it, or`
      : `${first} has no dst: give it one, or`;
  throw new WireError(`${why} where it goes (to)`);
}

/** Builds packets with the same options. What the kernel says of routes and of the interface is asked for once. */
export class Preparation {
  readonly #options: SendOptions;
  readonly #srcPort = ephemeral.first + ((Math.random() * ephemeral.count) | 0);
  readonly #sources = new Map<string, string>();

  #link: { readonly address: string | undefined } | undefined;

  constructor(options: SendOptions) {
    this.#options = options;
  }

  /** The same as {@link preparePacket}. */
  prepare(layers: readonly Piece[]): PreparedPacket {
    return kindOf(layers, this.#options) === 'frame' ? this.#frame(layers) : this.#packet(layers);
  }

  #packet(layers: readonly Piece[]): PreparedPacket {
    const { to } = this.#options;
    const destination = destinationOf(layers, to);
    const given = network[firstLayer(layers)];
    const family = given ?? familyOf(destination);
    const header = (given === undefined ? {} : layers[0]) as { src?: string };
    const src = header.src ?? unspecified[family];
    const filled =
      src === unspecified[family] && destination !== unspecified[family]
        ? this.#source(to ?? destination)
        : src;
    const ip = { ...header, layer: family === 'inet' ? 'ipv4' : 'ipv6', src: filled, dst: destination };
    const pieces = this.#withPorts([ip, ...(given === undefined ? layers : layers.slice(1))]);
    return { kind: family, pieces, bytes: buildPacket(pieces), to: to ?? destination };
  }

  /** A frame with the interface's own address where the layers leave the sender out. */
  #frame(layers: readonly Piece[]): PreparedPacket {
    const { interface: on, namespace } = this.#options;
    this.#link ??= { address: ethernetAddress(on!, namespace) };
    const { address: own } = this.#link;
    const framed =
      firstLayer(layers) === 'arp' ? [{ layer: 'ethernet', dst: 'ff:ff:ff:ff:ff:ff' }, ...layers] : layers;
    const pieces = framed.map(piece => {
      if (typeof piece !== 'object' || !('layer' in piece)) return piece;
      if (piece.layer === 'ethernet') return own === undefined ? piece : { src: own, ...piece };
      if (piece.layer !== 'arp') return piece;
      const { targetProtocol } = piece as { targetProtocol?: string };
      const from = targetProtocol === undefined ? {} : { senderProtocol: this.#source(targetProtocol) };
      return { ...from, ...(own === undefined ? {} : { senderHardware: own }), ...piece };
    });
    const ported = this.#withPorts(pieces);
    return { kind: 'frame', pieces: ported, bytes: buildPacket(ported), to: undefined };
  }

  #withPorts(pieces: readonly Piece[]): Piece[] {
    return pieces.map(piece => {
      const lacks =
        typeof piece === 'object' &&
        'layer' in piece &&
        ported.includes(piece.layer) &&
        !('truncated' in piece && piece.truncated) &&
        (piece as { srcPort?: number }).srcPort === undefined;
      return lacks ? { ...piece, srcPort: this.#srcPort } : piece;
    });
  }

  #source(destination: string): string {
    let source = this.#sources.get(destination);
    if (source === undefined) {
      source = sourceAddress(destination, this.#options);
      this.#sources.set(destination, source);
    }
    return source;
  }
}

/** The address of an interface, where it is one of Ethernet. Throws SocketError ENODEV. */
function ethernetAddress(name: string, namespace: NetworkNamespace | undefined): string | undefined {
  const encoded = new TextEncoder().encode(name);
  const request = new Uint8Array(ifreqSize);
  if (encoded.length < nameSize) request.set(encoded);
  using socket = IpSocket.open({
    family: 'inet',
    type: 'datagram',
    protocol: 'udp',
    namespace,
    slots: 1,
    payloadSize: 16,
  });
  namingInterface(name, () => socket.socket.ioctl(constants.SIOCGIFHWADDR, request));
  const kind = new DataView(request.buffer).getUint16(nameSize, littleEndian);
  const address = request.subarray(nameSize + 2, nameSize + 8);
  return ethernetKinds.includes(kind) ? toHex(address, ':') : undefined;
}
