/** The lecture's forged datagram: UDP with the source address of another, sent with IP_HDRINCL. */
import { type NetworkNamespace, SocketError } from '../socket/index.js';
import { checkForgery, type ForgeryPermission } from './forgery-guard.js';
import { familyOf } from './ip-endpoint.js';
import { IpSocket } from './ip-socket.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import { buildPacket, decodePacket, type Packet } from './packet.js';
import { udp } from './udp.js';

/** What the lecture's program sends: 60 bytes, of which UDP says that 10 are its own. */
export const lectureDatagram = {
  src: '192.168.0.199',
  dst: '76.125.43.103',
  srcPort: 45512,
  dstPort: 999,
  id: 12830,
  ttl: 64,
  data: 'ab',
  length: 60,
} as const;

export interface SpoofOptions extends ForgeryPermission {
  readonly src?: string | undefined;
  readonly dst: string;
  readonly srcPort?: number | undefined;
  readonly dstPort?: number | undefined;
  readonly data?: string | undefined;
  readonly namespace?: NetworkNamespace | undefined;
}

export interface SpoofResult {
  readonly packet: Packet;
  readonly bytes: Uint8Array;
  /** What a UDP socket of this host got of it, where the destination is this host; `undefined` where it is not. */
  readonly received:
    | { readonly from: string; readonly port: number; readonly data: Uint8Array }
    | 'nothing'
    | undefined;
}

/** Milliseconds that a datagram takes at most to a socket of the same host. */
const patience = 300;

/**
 * Sends one datagram that pretends to be from `src`. Where the destination is this host, a UDP socket receives it, and
 * shows whom the kernel takes it to be from.
 *
 * @throws ForgeryRefusedError where it may not go; SocketError as IpSocket does
 */
export async function spoofDatagram(options: SpoofOptions): Promise<SpoofResult> {
  const { dst, namespace } = options;
  checkForgery(dst, options);
  const bytes = forgedDatagram(options);
  const family = familyOf(dst);
  const { dstPort = lectureDatagram.dstPort } = options;
  using receiver = receiverOf(dst, dstPort, namespace);
  using sender = IpSocket.open({
    family,
    protocol: 'raw',
    hdrincl: true,
    namespace,
    slots: 1,
    payloadSize: 64,
  });
  await sender.send(bytes, dst);
  const packet = decodePacket(bytes, family === 'inet' ? 'ipv4' : 'ipv6');
  if (receiver === undefined) return { packet, bytes, received: undefined };
  await receiver.waitReadable({ timeout: patience }).catch(() => undefined);
  const [message] = receiver.receive();
  if (message === undefined) return { packet, bytes, received: 'nothing' };
  const { address, port = 0 } = message.from;
  return { packet, bytes, received: { from: address, port, data: message.data } };
}

/** The datagram's bytes. Over IPv4 it is filled up to the lecture's 60 bytes behind what UDP says is its own. */
function forgedDatagram(options: SpoofOptions): Uint8Array {
  const {
    src,
    dst,
    srcPort = lectureDatagram.srcPort,
    dstPort = lectureDatagram.dstPort,
    data = 'ab',
  } = options;
  const datagram = udp({ srcPort, dstPort });
  if (familyOf(dst) === 'inet6') return buildPacket([ipv6({ src: src ?? 'fd00::199', dst }), datagram, data]);
  const { id, ttl, length } = lectureDatagram;
  const ip = ipv4({ src: src ?? lectureDatagram.src, dst, id, ttl });
  const missing = Math.max(0, length - buildPacket([ip, datagram, data]).length);
  return buildPacket([
    ip,
    datagram,
    data,
    { layer: 'padding', after: 'udp', bytes: new Uint8Array(missing) },
  ]);
}

/** A UDP socket at the destination; undefined where that is not an address of this host. */
function receiverOf(
  address: string,
  port: number,
  namespace: NetworkNamespace | undefined,
): IpSocket | undefined {
  const family = familyOf(address);
  const socket = IpSocket.open({
    family,
    type: 'datagram',
    protocol: 'udp',
    namespace,
    slots: 1,
    payloadSize: 65_536,
  });
  try {
    socket.bind({ address, port });
    return socket;
  } catch (error) {
    socket.close();
    if (error instanceof SocketError && error.code === 'EADDRNOTAVAIL') return undefined;
    // Somebody else has the port: it is theirs to receive.
    if (error instanceof SocketError && (error.code === 'EADDRINUSE' || error.code === 'EACCES'))
      return undefined;
    throw error;
  }
}
