import type { u32Key } from '../../../../netlink/route/filter-kinds/u32-key.js';
import { type Decoded, ipv4Text } from '../../../../wire/index.js';
import { hexText } from '../numbers.js';
import type { Printout } from './printout.js';

type Key = Decoded<typeof u32Key>;

const ipv4 = 0x0800;
const ipv6 = 0x86dd;

/**
 * A key of u32.
 *
 * @param protocol of the filter, when a key of IP is to be named for what it matches (tc -p)
 */
export function addKey(out: Printout, key: Key, protocol: number | undefined): void {
  if (protocol === ipv4 || protocol === ipv6)
    out.object('match', () => addNamed(out, key, protocol === ipv6));
  else out.object('match', () => addRaw(out, key));
}

function addRaw(out: Printout, { val, mask, off, offmask }: Key): void {
  const [value, bits] = [val.toString(16), mask.toString(16)];
  out.add('value', `\n  match ${value.padStart(8, '0')}`, value);
  out.add('mask', `/${bits.padStart(8, '0')} `, bits);
  const next = offmask === 0 ? '' : 'nexthdr+';
  out.add('offmask', `at ${next}`, next);
  out.number('off', '', off);
}

/** What tc has no name for is not printed. It takes headers of IPv6 for ones of IPv4, but for the ports, which change places. */
function addNamed(out: Printout, { val, mask, off }: Key, isIpv6: boolean): void {
  if (off === 0 && mask === 0x0f00_0000) out.number('ip_ihl', '\n  match IP ihl ', val >>> 24);
  else if (off === 0 && mask === 0x00ff_0000)
    out.add('ip_dsfield', `\n  match IP dsfield ${hexText(val >>> 16)}`, hexText(val >>> 16));
  else if (off === 8 && mask === 0x00ff_0000) out.number('ip_protocol', '\n  match IP protocol ', val >>> 16);
  else if (off === 12 || off === 16) {
    const bits = prefixLength(mask);
    if (bits === undefined) return;
    const side = off === 12 ? 'src' : 'dst';
    out.say(`\n  match IP ${side} `);
    out.object(side, () => {
      const address = ipv4Text(bytesOf(val), 0);
      out.add('address', address, address);
      out.number('prefixlen', '/', bits);
    });
  } else if (off === 20) addPorts(out, val, mask, isIpv6);
}

function addPorts(out: Printout, val: number, mask: number, isIpv6: boolean): void {
  const [low, high] = isIpv6 ? ['sport', 'dport'] : ['dport', 'sport'];
  // tc begins no line for the ports of destinations.
  const line = (side: string) => (side === 'dport' ? '' : '\n  ');
  if (mask === 0xffff) out.number(low, `${line(low)}match ${low} `, val & 0xffff);
  else if (mask === 0xffff_0000) out.number(high, `${line(high)}match ${high} `, val >>> 16);
  else if (mask === 0xffff_ffff) {
    out.number(low, `\n  match ${low} `, val & 0xffff, ', ');
    out.number(high, `match ${high} `, val >>> 16);
  }
}

/** undefined for a mask with holes. */
function prefixLength(mask: number): number | undefined {
  const host = ~mask >>> 0;
  return (host & (host + 1)) === 0 ? 32 - (32 - Math.clz32(host)) : undefined;
}

function bytesOf(word: number): Uint8Array {
  return Uint8Array.of(word >>> 24, word >>> 16, word >>> 8, word);
}
