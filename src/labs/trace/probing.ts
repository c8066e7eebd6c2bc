import { decodePacket, type Packet } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';

/** The ICMP message in a packet, in words: `11/0 from 10.9.1.2`. */
export function told(bytes: Uint8Array): string {
  const packet = decodePacket(bytes, 'ipv4');
  return `${packet.part('icmp') === undefined ? '?' : bytes[20]}/${bytes[21]} from ${packet.find('ipv4')!.src}`;
}

/** The packet that an ICMP error quotes. */
export const quotedIn = (bytes: Uint8Array): Packet | undefined =>
  decodePacket(bytes, 'ipv4').find('icmp')?.quoted as Packet | undefined;

/** Sends a probe with a TTL and returns what is said about it. */
export async function probe(
  host: Host,
  listener: LabSocket,
  ttl: number,
  to: string,
  port: number,
): Promise<string> {
  const socket = host.socket(c.AF_INET, c.SOCK_DGRAM);
  socket.setOption(c.SOL_IP, c.IP_TTL, ttl);
  socket.send(new Uint8Array(24), { to: at(to, port) });
  const answer = await listener.awaited();
  return answer === undefined ? 'nothing' : told(answer.bytes);
}
