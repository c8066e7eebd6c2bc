import type { Route } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import type { Format, FormatContext } from './format.js';
import { tableName } from './number-names.js';
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
  text += route.iif ? `${deviceName(route.iif, context).padEnd(10)} ` : 'unresolved ';
  for (const [i, { ifindex, hops }] of (route.multipath ?? []).entries()) {
    text += `${i === 0 ? 'Oifs: ' : ''}${deviceName(ifindex, context)}${hops > 1 ? `(ttl ${hops}) ` : ' '}`;
  }
  text += ` State: ${state(route)}${route.flags.includes('offload') ? ' offload' : ''}`;
  const table = tableOf(route);
  if (isNamedTable(table) && !context.table) text += ` Table: ${tableName(table, context.names)}`;
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
  const table = tableOf(route);
  if (isNamedTable(table) && !context.table) fields.table = tableName(table, context.names);
  return fields;
}

function state({ flags }: Route): string {
  return flags.includes('unresolved') ? 'unresolved' : 'resolved';
}
