import type { Route } from '../../../netlink/route/index.js';
import { addressText, deviceName, hostBits, viaFields } from './address.js';
import { encapName, encapText } from './encapsulation.js';
import type { Format, FormatContext } from './format.js';
import { multicastRouteFields, multicastRouteText } from './multicast-route.js';
import {
  dsfieldName,
  protocolName,
  protocolText,
  routeTypeName,
  scopeName,
  scopeText,
  tableName,
} from './number-names.js';
import { hexText } from './numbers.js';
import { addCacheInfo, cacheInfoText, cacheNames, cacheText } from './route-cache.js';
import { routeFlagNames } from './route-flags.js';
import { hopFields, hopsText, realmsFields, realmsText, viaText } from './route-hops.js';
import { metricsFields, metricsText } from './route-metrics.js';

const mainTable = 254;
const allTables = 0;
/** RTNL_FAMILY_IPMR and RTNL_FAMILY_IP6MR (linux/rtnetlink.h): the kernel's multicast forwarding caches. */
const multicastFamilies: ReadonlySet<unknown> = new Set([128, 129]);

/** A route as `ip route show` and `ip monitor` print it. The table 0 stands for all of them. */
export const routeFormat: Format<Route> = {
  text(route, context) {
    if (isHidden(route, context)) return '';
    if (context.mode === 'monitor' && multicastFamilies.has(route.family)) {
      return multicastRouteText(route, context);
    }
    return routeText(route, context, wantedTable(context) === allTables);
  },
  json(route, context) {
    if (isHidden(route, context)) return undefined;
    if (context.mode === 'monitor' && multicastFamilies.has(route.family)) {
      return multicastRouteFields(route, context);
    }
    return routeFields(route, context, wantedTable(context) === allTables);
  },
};

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
  if (table !== allTables && (route.table ?? route.table8) !== table) return true;
  // ip shows the routes of every family only when it shows those of every table.
  const family = context.family ?? (context.mode === 'show' && table !== allTables ? 'inet' : undefined);
  if (family !== undefined && route.family !== family) return true;
  return route.flags.length > 0 && route.flags.includes('cloned');
}

/** Each part begins with a blank here rather than ends with one, as in ip, which saves half of the additions. */
function routeText(route: Route, context: FormatContext, withTable: boolean): string {
  const { family, flags, gateway, oif, prefsrc, priority } = route;
  const { names } = context;
  const cloned = flags.length > 0 && flags.includes('cloned');
  let text = destination(route);
  if (route.type !== 'unicast') text = `${routeTypeName(route.type)} ${text}`;
  if (route.src !== undefined || route.srcLen !== 0) text += ` from ${source(route)}`;
  if (route.nhId !== undefined) text += ` nhid ${route.nhId}`;
  if (route.newdst !== undefined) text += ` as to ${addressText(route.newdst, family)}`;
  if (route.encap !== undefined) text += encapText(route);
  if (route.tos !== 0) text += ` tos ${dsfieldName(route.tos, names)}`;
  if (gateway !== undefined) text += ` via ${addressText(gateway, family)}`;
  if (route.via !== undefined) text += viaText(route.via);
  if (oif !== undefined) text += ` dev ${deviceName(oif, context)}`;
  if (withTable) text += tableText(route, context);
  if (!cloned) {
    if (route.protocol !== 'boot') text += protocolText(route.protocol, names);
    if (route.scope !== 'universe') text += scopeText(route.scope, names);
  }
  if (prefsrc !== undefined) text += ` src ${addressText(prefsrc, family)}`;
  if (priority !== undefined) text += ` metric ${priority}`;
  if (flags.length > 0) text += routeFlagNames(flags).text;
  if (route.mark) text += ` mark ${route.mark >= 16 ? hexText(route.mark) : route.mark}`;
  if (route.flow !== undefined) text += realmsText(route.flow, context);
  if (route.uid !== undefined) text += ` uid ${route.uid}`;
  if (cloned && family === 'inet') text += cacheText(flags);
  if (route.cacheinfo !== undefined && hasCacheInfo(family)) text += cacheInfoText(route.cacheinfo);
  if (route.metrics !== undefined) text += metricsText(route.metrics);
  if (route.iif !== undefined) text += ` iif ${deviceName(route.iif, context)}`;
  if (route.pref === undefined && route.ttlPropagate === undefined && route.multipath === undefined) {
    return `${text} \n`;
  }
  return `${text} ${endText(route, context)}`;
}

