import { littleEndian } from '../wire/index.js';

const AF_NETLINK = 16;

/** Bytes of struct sockaddr_nl (linux/netlink.h). */
export const socketAddressSize = 12;

/** Where a netlink socket is, or whom a message came from. Port 0 is the kernel. */
export interface SocketAddress {
  readonly port: number;
  /** A bit for each of the first 32 multicast groups. */
  readonly groups: number;
}

export function encodeSocketAddress({ port, groups }: SocketAddress): Uint8Array {
  const view = new DataView(new ArrayBuffer(socketAddressSize));
  view.setUint16(0, AF_NETLINK, littleEndian);
  view.setUint32(4, port, littleEndian);
  view.setUint32(8, groups, littleEndian);
  return new Uint8Array(view.buffer);
}

export function decodeSocketAddress(bytes: Uint8Array): SocketAddress {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { port: view.getUint32(4, littleEndian), groups: view.getUint32(8, littleEndian) };
}
