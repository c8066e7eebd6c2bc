import type { Nexthop, Route } from '../../../netlink/route/index.js';
import { addressText, hostBits, hostOf } from './address.js';
import type { FormatContext } from './format.js';

export const mainTable = 254;

export function tableOf(route: Route): number {
  return route.table ?? route.table8;
}

/** Only the main table without -d, and the number that stands for no table, go without saying. */
export function isNamedTable(table: number, { display }: FormatContext): boolean {
  return (table !== mainTable || display.details) && table !== 0;
}

export function hasCacheInfo(family: Route['family']): boolean {
  return family === 'inet' || family === 'inet6';
}

export function destination({ dst, dstLen, family }: Route, context: FormatContext): string {
  if (dst !== undefined) return prefix(dst, dstLen, family, context);
  // The blank is ip's.
  return dstLen === 0 ? 'default' : `0/${dstLen} `;
}

export function source({ src, srcLen, family }: Route, context: FormatContext): string {
  return src === undefined ? `0/${srcLen}` : prefix(src, srcLen, family, context);
}

function prefix(
  address: string | Uint8Array,
  length: number,
  family: Route['family'],
  context: FormatContext,
): string {
  if (length === hostBits(family)) return hostOf(address, family, context);
  return `${addressText(address, family)}/${length}`;
}

/** With -d, the next hop object that a route is over. */
export function nexthopOf({ nhId }: Route, { display, nexthop }: FormatContext): Nexthop | undefined {
  return nhId === undefined || !display.details ? undefined : nexthop?.(nhId);
}

/** ip has no name for a preference that is invalid. */
export function preference(pref: NonNullable<Route['pref']>): string | number {
  return pref === 'invalid' ? 2 : pref;
}
