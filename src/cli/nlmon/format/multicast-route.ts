import type { Route } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import { type Json, jsonNumber } from './fields.js';
import type { Format, FormatContext } from './format.js';
import { fixedText } from './human-text.js';
import { tableName } from './number-names.js';
import { generalText, ticksPerSecond } from './numbers.js';
import { isNamedTable, tableOf } from './route-parts.js';

/**
 * An entry of a multicast forwarding cache as `ip mroute show` and `ip monitor` print it; nothing for routes that are
 * none. The table 0 stands for all of them.
 */
export const multicastRouteFormat: Format<Route> = { text: multicastRouteText, json: multicastRouteFields };

function isHidden(route: Route, { table = 0 }: FormatContext): boolean {
  return route.type !== 'multicast' || (table !== 0 && tableOf(route) !== table);
}

function multicastRouteText(route: Route, context: FormatContext): string {
  if (isHidden(route, context)) return '';
  let text = `${`(${route.src ?? 'unknown'},${route.dst ?? 'unknown'})`.padEnd(32)} Iif: `;
  const { paint, statistics } = context.display;
  text += route.iif ? paint('ifname', `${deviceName(route.iif, context).padEnd(10)} `) : 'unresolved ';
  for (const [i, { ifindex, hops }] of (route.multipath ?? []).entries()) {
    text += `${i === 0 ? 'Oifs: ' : ''}${paint('ifname', deviceName(ifindex, context))}${hops > 1 ? `(ttl ${hops}) ` : ' '}`;
  }
  text += ` State: ${state(route)}${route.flags.includes('offload') ? ' offload' : ''}`;
  if (statistics > 0) text += statisticsText(route);
  const table = tableOf(route);
  if (isNamedTable(table, context) && !context.table) text += ` Table: ${tableName(table, context.names)}`;
  return `${text}\n`;
}

function multicastRouteFields(route: Route, context: FormatContext): Record<string, unknown> | undefined {
  if (isHidden(route, context)) return undefined;
  const fields: Record<string, unknown> = {
    src: route.src ?? 'unknown',
    dst: route.dst ?? 'unknown',
    iif: route.iif ? deviceName(route.iif, context) : 'unresolved',
  };
  if (route.multipath !== undefined) {
    fields.multipath = route.multipath.map(({ ifindex, hops }) => {
      const oif = deviceName(ifindex, context);
      return hops > 1 ? { oif, ttl: hops } : { oif };
    });
  }
  fields.state = state(route);
  if (route.flags.includes('offload')) fields.offload = null;
  if (context.display.statistics > 0) Object.assign(fields, statisticsFields(route));
  const table = tableOf(route);
  if (isNamedTable(table, context) && !context.table) fields.table = tableName(table, context.names);
  return fields;
}

/** How often an entry was used, and with -s when last. */
function statisticsText({ mfcStats, expires }: Route): string {
  let text = '';
  if (mfcStats !== undefined) {
    text += `\n  ${mfcStats.packets} packets, ${mfcStats.bytes} bytes`;
    if (mfcStats.wrongIf) text += `, ${mfcStats.wrongIf} arrived on wrong iif.`;
  }
  if (expires !== undefined) text += `, Age ${fixedText(Number(expires) / ticksPerSecond, 2)}`;
  return text;
}

function statisticsFields({ mfcStats, expires }: Route): Json {
  const fields: Json = {};
  if (mfcStats !== undefined) {
    fields.packets = jsonNumber(mfcStats.packets);
    fields.bytes = jsonNumber(mfcStats.bytes);
    if (mfcStats.wrongIf) fields.wrong_if = jsonNumber(mfcStats.wrongIf);
  }
  if (expires !== undefined) fields.expires = Number(generalText(Number(expires) / ticksPerSecond));
  return fields;
}

function state({ flags }: Route): string {
  return flags.includes('unresolved') ? 'unresolved' : 'resolved';
}
