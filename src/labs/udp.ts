/** UDP sockets for experiments. */
import { decodeEndpoint, encodeEndpoint } from '../raw/ip-endpoint.js';
import { constants as c } from '../socket/index.js';
import type { Host } from './host.js';
import type { LabSocket } from './lab-socket.js';

/** A bound socket and where it is. The kernel chooses the port unless one is given. */
export function udpServer(
  host: Host,
  address = '127.0.0.1',
  port = 0,
): { socket: LabSocket; address: Uint8Array; port: number } {
  const socket = host.socket(address.includes(':') ? c.AF_INET6 : c.AF_INET, c.SOCK_DGRAM);
  socket.bind(encodeEndpoint({ address, port }));
  const bound = socket.localAddress();
  return { socket, address: bound, port: decodeEndpoint(bound)!.port! };
}

/** A socket that is connected to a server on lo, and the server. */
export function udpPair(host: Host): [LabSocket, LabSocket] {
  const { socket: server, address } = udpServer(host);
  const client = host.socket(c.AF_INET, c.SOCK_DGRAM);
  client.connect(address);
  return [client, server];
}
