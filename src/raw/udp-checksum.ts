/** Stevens' question: does a DNS server send UDP checksums? */
import type { NetworkNamespace } from '../socket/index.js';
import { type ChecksumStatus, packetChecksums } from './checksum-status.js';
import { dns } from './dns.js';
import { IpSocket } from './ip-socket.js';
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
  /** `good` and `offloaded`: it sends them. `absent`: it does not. */
  readonly status: ChecksumStatus;
  readonly value: number;
  readonly packet: Packet;
  readonly milliseconds: number;
}

/**
 * Asks a DNS server over IPv4 (over IPv6 a checksum is not left out) and looks at the answer's checksum, which a UDP
 * socket does not show but a raw one does. Undefined when none came.
 *
 * @throws SocketError EPERM without CAP_NET_RAW; ECONNREFUSED where nobody listens
 */
export async function udpChecksumOf(
  address: string,
  { port = 53, name = '.', timeout = 3000, namespace }: UdpChecksumOptions = {},
): Promise<UdpChecksumAnswer | undefined> {
  using raw = IpSocket.open({ family: 'inet', protocol: 'udp', namespace });
  raw.connect(address);
  using socket = IpSocket.open({
    family: 'inet',
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
    for (const { data } of raw.receive()) {
      const packet = decodePacket(data, 'ipv4');
      const datagram = packet.find('udp');
      if (datagram?.srcPort !== port || datagram.dstPort !== own) continue;
      const found = packetChecksums(data, packet).find(({ layer }) => layer === 'udp')!;
      return { status: found.status, value: found.value, packet, milliseconds: performance.now() - start };
    }
    // A refusal is reported here; what came is of no more use.
    socket.receive();
  }
}
