/** Socket addresses of IPv4 and IPv6 for experiments, as bytes: made, and read. */
import { decodeEndpoint, encodeEndpoint } from '../raw/ip-endpoint.js';

/** struct sockaddr_in or sockaddr_in6 of an address. */
export const at = (address: string, port = 0): Uint8Array => encodeEndpoint({ address, port });

/** The address in one that the kernel gave; '' where there is none. */
export const addressOf = (bytes: Uint8Array): string => decodeEndpoint(bytes)?.address ?? '';

/** The port in one that the kernel gave; 0 where there is none. */
export const portOf = (bytes: Uint8Array): number => decodeEndpoint(bytes)?.port ?? 0;