function routeFields(route: Route, context: FormatContext, withTable: boolean): Record<string, unknown> {
  const { family } = route;
  const { names } = context;
  const fields: Record<string, unknown> = {};
  if (route.type !== 'unicast') fields.type = routeTypeName(route.type);
  fields.dst = destination(route);
  if (route.src !== undefined) fields.from = source(route);
  else if (route.srcLen !== 0) fields.src = source(route);
  if (route.nhId !== undefined) fields.nhid = route.nhId;
  if (route.newdst !== undefined) fields.to = addressText(route.newdst, family);
  const encap = route.encap === undefined ? undefined : encapName(route);
  if (encap !== undefined) fields.encap = encap;
  if (route.tos !== 0) fields.tos = dsfieldName(route.tos, names);
  if (route.gateway !== undefined) fields.gateway = addressText(route.gateway, family);
  if (route.via !== undefined) fields.via = viaFields(route.via);
  if (route.oif !== undefined) fields.dev = deviceName(route.oif, context);
  if (withTable) {
    const table = route.table ?? route.table8;
    if (table !== mainTable && table !== 0) fields.table = tableName(table, names);
  }
  const cloned = route.flags.length > 0 && route.flags.includes('cloned');
  if (!cloned) {
    if (route.protocol !== 'boot') fields.protocol = protocolName(route.protocol, names);
    if (route.scope !== 'universe') fields.scope = scopeName(route.scope, names);
  }
  if (route.prefsrc !== undefined) fields.prefsrc = addressText(route.prefsrc, family);
  if (route.priority !== undefined) fields.metric = route.priority;
  fields.flags = routeFlagNames(route.flags).names;
  if (route.mark !== undefined && route.mark !== 0) fields.mark = route.mark;
  if (route.flow !== undefined) fields.flow = realmsFields(route.flow, context);
  if (route.uid !== undefined) fields.uid = route.uid;
  if (cloned && family === 'inet') fields.cache = cacheNames(route.flags);
  if (route.cacheinfo !== undefined && hasCacheInfo(family)) addCacheInfo(fields, route.cacheinfo);
  if (route.metrics !== undefined) fields.metrics = metricsFields(route.metrics);
  if (route.iif !== undefined) fields.iif = deviceName(route.iif, context);
  if (route.pref !== undefined) fields.pref = preference(route.pref);
  if (route.ttlPropagate !== undefined) fields['ttl-propogate'] = route.ttlPropagate !== 0;
  if (route.multipath !== undefined) {
    fields.nexthops = route.multipath.map(hop => hopFields(route, hop, context));
  }
  return fields;
}

function tableText(route: Route, { names }: FormatContext): string {
  const table = route.table ?? route.table8;
  return table === mainTable || table === 0 ? '' : ` table ${tableName(table, names)}`;
}

/** What ip forgot to put blanks behind, and its spelling. */
function endText(route: Route, context: FormatContext): string {
  const { pref, ttlPropagate, multipath } = route;
  let text = '';
  if (pref !== undefined) text += preferenceText(pref);
  if (ttlPropagate !== undefined) text += `ttl-propogate ${ttlPropagate === 0 ? 'disabled' : 'enabled'}`;
  if (multipath !== undefined) text += hopsText(route, multipath, context);
  return `${text}\n`;
}

function hasCacheInfo(family: Route['family']): boolean {
  return family === 'inet' || family === 'inet6';
}

function destination({ dst, dstLen, family }: Route): string {
  if (dst !== undefined) return prefix(dst, dstLen, family);
  // The blank is ip's.
  return dstLen === 0 ? 'default' : `0/${dstLen} `;
}

function source({ src, srcLen, family }: Route): string {
  return src === undefined ? `0/${srcLen}` : prefix(src, srcLen, family);
}

function prefix(address: string | Uint8Array, length: number, family: Route['family']): string {
  const text = addressText(address, family);
  return length === hostBits(family) ? text : `${text}/${length}`;
}

/** ip has no name for a preference that is invalid. */
function preference(pref: NonNullable<Route['pref']>): string | number {
  return pref === 'invalid' ? 2 : pref;
}

function preferenceText(pref: NonNullable<Route['pref']>): string {
  const known = preference(pref);
  return typeof known === 'string' ? `pref ${known}` : String(known);
}
