/** The lines of trace, as traceroute prints them, and as the lecture's program does. */
import type { TimedAnswer } from '../../../raw/trace/exchange.js';
import type { MtuHop } from '../../../raw/trace/path-mtu.js';
import type { TraceHop } from '../../../raw/trace/trace.js';

/** What an address is called: itself, or its name and itself. */
export type Naming = (address: string) => string;

/** What is said about errors, as traceroute abbreviates it: by ICMP's code, of IPv4 and of IPv6. */
const marks: Readonly<Record<'inet' | 'inet6', Readonly<Record<number, string>>>> = {
  inet: { 0: '!N', 1: '!H', 2: '!P', 4: '!F', 5: '!S', 9: '!X', 10: '!X', 13: '!X', 14: '!V', 15: '!C' },
  inet6: { 0: '!N', 1: '!X', 2: '!S', 3: '!H', 4: '!P', 5: '!X', 6: '!X' },
};

export function heading(
  host: string,
  address: string,
  { maxHops, packetSize }: { maxHops: number; packetSize: number },
): string {
  return `traceroute to ${host} (${address}), ${maxHops} hops max, ${packetSize} byte packets`;
}

export function hopLine(hop: TraceHop, name: Naming, { back }: { back: boolean }): string {
  let line = `${String(hop.ttl).padStart(2)} `;
  let former: string | undefined;
  for (const answer of hop.answers) {
    if (answer === undefined) {
      line += ' *';
      continue;
    }
    if (answer.from !== former) {
      line += ` ${name(answer.from)}${labels(answer)}${changes(answer)}`;
      if (back && hop.returnHops !== undefined) line += ` '-${hop.returnHops}'`;
    }
    former = answer.from;
    line += `  ${answer.time.toFixed(3)} ms${mark(answer)}`;
  }
  return line;
}

/** As traceroute -e has it. */
function labels({ labels = [] }: TimedAnswer): string {
  if (labels.length === 0) return '';
  const stack = labels.map(({ label, trafficClass, bottom, ttl }) => {
    return `L=${label},E=${trafficClass},S=${Number(bottom)},T=${ttl}`;
  });
  return ` <MPLS:${stack.join('/')}>`;
}

/** What was changed on the way: a hint of address translation, or of a router that marks packets anew. */
function changes({ changed = [] }: TimedAnswer): string {
  if (changed.length === 0) return '';
  const translated = changed.some(what => what !== 'tos');
  return ` [${translated ? 'NAT? ' : ''}${changed.join(', ')} changed]`;
}

function mark({ kind, icmpType, icmpCode, mtu, from }: TimedAnswer): string {
  if (kind !== 'unreachable' || icmpCode === undefined) return '';
  const family = from.includes(':') ? 'inet6' : 'inet';
  if (mtu !== undefined || (family === 'inet6' && icmpType === 2)) return ` !F-${mtu}`;
  return ` ${marks[family][icmpCode] ?? `!<${icmpCode}>`}`;
}

export function classicHeading(host: string, address: string, hops: number, size: number): string {
  return `traceroute to ${host} (${address}): ${hops} hops max, ${size} data bytes`;
}

/** A hop as the lecture's program shows it. */
export function classicLine(hop: TraceHop, name: (address: string) => string | undefined): string {
  let line = `${String(hop.ttl).padStart(2)} `;
  let former: string | undefined;
  for (const answer of hop.answers) {
    if (answer === undefined) {
      line += ' *';
      continue;
    }
    if (answer.from !== former) {
      const named = name(answer.from);
      line += named === undefined ? ` ${answer.from}` : ` ${named} (${answer.from})`;
    }
    former = answer.from;
    line += `  ${answer.time.toFixed(3)} ms`;
    if (answer.kind === 'unreachable') line += ` (ICMP ${answer.text})`;
  }
  return line;
}

/** As traceroute --mtu has it: the size where it has changed. */
export function mtuLine({ ttl, answer, mtu, changed }: MtuHop, name: Naming): string {
  const size = changed ? ` F=${mtu}` : '';
  const rest =
    answer === undefined ? ' *' : ` ${name(answer.from)}  ${answer.time.toFixed(3)} ms${mark(answer)}`;
  return `${String(ttl).padStart(2)} ${size}${rest}`;
}
