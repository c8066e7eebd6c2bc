/** TCP connections for experiments. */
import { decodeEndpoint, encodeEndpoint } from '../raw/ip-endpoint.js';
import { constants as c } from '../socket/index.js';
import type { Host } from './host.js';
import type { LabSocket } from './lab-socket.js';

/** A listener on a port that the kernel chose, and where it is. */
export function tcpListener(
  host: Host,
  address = '127.0.0.1',
): { listener: LabSocket; address: Uint8Array; port: number } {
  const family = address.includes(':') ? c.AF_INET6 : c.AF_INET;
  const listener = host.socket(family, c.SOCK_STREAM);
  listener.bind(encodeEndpoint({ address }));
  listener.listen();
  const bound = listener.localAddress();
  return { listener, address: bound, port: decodeEndpoint(bound)!.port! };
}

/** Two ends of a connection over lo: the client's, the server's. */
export async function tcpPair(
  host: Host,
  prepare?: (client: LabSocket) => void,
): Promise<[LabSocket, LabSocket]> {
  const { listener, address } = tcpListener(host);
  const client = host.socket(c.AF_INET, c.SOCK_STREAM);
  prepare?.(client);
  await client.connected(address);
  return [client, await listener.accepted()];
}
