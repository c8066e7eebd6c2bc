/** The lines of the lecture's ping: its banner, its answers, its words for other ICMP messages. */
import type { PingEvent } from '../../../raw/ping/events.js';

export function classicHeading(name: string, address: string, size: number): string {
  return `PING ${name} (${address}): ${size} data bytes`;
}

/** A line for an event; `verbose` shows ICMP messages that are no answers, as -v of the lecture does. */
export function classicLine(
  event: PingEvent,
  family: 'inet' | 'inet6',
  verbose: boolean,
): string | undefined {
  if (event.event === 'reply') {
    const { bytes, from, sequence, ttl, time } = event;
    const hops = family === 'inet' ? `ttl=${ttl ?? 0}` : `hlim=${ttl ?? '???'}`;
    return `${bytes} bytes from ${from}: seq=${sequence & 0xffff}, ${hops}, rtt=${time.toFixed(3)} ms`;
  }
  if (!verbose) return undefined;
  if (event.event === 'other') {
    return `  ${event.bytes} bytes from ${event.from}: type = ${event.icmpType}, code = ${event.icmpCode}`;
  }
  if (event.event === 'error' && event.origin === 'icmp') {
    return `  ICMP error from ${event.from}: type = ${event.icmpType}, code = ${event.icmpCode}`;
  }
  return undefined;
}
