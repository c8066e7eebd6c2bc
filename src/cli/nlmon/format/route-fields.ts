import type { Route } from '../../../netlink/route/index.js';
import { addressText, deviceName, hostOf, viaFields } from './address.js';
import { addEncapsulation } from './encapsulation.js';
import type { FormatContext } from './format.js';
import { nexthopFields } from './nexthop.js';
import { dsfieldName, protocolName, routeTypeName, scopeName, tableName } from './number-names.js';
import { addCacheInfo, cacheNames } from './route-cache.js';
import { routeFlagNames } from './route-flags.js';
import { hopFields, realmsFields } from './route-hops.js';
import { metricsFields } from './route-metrics.js';
import {
  destination,
  hasCacheInfo,
  isNamedTable,
  nexthopOf,
  preference,
  source,
  tableOf,
} from './route-parts.js';

/** The JSON of a route; `withTable` says which table it is in. */
export function routeFields(
  route: Route,
  context: FormatContext,
  withTable: boolean,
): Record<string, unknown> {
  const { family } = route;
  const { names, display } = context;
  const { details } = display;
  const fields: Record<string, unknown> = {};
  if (route.type !== 'unicast' || details) fields.type = routeTypeName(route.type, context);
  fields.dst = destination(route, context);
  if (route.src !== undefined) fields.from = source(route, context);
  else if (route.srcLen !== 0) fields.src = source(route, context);
  if (route.nhId !== undefined) fields.nhid = route.nhId;
  if (route.newdst !== undefined) fields.to = hostOf(route.newdst, family, context);
  addEncapsulation(fields, route, context);
  if (route.tos !== 0) fields.tos = dsfieldName(route.tos, names);
  if (route.gateway !== undefined) fields.gateway = hostOf(route.gateway, family, context);
  if (route.via !== undefined) fields.via = viaFields(route.via, context);
  if (route.oif !== undefined && !context.device) fields.dev = deviceName(route.oif, context);
  if (withTable) {
    const table = tableOf(route);
    if (isNamedTable(table, context)) fields.table = tableName(table, names);
  }
  const cloned = route.flags.length > 0 && route.flags.includes('cloned');
  if (!cloned) {
    if (route.protocol !== 'boot' || details) fields.protocol = protocolName(route.protocol, names);
    if (route.scope !== 'universe' || details) fields.scope = scopeName(route.scope, names);
  }
  if (route.prefsrc !== undefined) fields.prefsrc = addressText(route.prefsrc, family);
  if (route.priority !== undefined) fields.metric = route.priority;
  fields.flags = routeFlagNames(route.flags).names;
  if (route.mark !== undefined && route.mark !== 0) fields.mark = route.mark;
  if (route.flow !== undefined) fields.flow = realmsFields(route.flow, context);
  if (route.uid !== undefined) fields.uid = route.uid;
  if (cloned && family === 'inet') fields.cache = cacheNames(route.flags);
  if (route.cacheinfo !== undefined && hasCacheInfo(family)) addCacheInfo(fields, route.cacheinfo, display);
  if (route.metrics !== undefined) fields.metrics = metricsFields(route.metrics);
  if (route.iif !== undefined) fields.iif = deviceName(route.iif, context);
  if (route.pref !== undefined) fields.pref = preference(route.pref);
  if (route.ttlPropagate !== undefined) fields['ttl-propogate'] = route.ttlPropagate !== 0;
  const nexthop = nexthopOf(route, context);
  if (nexthop !== undefined) fields.nh_info = nexthopFields(nexthop, context);
  if (route.multipath !== undefined) {
    fields.nexthops = route.multipath.map(hop => hopFields(route, hop, context));
  }
  for (const [part, key] of omissible) if (context.omit?.has(part)) delete fields[key];
  return fields;
}

/** What is left out of routes that were chosen by it. */
const omissible = [
  ['tos', 'tos'],
  ['via', 'gateway'],
  ['proto', 'protocol'],
  ['scope', 'scope'],
  ['src', 'prefsrc'],
  ['metric', 'metric'],
  ['iif', 'iif'],
] as const;
