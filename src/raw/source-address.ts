/** Which address of this host, and which interface, packets to a destination leave from. */
import type { NetworkNamespace } from '../socket/index.js';
import { familyOf } from './ip-endpoint.js';
import { IpSocket } from './ip-socket.js';

export interface SourceQuery {
  readonly interface?: string | undefined;
  readonly source?: string | undefined;
  readonly mark?: number | undefined;
  readonly tos?: number | undefined;
  readonly broadcast?: boolean | undefined;
  readonly namespace?: NetworkNamespace | undefined;
}

/**
 * Asks the kernel's routing by connecting a datagram socket, which sends nothing.
 *
 * @throws SocketError ENETUNREACH, EHOSTUNREACH without a route, EACCES for a broadcast address without `broadcast`,
 *   EADDRNOTAVAIL for a source that is not this host's, ENODEV for an interface that does not exist
 */
export function sourceAddress(destination: string, query: SourceQuery = {}): string {
  const { interface: bindToDevice, source, mark, tos, broadcast, namespace } = query;
  if (/^fe[89ab].:[^%]*$/i.test(destination) && bindToDevice === undefined) {
    throw new RangeError(
      `${destination}: a link-local address: say on which interface, as ${destination}%eth0`,
    );
  }
  const family = familyOf(destination.split('%')[0]!);
  using socket = IpSocket.open({
    family,
    type: 'datagram',
    protocol: 'udp',
    namespace,
    slots: 1,
    payloadSize: 16,
  });
  socket.set({ bindToDevice, mark, tos, broadcast });
  if (source !== undefined) socket.bind(source);
  const [address, zone] = destination.split('%') as [string, string?];
  socket.connect({ address: zone === undefined ? address : destination, port: 1025 });
  return socket.localEndpoint().address;
}
