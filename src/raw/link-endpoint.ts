/** Addresses of packet sockets: struct sockaddr_ll (packet(7)). */
import { constants } from '../socket/index.js';
import { littleEndian } from '../wire/index.js';

/** Whom a frame was for, or that it is one's own (PACKET_*). */
const packetTypes = [
  'host',
  'broadcast',
  'multicast',
  'otherhost',
  'outgoing',
  'loopback',
  'user',
  'kernel',
] as const;

export type PacketType = (typeof packetTypes)[number];

export interface LinkEndpoint {
  /** The EtherType, or one of the kernel's numbers below 1536 (ETH_P_802_2, …). */
  readonly protocol: number;
  /** The interface's index; 0 is all. */
  readonly interface: number;
  /** ARPHRD_*: 1 is Ethernet, 772 loopback. */
  readonly hardwareType?: number;
  readonly packetType?: PacketType | number;
  /** The link-layer address, as `02:00:00:00:00:01`. */
  readonly address?: string;
}

/** Bytes of sockaddr_ll. */
export const linkEndpointSize = 20;

const addressRoom = 8;

export function encodeLinkEndpoint({ protocol, interface: index, address }: LinkEndpoint): Uint8Array {
  const bytes = new Uint8Array(linkEndpointSize);
  const view = new DataView(bytes.buffer);
  const octets = address === undefined ? [] : parseLinkAddress(address);
  view.setUint16(0, constants.AF_PACKET, littleEndian);
  view.setUint16(2, protocol);
  view.setInt32(4, index, littleEndian);
  bytes[11] = octets.length;
  bytes.set(octets, 12);
  return bytes;
}

export function decodeLinkEndpoint(bytes: Uint8Array): LinkEndpoint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = bytes[10]!;
  const address = bytes.subarray(12, 12 + Math.min(bytes[11]!, addressRoom));
  return {
    protocol: view.getUint16(2),
    interface: view.getInt32(4, littleEndian),
    hardwareType: view.getUint16(8, littleEndian),
    packetType: packetTypes[type] ?? type,
    address: Array.from(address, octet => octet.toString(16).padStart(2, '0')).join(':'),
  };
}

function parseLinkAddress(text: string): number[] {
  const parts = text.split(':');
  if (parts.length > addressRoom || !parts.every(part => /^[0-9a-f]{1,2}$/i.test(part))) {
    throw new RangeError(`${JSON.stringify(text)} is not a link-layer address`);
  }
  return parts.map(part => Number.parseInt(part, 16));
}
