/** Packets made ready to be sent: what their layers leave out, filled in, and their bytes. Takes no privilege. */
import { constants, type NetworkNamespace } from '../socket/index.js';
import { littleEndian, toHex, WireError } from '../wire/index.js';
import type { Piece } from './build.js';
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
 * it; and that of IPv6 not at all). Of a frame, the sender's addresses.
 *
 * @throws WireError for layers that cannot be built, or that say not where to; SocketError as a look-up of the route and
 *   of an interface do
 */
export function preparePacket(layers: readonly Piece[], options: SendOptions = {}): PreparedPacket {
  const { to, interface: on } = options;
  const first = firstLayer(layers);
  if (linkLayers.includes(first) || first === 'arp') {
    if (on === undefined)
      throw new WireError(
        `a packet that begins with ${first} goes out by an interface: say which (interface)`,
      );
    const pieces = completedFrame(layers, on, options);
    return { kind: 'frame', pieces, bytes: buildPacket(pieces), to: undefined };
  }
  const { family, pieces, destination } = completed(layers, options);
  return { kind: family, pieces, bytes: buildPacket(pieces), to: to ?? destination };
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
function completedFrame(layers: readonly Piece[], on: string, { namespace }: SendOptions): Piece[] {
  const own = ethernetAddress(on, namespace);
  const framed =
    firstLayer(layers) === 'arp' ? [{ layer: 'ethernet', dst: 'ff:ff:ff:ff:ff:ff' }, ...layers] : layers;
  return framed.map(piece => {
    if (typeof piece !== 'object' || !('layer' in piece)) return piece;
    if (piece.layer === 'ethernet') return own === undefined ? piece : { src: own, ...piece };
    if (piece.layer !== 'arp') return piece;
    const { targetProtocol } = piece as { targetProtocol?: string };
    const from =
      targetProtocol === undefined
        ? {}
        : { senderProtocol: sourceAddress(targetProtocol, { interface: on, namespace }) };
    return { ...from, ...(own === undefined ? {} : { senderHardware: own }), ...piece };
  });
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
  socket.socket.ioctl(constants.SIOCGIFHWADDR, request);
  const kind = new DataView(request.buffer).getUint16(nameSize, littleEndian);
  const address = request.subarray(nameSize + 2, nameSize + 8);
  return ethernetKinds.includes(kind) ? toHex(address, ':') : undefined;
}
