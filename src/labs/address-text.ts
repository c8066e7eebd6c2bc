/** Socket addresses of every family as people write them, for the time line. */

import { decodeSocketAddress } from '../netlink/socket-address.js';
import { decodeEndpoint } from '../raw/ip-endpoint.js';
import { constants } from '../socket/index.js';
import { UnixAddress } from '../unix/address.js';

export function addressText(bytes: Uint8Array): string {
  if (bytes.length < 2) return bytes.length === 0 ? 'nobody' : hex(bytes);
  const family = bytes[0]! | (bytes[1]! << 8);
  if (family === constants.AF_UNIX) return UnixAddress.decode(bytes).toString() || 'unnamed';
  if (family === constants.AF_NETLINK && bytes.length >= 12) {
    const { port, groups } = decodeSocketAddress(bytes);
    return `port ${port}${groups === 0 ? '' : ` groups 0x${groups.toString(16)}`}`;
  }
  const endpoint = decodeEndpoint(bytes);
  if (endpoint === undefined) return hex(bytes);
  const { address, port } = endpoint;
  if (port === 0) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
