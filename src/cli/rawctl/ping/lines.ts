/** The lines of ping, as iputils prints them. */

import type { PingEvent, PingFailure, PingReply } from '../../../raw/ping/events.js';
import type { PingStatistics, RoundTrips } from '../../../raw/ping/statistics.js';
import { ipv4Text, toHex } from '../../../wire/index.js';
import type { PingSettings } from './settings.js';

/** Bytes of an IPv4 header and of ICMP's. */
const [ipHeader, icmpHeader] = [20, 8];

/** What a host is called in the first line. */
export interface Heading {
  readonly name: string;
  readonly address: string;
  readonly family: 'inet' | 'inet6';
  /** Where it is sent from, when that was asked for. */
  readonly source?: string | undefined;
  readonly device?: string | undefined;
  /** Bytes of IPv4 options. */
  readonly options: number;
  readonly flowLabel?: number | undefined;
}

export function heading(
  { name, address, family, source, device, options, flowLabel = 0 }: Heading,
  size: number,
): string {
  const from = source === undefined ? '' : ` from ${source} ${device ?? ''}:`;
  if (family === 'inet') {
    const whole = size + icmpHeader + ipHeader + options;
    return `PING ${name} (${address})${from} ${size}(${whole}) bytes of data.`;
  }
  const flow = flowLabel === 0 ? '' : ` , flow 0x${flowLabel.toString(16).padStart(5, '0')},`;
  const shown = name === address ? address : `${name} (${address})`;
  return `PING ${name}(${shown})${flow}${from} ${size} data bytes`;
}

/** Milliseconds, with as many digits as they are worth. */
export function timeText(milliseconds: number): string {
  const digits = milliseconds >= 99.9995 ? 0 : milliseconds >= 9.9995 ? 1 : milliseconds >= 0.9995 ? 2 : 3;
  return milliseconds.toFixed(digits);
}

/**
 * A line for an event; undefined for one that is not shown. `who` is its address, with a name if it has one.
 *
 * @param sameRoute whether the route that an answer recorded is that of the answer before it
 */
export function eventLine(
  event: PingEvent,
  who: string,
  settings: PingSettings,
  sameRoute = false,
): string | undefined {
  switch (event.event) {
    case 'reply':
      return replyLine(event, who, settings, sameRoute);
    case 'error':
      return event.origin === 'local'
        ? undefined
        : `From ${who} icmp_seq=${event.sequence} ${failureText(event)}`;
    case 'unanswered':
      return settings.outstanding ? `no answer yet for icmp_seq=${event.sequence}` : undefined;
    case 'other':
      return `${event.bytes} bytes from ${who}: type = ${event.icmpType}, code = ${event.icmpCode} (${event.text})`;
    default:
      return undefined;
  }
}

function replyLine(reply: PingReply, who: string, settings: PingSettings, sameRoute: boolean): string {
  const { bytes, sequence, ttl, time, duplicate, corruptedAt, wire, overhead } = reply;
  let line = `${bytes} bytes from ${who}: icmp_seq=${sequence}`;
  if (ttl !== undefined) line += ` ttl=${ttl}`;
  line += ` time=${timeText(time)} ms`;
  if (settings.kernelRtt) {
    line +=
      wire === undefined ? ' wire=? host=?' : ` wire=${timeText(wire)} ms host=${timeText(overhead!)} ms`;
  }
  if (duplicate) line += ' (DUP!)';
  if (corruptedAt !== undefined) line += `\nwrong data at byte ${corruptedAt}`;
  if (reply.options !== undefined) line += optionLines(reply.options, sameRoute);
  return line;
}

function failureText({ text, icmpType, mtu, gateway }: PingFailure): string {
  if (mtu !== undefined) return icmpType === 2 ? `${text}: mtu=${mtu}` : `${text} (mtu = ${mtu})`;
  return gateway === undefined ? text : `${text}(New nexthop: ${gateway})`;
}

/** What this host's own kernel said. */
export function localText({ code, text, mtu }: PingFailure): string {
  if (code !== 'EMSGSIZE') return text;
  return `local error: message too long${mtu === undefined ? '' : `, mtu=${mtu}`}`;
}

