/** The addresses of a prefix. */
import { ipv4Text, ipv6Text, parseIpv4, parseIpv6 } from '../wire/index.js';

/** The most that are listed: a /12, or a /108 of IPv6. */
const most = 1 << 20;

/**
 * The hosts of a prefix, as in `192.0.2.0/24` or `2001:db8::/120`: without the network's own address (of IPv6, that of any
 * of its routers: RFC 4291 2.6.1) and without the broadcast address of IPv4, which only the two longest prefixes do not have.
 * Throws RangeError for what is none, or too many.
 */
export function addressesOf(prefix: string): string[] {
  const [text, digits] = prefix.split('/') as [string, string];
  const four = parseIpv4(text);
  const bytes = four ?? parseIpv6(text);
  const length = /^\d{1,3}$/.test(digits) ? Number(digits) : Number.POSITIVE_INFINITY;
  if (bytes === undefined || length > 8 * bytes.length) {
    throw new RangeError(`${prefix} is not a prefix such as 192.0.2.0/24 or 2001:db8::/120`);
  }
  const count = 2 ** (8 * bytes.length - length);
  if (count > most) throw new RangeError(`${prefix} has ${count} addresses, more than ${most}`);
  // The last word, for no more addresses than that are listed.
  const at = bytes.length - 4;
  const view = new DataView(bytes.buffer);
  const first = view.getUint32(at) - (view.getUint32(at) % count);
  const [before, behind] = count <= 2 ? [0, 0] : four === undefined ? [1, 0] : [1, 1];
  return Array.from({ length: count - before - behind }, (_, i) => {
    view.setUint32(at, first + before + i);
    return four === undefined ? ipv6Text(bytes, 0) : ipv4Text(bytes, 0);
  });
}
