/** The addresses of a prefix. */
import { ipv4Text, parseIpv4 } from '../wire/index.js';

/** The most that are listed: a /12. */
const most = 1 << 20;

/**
 * The hosts of an IPv4 prefix, as in `192.0.2.0/24`: without the network's own and the broadcast address, which only
 * /31 and /32 do not have. Throws RangeError for what is none, or too many.
 */
export function addressesOf(prefix: string): string[] {
  const [text, digits] = prefix.split('/') as [string, string];
  const bytes = parseIpv4(text);
  const length = /^\d{1,2}$/.test(digits) ? Number(digits) : 33;
  if (bytes === undefined || length > 32) {
    throw new RangeError(`${prefix} is not an IPv4 prefix such as 192.0.2.0/24`);
  }
  const count = 2 ** (32 - length);
  if (count > most) throw new RangeError(`${prefix} has ${count} addresses, more than ${most}`);
  const view = new DataView(bytes.buffer);
  const first = view.getUint32(0) - (view.getUint32(0) % count);
  const edge = count > 2 ? 1 : 0;
  return Array.from({ length: count - 2 * edge }, (_, i) => {
    view.setUint32(0, first + edge + i);
    return ipv4Text(bytes, 0);
  });
}
