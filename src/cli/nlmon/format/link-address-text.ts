import type { Link } from '../../../netlink/route/index.js';
import { fromHex, ipv4Text, ipv6Text } from '../../../wire/index.js';

/** Characters that `size` bytes take as hexadecimal with colons between. */
const hexLength = (size: number): number => 3 * size - 1;

/**
 * A link-layer address as ip prints it on an interface of this type: a tunnel's as an IP address, a packet
 * radio's as a call sign, any other as the hexadecimal bytes that were decoded.
 */
export function linkAddressText(address: string, type: Link['type'] | undefined): string {
  switch (type) {
    case 'tunnel':
    case 'sit':
    case 'ipgre':
      return address.length === hexLength(4) ? ipv4Text(fromHex(address), 0) : address;
    case 'tunnel6':
    case 'ip6gre':
      return address.length === hexLength(16) ? ipv6Text(fromHex(address), 0) : address;
    case 'ax25':
    case 'netrom':
      return address.length === hexLength(7) ? callSign(fromHex(address)) : address;
    case 'rose':
      return address.length === hexLength(5) ? roseDigits(fromHex(address)) : address;
    default:
      return address;
  }
}

/** Six characters and a station number from 0 to 15, each shifted left by one bit (AX.25, 3.12). */
function callSign(bytes: Uint8Array): string {
  let sign = '';
  for (let i = 0; i < 6; i++) {
    const code = (bytes[i]! >> 1) & 0x7f;
    // Here C's text ends.
    if (code === 0) return signOrNone(sign);
    if (code !== 0x20) sign += String.fromCharCode(code);
  }
  return signOrNone(`${sign}-${(bytes[6]! >> 1) & 15}`);
}

const signOrNone = (sign: string): string => (sign === '' || sign.startsWith('-') ? '*' : sign);

/** Ten binary-coded digits; half-bytes above 9 give the characters behind `9`, as in ip. */
function roseDigits(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += String.fromCharCode(0x30 + (byte >> 4), 0x30 + (byte & 15));
  return digits;
}
