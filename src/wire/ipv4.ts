import { shown, WireError } from './error.js';
import { expectSize, type Type } from './type.js';
import type { Window } from './window.js';

const octets = Array.from({ length: 256 }, (_, octet) => String(octet));

// Tables are dumped in order of address: remembering the text of recent /24 networks saves most of
// the work, and lets a million addresses share the text of their first three bytes.
const slots = 256;
const networks = new Int32Array(slots).fill(-1);
const networkTexts: string[] = new Array<string>(slots).fill('');

/** The dotted text of the four bytes at `start`. */
export function ipv4Text(u8: Uint8Array, start: number): string {
  const network = (u8[start]! << 16) | (u8[start + 1]! << 8) | u8[start + 2]!;
  const slot = (network ^ (network >> 8)) & (slots - 1);
  if (networks[slot] !== network) {
    networks[slot] = network;
    networkTexts[slot] = `${octets[network >> 16]}.${octets[(network >> 8) & 255]}.${octets[network & 255]}.`;
  }
  return networkTexts[slot]! + octets[u8[start + 3]!]!;
}

const zero = 0x30;
const dot = 0x2e;

/** The four bytes of dotted text; undefined when it is not four decimal numbers from 0 to 255. */
export function parseIpv4(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(4);
  return readIpv4(text, bytes, 0) ? bytes : undefined;
}

/** As {@link parseIpv4}, into `bytes` from `start` on, for thousands of addresses; false when the text is none. */
export function readIpv4(text: string, bytes: Uint8Array, start: number): boolean {
  let at = 0;
  for (let i = 0; i < 4; i++) {
    if (i > 0 && text.charCodeAt(at++) !== dot) return false;
    const first = at;
    let octet = 0;
    for (; at - first < 3; at++) {
      const digit = text.charCodeAt(at) - zero;
      if (!(digit >= 0 && digit <= 9)) break;
      octet = octet * 10 + digit;
    }
    // A leading zero is octal to some programs and decimal to others: it is neither here.
    if (at === first || octet > 255 || (at - first > 1 && text.charCodeAt(first) === zero)) return false;
    bytes[start + i] = octet;
  }
  return at === text.length;
}

/** An IPv4 address as dotted text. */
export const ipv4: Type<string> & { size: 4 } = {
  kind: 'ipv4',
  size: 4,
  decode(window: Window, start: number, end: number): string {
    expectSize(start, end, 4, 'an IPv4 address');
    return ipv4Text(window.u8, start);
  },
  encode(value, sink) {
    const bytes = typeof value === 'string' ? parseIpv4(value) : undefined;
    if (bytes === undefined) throw new WireError(`'${shown(value)}' is not an IPv4 address`);
    sink.write(bytes);
  },
  source(place, _length, code) {
    return `${code.bind(ipv4Text)}(u8, ${place.byte(0)})`;
  },
};
