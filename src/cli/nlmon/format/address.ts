import type { Route } from '../../../netlink/route/index.js';
import { ipv4Text, ipv6Text, parseIp, toHex } from '../../../wire/index.js';
import { familyName } from './family-names.js';
import type { FormatContext } from './format.js';
import { hostText } from './host-text.js';
import { linkAddressText } from './link-address-text.js';

/** What the schemas decode an address to: text for the lengths of IPv4 and IPv6, bytes for others. */
type Address = string | Uint8Array;

/** The bits of a whole address of a family; 0 for families without such addresses. */
export function hostBits(family: string | number): number {
  if (family === 'inet') return 32;
  if (family === 'inet6') return 128;
  return family === 'mpls' ? labelBits : 0;
}

export function addressText(address: Address, family: string | number): string {
  // Labels are text already, but for what stands where other families have addresses.
  const bytes = typeof address !== 'string' ? address : family === 'mpls' ? parseIp(address) : undefined;
  if (bytes === undefined) return address as string;
  if (family === 'mpls') return labelStackText(bytes);
  if (family === 'inet' && bytes.length >= 4) return ipv4Text(bytes, 0);
  return family === 'inet6' && bytes.length >= 16 ? ipv6Text(bytes, 0) : '???';
}

/** An address, or with -r the name of the host that has it. */
export function hostOf(address: Address, family: string | number, context: FormatContext): string {
  const text = addressText(address, family);
  const named = context.hostName !== undefined && (family === 'inet' || family === 'inet6');
  return named ? hostText(text, context) : text;
}

const labelBits = 20;
const bottomOfStack = 0x100;

/** MPLS labels (RFC 3032), the outermost first, up to the one that says that it is the last. */
function labelStackText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const word = view.getUint32(at);
    text += `${at === 0 ? '' : '/'}${word >>> (32 - labelBits)}`;
    if ((word & bottomOfStack) !== 0) break;
  }
  return text;
}

/** The gateway of another family than its route's: what ip prints behind `via`. */
export function viaFields(
  { family, address }: NonNullable<Route['via']>,
  context: FormatContext,
): { family: string; host: string } {
  const host = family === 'packet' ? linkText(address) : hostOf(address, family, context);
  return { family: familyName(family) ?? '???', host };
}

function linkText(address: Address): string {
  return toHex(typeof address === 'string' ? parseIp(address)! : address, ':');
}

const tunnelLength = '00:00:00:00'.length;
const tunnel6Length = 4 * tunnelLength + 3;

/**
 * A neighbour's link-layer address. The ones of four and sixteen bytes are taken for IP addresses: no interface
 * but a tunnel has neighbours with addresses of those lengths.
 */
export function neighbourAddressText(address: string): string {
  if (address.length === tunnelLength) return linkAddressText(address, 'tunnel');
  return address.length === tunnel6Length ? linkAddressText(address, 'tunnel6') : address;
}

export function deviceName(index: number, context: FormatContext): string {
  return index === 0 ? '*' : context.interfaceName(index);
}
