/** The echo request that an ICMP error quotes. */
import { ipv4Text, ipv6Text } from '../../wire/index.js';
import type { IpFamily } from '../ip-endpoint.js';

export interface QuotedEcho {
  /** Where the probe was sent; absent where the quote has no IP header. */
  readonly to?: string;
  readonly id: number;
  readonly sequence: number;
  /** Offset of the echo's data in the bytes. */
  readonly dataAt: number;
}

const protocols = { inet: 1, inet6: 58 } as const;
const requests = { inet: 8, inet6: 128 } as const;
const fragmentHeader = 44;

/** Reads a quoted packet from its IP header on; undefined when it is no echo request, or too little of one. */
export function quotedPacket(family: IpFamily, bytes: Uint8Array): QuotedEcho | undefined {
  if (family === 'inet') {
    if (bytes.length < 20 || bytes[9] !== protocols.inet) return undefined;
    const echo = quotedEcho(family, bytes, (bytes[0]! & 15) * 4);
    return echo && { ...echo, to: ipv4Text(bytes, 16) };
  }
  if (bytes.length < 40) return undefined;
  const fragmented = bytes[6] === fragmentHeader;
  if ((fragmented ? bytes[40] : bytes[6]) !== protocols.inet6) return undefined;
  const echo = quotedEcho(family, bytes, fragmented ? 48 : 40);
  return echo && { ...echo, to: ipv6Text(bytes, 24) };
}

/** The same from the ICMP header on, as the error queue of a datagram socket has it. */
export function quotedEcho(family: IpFamily, bytes: Uint8Array, at = 0): QuotedEcho | undefined {
  if (bytes.length < at + 8 || bytes[at] !== requests[family]) return undefined;
  return {
    id: (bytes[at + 4]! << 8) | bytes[at + 5]!,
    sequence: (bytes[at + 6]! << 8) | bytes[at + 7]!,
    dataAt: at + 8,
  };
}