const [END, NOP, RECORD_ROUTE, TIMESTAMP] = [0, 1, 7, 68];

/** The IPv4 options of an answer. */
function optionLines(options: Uint8Array, sameRoute: boolean): string {
  let text = '';
  for (const option of optionsIn(options)) {
    if (option[0] === RECORD_ROUTE) text += sameRoute ? '\t(same route)' : recordLines(option);
    if (option[0] === TIMESTAMP) text += timestampLines(option);
  }
  return text;
}

/** The route that IPv4 options recorded, in hexadecimal. */
export function routeIn(options: Uint8Array): string | undefined {
  for (const option of optionsIn(options)) if (option[0] === RECORD_ROUTE) return toHex(option);
  return undefined;
}

function* optionsIn(options: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < options.length && options[at] !== END; ) {
    if (options[at] === NOP) {
      at++;
      continue;
    }
    const length = options[at + 1] ?? 0;
    if (length < 2) break;
    yield options.subarray(at, at + length);
    at += length;
  }
}

function recordLines(option: Uint8Array): string {
  let text = '\nRR: ';
  for (let at = 3; at + 4 <= option[2]! - 1; at += 4) text += `\t${ipv4Text(option, at)}\n`;
  return text;
}

function timestampLines(option: Uint8Array): string {
  const view = new DataView(option.buffer, option.byteOffset, option.byteLength);
  const flag = option[3]! & 15;
  const missed = option[3]! >> 4;
  let text = '\nTS: ';
  let former: number | undefined;
  for (let at = 4; at + (flag === 0 ? 4 : 8) <= option[2]! - 1; ) {
    text += '\t';
    if (flag !== 0) {
      text += `${ipv4Text(option, at)}\t`;
      at += 4;
    }
    const time = view.getUint32(at);
    at += 4;
    // The highest bit says that the time is not counted from midnight UT.
    if (time >= 0x80000000) text += `${time & 0x7fffffff} not-standard\n`;
    else text += former === undefined ? `${time} absolute\n` : `${time - former}\n`;
    former = time;
  }
  return missed === 0 ? text : `${text}Unrecorded hops: ${missed}\n`;
}

/** The lines at the end. */
export function statisticsText(
  name: string,
  statistics: PingStatistics,
  {
    flood,
    adaptive = false,
    interval,
  }: { flood: boolean; adaptive?: boolean | undefined; interval?: number | undefined },
): string {
  const { transmitted, received, duplicates, reordered, corrupted, errors, loss, time, rtt, pipe } =
    statistics;
  let text = `\n--- ${name} ping statistics ---\n${transmitted} packets transmitted, ${received} received`;
  if (duplicates > 0) text += `, +${duplicates} duplicates`;
  if (corrupted > 0) text += `, +${corrupted} corrupted`;
  if (reordered > 0) text += `, +${reordered} reordered`;
  if (errors > 0) text += `, +${errors} errors`;
  text += `, ${lossText(loss)}% packet loss, time ${Math.floor(time)}ms\n`;
  const parts: string[] = [];
  if (rtt !== undefined)
    parts.push(`rtt min/avg/max/mdev = ${fixed(rtt.min, rtt.avg, rtt.max, rtt.mdev)} ms`);
  if (pipe > 1) parts.push(`pipe ${pipe}`);
  if ((flood || adaptive || interval === 0) && rtt !== undefined && transmitted > 1) {
    parts.push(`ipg/ewma ${fixed(time / (transmitted - 1), rtt.ewma)} ms`);
  }
  return `${text}${parts.join(', ')}\n`;
}

/** The line of SIGQUIT. */
export function interimText({ transmitted, received, loss, rtt }: PingStatistics): string {
  const times = rtt === undefined ? '' : `, min/avg/ewma/max = ${interim(rtt)} ms`;
  return `\r${received}/${transmitted} packets, ${lossText(loss)}% loss${times}\n`;
}

const interim = ({ min, avg, ewma, max }: RoundTrips): string => fixed(min, avg, ewma, max);
const fixed = (...values: number[]): string => values.map(value => value.toFixed(3)).join('/');

/** As printf's %g prints it: up to six digits, and none that say nothing. */
const lossText = (loss: number): string => String(Number((100 * loss).toPrecision(6)));
