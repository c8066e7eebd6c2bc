import type { Route } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import type { FormatContext } from './format.js';
import { tableName } from './number-names.js';
import { isNamedTable, tableOf } from './route-parts.js';

/** An entry of a multicast forwarding cache as `ip monitor` prints it; nothing for routes that are none. */
export function multicastRouteText(route: Route, context: FormatContext): string {
  if (route.type !== 'multicast') return '';
  let text = `${`(${route.src ?? 'unknown'},${route.dst ?? 'unknown'})`.padEnd(32)} Iif: `;
  text += route.iif ? `${deviceName(route.iif, context).padEnd(10)} ` : 'unresolved ';
  for (const [i, { ifindex, hops }] of (route.multipath ?? []).entries()) {
    text += `${i === 0 ? 'Oifs: ' : ''}${deviceName(ifindex, context)}${hops > 1 ? `(ttl ${hops}) ` : ' '}`;
  }
  text += ` State: ${state(route)}${route.flags.includes('offload') ? ' offload' : ''}`;
  const table = tableOf(route);
  if (isNamedTable(table)) text += ` Table: ${tableName(table, context.names)}`;
  return `${text}\n`;
}

export function multicastRouteFields(
  route: Route,
  context: FormatContext,
): Record<string, unknown> | undefined {
  if (route.type !== 'multicast') return undefined;
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
  if (isNamedTable(table)) fields.table = tableName(table, context.names);
  return fields;
}

function state({ flags }: Route): string {
  return flags.includes('unresolved') ? 'unresolved' : 'resolved';
}
