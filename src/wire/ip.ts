import { fromHex, bytes as rawBytes } from './bytes.js';
import { WireError } from './error.js';
import { ipv4, parseIpv4 } from './ipv4.js';
import { ipv6, parseIpv6 } from './ipv6.js';
import type { Type } from './type.js';

/** The bytes of an IPv4 or IPv6 address; undefined when the text is neither. */
export function parseIp(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/**
 * An IP address as text, IPv4 or IPv6 by its length. Bytes of another length (an MPLS label stack,
 * say) stay bytes; encoding takes hexadecimal digits without separators for them too, which is how JSON holds them.
 */
export const ip: Type<string | Uint8Array> = {
  kind: 'ip',
  size: undefined,
  decode(window, start, end) {
    const size = end - start;
    if (size === 4) return ipv4.decode(window, start, end);
    if (size === 16) return ipv6.decode(window, start, end);
    return window.copy(start, end);
  },
  encode(value, sink) {
    if (typeof value !== 'string') return rawBytes.encode(value, sink);
    const address = parseIp(value) ?? (/^([0-9a-f]{2})*$/i.test(value) ? fromHex(value) : undefined);
    if (address === undefined) throw new WireError(`'${value}' is not an IP address`);
    sink.write(address);
  },
  source(place, length, code) {
    if (length === 4) return ipv4.source!(place, length, code);
    return length === 16 ? ipv6.source!(place, length, code) : undefined;
  },
};
