/** Stevens' question: does a DNS server send UDP checksums? */
import type { NetworkNamespace } from '../socket/index.js';
import { type ChecksumStatus, packetChecksums } from './checksum-status.js';
import { dns } from './dns.js';
import { familyOf } from './ip-endpoint.js';
import { type IpMessage, IpSocket } from './ip-socket.js';
import { ipv6 } from './ipv6.js';
import { buildPacket, decodePacket, type Packet } from './packet.js';

export interface UdpChecksumOptions {
  /** The server's port: 53. */
  readonly port?: number | undefined;
  /** The name that is asked for: the root. */
  readonly name?: string | undefined;
  /** Milliseconds to wait for the answer: 3000. */
  readonly timeout?: number | undefined;
  readonly namespace?: NetworkNamespace | undefined;
}

export interface UdpChecksumAnswer {
  /**
   * `good` and `offloaded`: it sends them. `absent`: it does not, which over IPv6 none but tunnels may (RFC 8200 8.1, RFC
   * 6935): hosts drop the answer.
   */
  readonly status: ChecksumStatus;
  readonly value: number;
  readonly packet: Packet;
  readonly milliseconds: number;
}

/**
 * Asks a DNS server and looks at the answer's checksum, which a UDP socket does not show but a raw one does, also where the
 * UDP socket is not given the answer. Undefined when none came. Of IPv6 the packet is shown with a header as it must have been.
 *
 * @throws SocketError EPERM without CAP_NET_RAW; ECONNREFUSED where nobody listens
 */
export async function udpChecksumOf(
  address: string,
  { port = 53, name = '.', timeout = 3000, namespace }: UdpChecksumOptions = {},
): Promise<UdpChecksumAnswer | undefined> {
  const family = familyOf(address.split('%')[0]!);
  using raw = IpSocket.open({ family, protocol: 'udp', recvPktinfo: true, namespace });
  raw.connect(address);
  using socket = IpSocket.open({
    family,
    type: 'datagram',
    protocol: 'udp',
    namespace,
    slots: 1,
    payloadSize: 4096,
  });
  socket.connect({ address, port });
  const { port: own } = socket.localEndpoint();
  const id = (Math.random() * 0x10000) | 0;
  const start = performance.now();
  await socket.send(buildPacket([dns({ id, records: { questions: [{ type: 'NS', name }] } as never })]));
  for (;;) {
    const left = timeout - (performance.now() - start);
    if (left <= 0) return undefined;
    await Promise.race(
      [raw, socket].map(each => each.waitReadable({ timeout: Math.ceil(left) }).catch(() => undefined)),
    );
    for (const message of raw.receive()) {
      const data = family === 'inet' ? message.data : withHeader(message);
      const packet = decodePacket(data, family === 'inet' ? 'ipv4' : 'ipv6');
      const datagram = packet.find('udp');
      if (datagram?.srcPort !== port || datagram.dstPort !== own) continue;
      const found = packetChecksums(data, packet).find(({ layer }) => layer === 'udp')!;
      const { value } = found;
      const status = value === 0 ? 'absent' : found.status;
      return { status, value, packet, milliseconds: performance.now() - start };
    }
    // A refusal is reported here; what came is of no more use.
    socket.receive();
  }
}

/** What a raw socket of IPv6 gives, behind a header with the addresses that the checksum covers. */
function withHeader({ data, from, control }: IpMessage): Uint8Array {
  const dst = control.pktinfo?.local ?? '::';
  return buildPacket([ipv6({ src: from.address.split('%')[0]!, dst, nextHeader: 'udp' }), data]);
}
