/** IPv4 header options for IP_OPTIONS (RFC 791, section 3.1): at most 40 bytes. */
import { parseIpv4 } from '../wire/index.js';

const NOP = 1;
const RECORD_ROUTE = 7;
const TIMESTAMP = 68;

/** Record route: room for up to 9 addresses that the routers fill in. */
export function recordRoute(addresses = 9): Uint8Array {
  checkCount(addresses, 9);
  const length = 3 + 4 * addresses;
  const bytes = new Uint8Array(1 + length);
  // A NOP in front puts the addresses on a multiple of four.
  bytes.set([NOP, RECORD_ROUTE, length, 4]);
  return bytes;
}

/**
 * Internet timestamp. `only` records times (up to 9); `address` records addresses too (4); `prespecified` takes up to 4
 * addresses, and only these hosts record their time.
 */
export function timestampOption(form: 'only' | 'address' | readonly string[] = 'only'): Uint8Array {
  const asked = typeof form === 'string' ? [] : form;
  if (typeof form !== 'string') checkCount(asked.length, 4);
  const [flag, size] = form === 'only' ? [0, 4 * 9] : [form === 'address' ? 1 : 3, 8 * (asked.length || 4)];
  const bytes = new Uint8Array(4 + size);
  bytes.set([TIMESTAMP, bytes.length, 5, flag]);
  asked.forEach((address, index) => {
    const four = parseIpv4(address);
    if (four === undefined) throw new RangeError(`${JSON.stringify(address)} is not an IPv4 address`);
    bytes.set(four, 4 + 8 * index);
  });
  return bytes;
}

function checkCount(count: number, most: number): void {
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw new RangeError(`the option has room for 1 to ${most} entries, not ${count}`);
  }
}
