import { type Route, routeFlags } from '../../../netlink/route/index.js';
import type { Display } from './display.js';
import { bitsOf } from './number-names.js';
import { hexText, ticksPerSecond } from './numbers.js';

/** RTCF_… (linux/in_route.h), in ip's order: how an entry of the IPv4 routing cache came about. */
const cacheFlags: readonly (readonly [bit: number, name: string])[] = [
  [0x8000_0000, 'local'],
  [0x4000_0000, 'reject'],
  [0x2000_0000, 'mc'],
  [0x1000_0000, 'brd'],
  [0x0800_0000, 'dst-nat'],
  [0x0080_0000, 'src-nat'],
  [0x0040_0000, 'masq'],
  [0x0002_0000, 'dst-direct'],
  [0x0400_0000, 'src-direct'],
  [0x0004_0000, 'redirected'],
  [0x0100_0000, 'redirect'],
  [0x0020_0000, 'fastroute'],
  [0x0001_0000, 'notify'],
  [0x0008_0000, 'proxy'],
];

/** The flags of an entry as strings. For bits without a name ip's JSON is malformed: here they are one string more. */
export function cacheNames(flags: Route['flags']): string[] {
  let rest = (bitsOf(flags, routeFlags) & ~0xffff) >>> 0;
  const names: string[] = [];
  for (const [bit, name] of cacheFlags) {
    if ((rest & bit) === 0) continue;
    rest = (rest & ~bit) >>> 0;
    names.push(name);
  }
  if (rest !== 0) names.push(rest.toString(16));
  return names;
}

/** The line that ip adds to a cloned IPv4 route. */
export function cacheText(flags: Route['flags']): string {
  const names = cacheNames(flags);
  return names.length === 0 ? ' \n    cache' : ` \n    cache <${names.join(',')}>`;
}

type CacheInfo = NonNullable<Route['cacheinfo']>;

/** With -s, how often an entry was used, and when last. */
export function cacheInfoText(
  { clntref, used, lastuse, expires, error, id, ts, tsage }: CacheInfo,
  { statistics }: Display,
): string {
  let text = '';
  if (expires !== 0) text += ` expires ${seconds(expires)}sec`;
  if (error !== 0) text += ` error ${error}`;
  if (statistics > 0) {
    if (clntref !== 0) text += ` users ${clntref}`;
    if (used !== 0) text += ` used ${used}`;
    if (lastuse !== 0) text += ` age ${seconds(lastuse)}sec`;
  }
  if (id !== 0) text += ` ipid 0x${id.toString(16).padStart(4, '0')}`;
  if (ts !== 0 || tsage !== 0) text += ` ts 0x${ts.toString(16)}tsage ${tsage}sec`;
  return text;
}

export function addCacheInfo(
  fields: Record<string, unknown>,
  info: CacheInfo,
  { statistics }: Display,
): void {
  const { clntref, used, lastuse, expires, error, id, ts, tsage } = info;
  if (expires !== 0) fields.expires = seconds(expires);
  if (error !== 0) fields.error = error;
  if (statistics > 0) {
    if (clntref !== 0) fields.users = clntref;
    if (used !== 0) fields.used = used;
    if (lastuse !== 0) fields.age = seconds(lastuse);
  }
  if (id !== 0) fields.ipid = hexText(id);
  if (ts !== 0 || tsage !== 0) {
    fields.ts = hexText(ts);
    fields.tsage = tsage;
  }
}

function seconds(ticks: number): number {
  return Math.trunc(ticks / ticksPerSecond) + 0;
}
