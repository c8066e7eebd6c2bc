import type { Route } from '../../../netlink/route/index.js';
import { addressText, hostBits } from './address.js';

export const mainTable = 254;

export function tableOf(route: Route): number {
  return route.table ?? route.table8;
}

/** Only the main table, and the number that stands for no table, go without saying. */
export function isNamedTable(table: number): boolean {
  return table !== mainTable && table !== 0;
}

export function hasCacheInfo(family: Route['family']): boolean {
  return family === 'inet' || family === 'inet6';
}

export function destination({ dst, dstLen, family }: Route): string {
  if (dst !== undefined) return prefix(dst, dstLen, family);
  // The blank is ip's.
  return dstLen === 0 ? 'default' : `0/${dstLen} `;
}

export function source({ src, srcLen, family }: Route): string {
  return src === undefined ? `0/${srcLen}` : prefix(src, srcLen, family);
}

function prefix(address: string | Uint8Array, length: number, family: Route['family']): string {
  const text = addressText(address, family);
  return length === hostBits(family) ? text : `${text}/${length}`;
}

/** ip has no name for a preference that is invalid. */
export function preference(pref: NonNullable<Route['pref']>): string | number {
  return pref === 'invalid' ? 2 : pref;
}
