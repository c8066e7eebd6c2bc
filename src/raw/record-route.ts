/** IPv4's record route option: an echo request that collects addresses on its way there and back. */
import type { NetworkNamespace } from '../socket/index.js';
import { icmp } from './icmp.js';
import { recordRoute } from './ip-header-options.js';
import { IpSocket } from './ip-socket.js';
import { buildPacket, decodePacket, type Packet } from './packet.js';
import { type Recorded, recorded } from './record-route-datagram.js';

export interface RecordRouteOptions {
  /** Room for so many addresses: 9 is all that there is. */
  readonly routes?: number | undefined;
  /** Milliseconds to wait for the answer: 2000. */
  readonly timeout?: number | undefined;
  readonly namespace?: NetworkNamespace | undefined;
}

/** The addresses are, in order, those of the interfaces that the packet left routers by, both ways. */
export interface RecordedRoute extends Recorded {
  readonly from: string;
  readonly milliseconds: number;
  readonly packet: Packet;
}

const identifierRange = 0x10000;

/**
 * Asks a host with an echo request that has the option. Routers and hosts may ignore the option, and many networks drop
 * packets with it; then nothing comes, and the result is undefined.
 *
 * @throws SocketError as IpSocket does
 */
export async function recordedRoute(
  address: string,
  { routes = 9, timeout = 2000, namespace }: RecordRouteOptions = {},
): Promise<RecordedRoute | undefined> {
  using socket = IpSocket.open({ family: 'inet', protocol: 'icmp', namespace, options: recordRoute(routes) });
  const id = (Math.random() * identifierRange) | 0;
  const start = performance.now();
  await socket.send(buildPacket([icmp({ type: 'echo', id, seq: 1 }), 'record route']), address);
  for (;;) {
    const left = timeout - (performance.now() - start);
    if (left <= 0) return undefined;
    await socket.waitReadable({ timeout: Math.ceil(left) }).catch(() => undefined);
    for (const { data } of socket.receive()) {
      const packet = decodePacket(data, 'ipv4');
      const reply = packet.find('icmp');
      if (reply?.type !== 'echoreply' || reply.id !== id) continue;
      const { src, options } = packet.find('ipv4')!;
      return { ...recorded(options), from: src, milliseconds: performance.now() - start, packet };
    }
  }
}
