import { buildPacket, icmp, ipv4 } from '../../raw/formats.js';
import { at } from '../endpoint.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';
import { outcome } from '../outcome.js';
import { icmpSocket, rawSocket } from '../raw-sockets.js';

/** Sends h1 an ICMP error about a packet of protocol 89 that it sent to h2, and waits until h1 has taken it in. */
export async function complain(
  h1: Host,
  h2: Host,
  [type, code]: readonly [number, number],
  quotedData = 8,
): Promise<void> {
  const quoted = buildPacket([
    ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89 }),
    new Uint8Array(quotedData),
  ]);
  const message = buildPacket([
    icmp({ type: type as never, code, ...(type === 3 && code === 4 ? { mtu: 1000 } : {}), quoted }),
  ]);
  const listener = icmpSocket(h1);
  const sender = icmpSocket(h2);
  // Raw sockets come before the kernel's own handler: when they have the next message, that is done with this one.
  for (const bytes of [message, buildPacket([icmp({ type: 'echoreply' })])])
    sender.send(bytes, { to: at('10.9.1.1') });
  while ((await listener.next()).bytes[20] !== 0);
  listener.close();
  sender.close();
}

/** The pending error of a socket, by name; `none`. */
export function pending(socket: LabSocket): string {
  const error = outcome(() => socket.receive());
  return error === 'EAGAIN' ? 'none' : error;
}

export const connect = (socket: LabSocket): void => socket.connect(at('10.9.1.2'));

/** Every type and code of ICMP errors that the catalogue tries. */
export const errors = [
  [3, 0],
  [3, 1],
  [3, 2],
  [3, 3],
  [3, 4],
  [3, 5],
  [3, 6],
  [3, 7],
  [3, 8],
  [3, 9],
  [3, 10],
  [3, 11],
  [3, 12],
  [3, 13],
  [3, 14],
  [3, 15],
  [4, 0],
  [5, 1],
  [11, 0],
  [11, 1],
  [12, 0],
] as const;

/** What a connected raw socket is told by each error. */
export async function told(
  h1: Host,
  h2: Host,
  prepare: (socket: LabSocket) => void,
  read: (socket: LabSocket) => string,
): Promise<Record<string, string>> {
  const socket = rawSocket(h1, 89);
  prepare(socket);
  const answers: Record<string, string> = {};
  for (const error of errors) {
    await complain(h1, h2, error);
    answers[error.join('/')] = read(socket);
  }
  return answers;
}
