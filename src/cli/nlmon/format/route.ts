import type { Route } from '../../../netlink/route/index.js';
import type { Format, FormatContext } from './format.js';
import { multicastRouteFormat } from './multicast-route.js';
import { routeFields } from './route-fields.js';
import { plainRouteJson } from './route-json.js';
import { mainTable, tableOf } from './route-parts.js';
import { routeText } from './route-text.js';

const allTables = 0;
/** The kernel's multicast forwarding caches. */
const multicastFamilies: ReadonlySet<unknown> = new Set(['ipmr', 'ip6mr']);

/** A route as `ip route show` and `ip monitor` print it. The table 0 stands for all of them. */
export const routeFormat: Format<Route> = {
  text(route, context) {
    if (isHidden(route, context)) return '';
    if (isForwarding(route, context)) return multicastRouteFormat.text(route, context);
    return routeText(route, context, wantedTable(context) === allTables);
  },
  json(route, context) {
    if (isHidden(route, context)) return undefined;
    if (isForwarding(route, context)) return multicastRouteFormat.json(route, context);
    return routeFields(route, context, wantedTable(context) === allTables);
  },
  jsonText: routeJson,
};

function routeJson(route: Route, context: FormatContext): string {
  if (isHidden(route, context)) return '';
  const { details, statistics } = context.display;
  const whole = details || statistics > 0 || context.hostName !== undefined;
  if (!whole && !isForwarding(route, context)) {
    const plain = plainRouteJson(route, context, wantedTable(context) === allTables);
    if (plain !== undefined) return plain;
  }
  const fields = routeFormat.json(route, context);
  return fields === undefined ? '' : JSON.stringify(fields);
}

/** The route that the kernel chose for an address, as `ip route get` prints it. */
export const routeAnswerFormat: Format<Route> = {
  text: (route, context) => routeText(route, context, true),
  json: (route, context) => routeFields(route, context, true),
};

function wantedTable({ table, mode }: FormatContext): number {
  return table ?? (mode === 'show' ? mainTable : allTables);
}

function isHidden(route: Route, context: FormatContext): boolean {
  const table = wantedTable(context);
  if (table !== allTables && tableOf(route) !== table) return true;
  // ip shows the routes of every family only when it shows those of every table.
  const family = context.family ?? (context.mode === 'show' && table !== allTables ? 'inet' : undefined);
  if (family !== undefined && route.family !== family) return true;
  return route.flags.length > 0 && route.flags.includes('cloned');
}

/** `ip monitor` prints the entries of the forwarding caches in a way of its own. */
function isForwarding({ family }: Route, { mode }: FormatContext): boolean {
  return mode === 'monitor' && multicastFamilies.has(family);
}
