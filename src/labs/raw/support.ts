/** Small steps that the experiments about raw sockets share. */
import { type ChecksumStatus, packetChecksums } from '../../raw/checksum-status.js';
import { decodePacket, type LayerByName } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';
import { rawSocket } from '../raw-sockets.js';

/** A raw socket whose sender writes the IP header itself. */
export function headerIncluded(host: Host, protocol: number = c.IPPROTO_RAW): LabSocket {
  const socket = rawSocket(host, protocol);
  socket.setOption(c.SOL_IP, c.IP_HDRINCL, 1);
  return socket;
}

/** The IP header of a packet that begins with one. */
export function headerOf(packet: Uint8Array): LayerByName<'ipv4'> {
  const header = decodePacket(packet, 'ipv4').find('ipv4');
  if (header === undefined) throw new RangeError('the packet has no IPv4 header');
  return header;
}

/** What the checksum of a packet's IP header is worth. */
export function headerChecksum(packet: Uint8Array): ChecksumStatus {
  const [first] = packetChecksums(packet, decodePacket(packet, 'ipv4'));
  return first?.status ?? 'unknown';
}

/** The payload behind the IP header. */
export const carried = (packet: Uint8Array): Uint8Array => packet.subarray(4 * (packet[0]! & 15));
