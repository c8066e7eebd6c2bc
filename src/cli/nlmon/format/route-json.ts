import type { Route } from '../../../netlink/route/index.js';
import { addressText, deviceName } from './address.js';
import type { FormatContext } from './format.js';
import { protocolJson, routeTypeName, scopeJson, tableName } from './number-names.js';
import { routeFlagNames } from './route-flags.js';
import { destination, isNamedTable, preference, tableOf } from './route-parts.js';

/**
 * The JSON text of a route that has only what most routes have; undefined for others. It is what JSON.stringify makes
 * of the object, in half the time. Addresses and types have nothing that JSON would escape.
 */
export function plainRouteJson(route: Route, context: FormatContext, withTable: boolean): string | undefined {
  if (context.omit !== undefined || !isPlain(route)) return undefined;
  const { family, gateway, oif, prefsrc, priority, pref } = route;
  const { names } = context;
  let json =
    route.type === 'unicast' ? '{"dst":"' : `{"type":"${routeTypeName(route.type, context)}","dst":"`;
  json += destination(route, context);
  // Every addition counts: the quote that ends an address comes with what follows it.
  let quoted = false;
  if (route.nhId !== undefined) {
    json += `","nhid":${route.nhId}`;
    quoted = true;
  }
  if (gateway !== undefined) {
    json += quoted ? ',"gateway":"' : '","gateway":"';
    json += addressText(gateway, family);
    quoted = false;
  }
  if (oif !== undefined && !context.device) json += deviceJson(deviceName(oif, context), quoted);
  else if (!quoted) json += '"';
  if (withTable) {
    const table = tableOf(route);
    if (isNamedTable(table, context)) json += `,"table":${JSON.stringify(tableName(table, names))}`;
  }
  if (route.protocol !== 'boot') json += protocolJson(route.protocol, names);
  if (route.scope !== 'universe') json += scopeJson(route.scope, names);
  if (prefsrc !== undefined) json += `,"prefsrc":"${addressText(prefsrc, family)}"`;
  if (priority !== undefined) json += `,"metric":${priority}`;
  if (route.flags.length === 0 && pref === undefined) return `${json},"flags":[]}`;
  json += `,"flags":${routeFlagNames(route.flags).json}`;
  return pref === undefined ? `${json}}` : `${json},"pref":${JSON.stringify(preference(pref))}}`;
}

function isPlain(route: Route): boolean {
  const { cacheinfo } = route;
  return (
    route.srcLen === 0 &&
    route.tos === 0 &&
    route.src === undefined &&
    route.newdst === undefined &&
    route.encap === undefined &&
    route.via === undefined &&
    !route.mark &&
    route.flow === undefined &&
    route.uid === undefined &&
    route.metrics === undefined &&
    route.iif === undefined &&
    route.ttlPropagate === undefined &&
    route.multipath === undefined &&
    (cacheinfo === undefined ||
      (cacheinfo.expires === 0 &&
        cacheinfo.error === 0 &&
        cacheinfo.id === 0 &&
        cacheinfo.ts === 0 &&
        cacheinfo.tsage === 0))
  );
}

/** Routes of one device tend to come one after the other. */
let lastDevice = '';
let lastJson = ',"dev":""';
let lastJsonAfterQuote = `"${lastJson}`;

function deviceJson(name: string, quoted: boolean): string {
  if (name !== lastDevice) {
    lastDevice = name;
    lastJson = `,"dev":${JSON.stringify(name)}`;
    lastJsonAfterQuote = `"${lastJson}`;
  }
  return quoted ? lastJson : lastJsonAfterQuote;
}
