/** Internet socket addresses: struct sockaddr_in and sockaddr_in6 (ip(7), ipv6(7)). */
import { constants } from '../socket/index.js';
import { ipv4Text, ipv6Text, littleEndian, parseIpv4, parseIpv6 } from '../wire/index.js';
import type { IpFamily } from './ip-family.js';

export type { IpFamily };

/** Where an IP socket is, or whom a message came from or goes to. */
export interface IpEndpoint {
  /** An IPv4 or IPv6 address as text, without a zone. */
  readonly address: string;
  /** A port, where the protocol has ports. On raw sockets 0: IPv6 refuses others than the protocol's number. */
  readonly port?: number;
  /** IPv6: the index of the interface that a link-local address is meant on; 0 or absent for none. */
  readonly scope?: number;
  /** IPv6: traffic class and flow label as sin6_flowinfo has them. */
  readonly flowInfo?: number;
}

/** Bytes of sockaddr_in6, the longer of the two. */
const endpointSize = 28;

const inetSize = 16;

/** The family of an address's text. Throws RangeError when it is no IP address. */
export function familyOf(address: string): IpFamily {
  if (parseIpv4(address) !== undefined) return 'inet';
  if (parseIpv6(address) !== undefined) return 'inet6';
  throw new RangeError(`${JSON.stringify(address)} is not an IP address: resolve names first`);
}

/** The bytes of a sockaddr_in or sockaddr_in6, by the family of the address. */
export function encodeEndpoint({ address, port = 0, scope = 0, flowInfo = 0 }: IpEndpoint): Uint8Array {
  checkPort(port);
  const four = parseIpv4(address);
  const six = four === undefined ? parseIpv6(address) : undefined;
  if (four === undefined && six === undefined) familyOf(address);
  const bytes = new Uint8Array(six === undefined ? inetSize : endpointSize);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, six === undefined ? constants.AF_INET : constants.AF_INET6, littleEndian);
  view.setUint16(2, port);
  if (six === undefined) {
    bytes.set(four!, 4);
  } else {
    view.setUint32(4, flowInfo);
    bytes.set(six, 8);
    view.setUint32(24, scope, littleEndian);
  }
  return bytes;
}

/** What a sockaddr_in or sockaddr_in6 says; undefined for another family or too few bytes. */
export function decodeEndpoint(bytes: Uint8Array): IpEndpoint | undefined {
  if (bytes.length < inetSize) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const family = view.getUint16(0, littleEndian);
  const port = view.getUint16(2);
  if (family === constants.AF_INET) return { address: ipv4Text(bytes, 4), port };
  if (family !== constants.AF_INET6 || bytes.length < endpointSize) return undefined;
  const scope = view.getUint32(24, littleEndian);
  const flowInfo = view.getUint32(4);
  return {
    address: ipv6Text(bytes, 8),
    port,
    ...(scope === 0 ? {} : { scope }),
    ...(flowInfo === 0 ? {} : { flowInfo }),
  };
}

function checkPort(port: number): void {
  if (!Number.isInteger(port) || port < 0 || port > 0xffff) {
    throw new RangeError(`a port must be a whole number from 0 to 65535, not ${port}`);
  }
}
