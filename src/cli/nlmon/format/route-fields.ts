import type { Route } from '../../../netlink/route/index.js';
import { addressText, deviceName, viaFields } from './address.js';
import { addEncapsulation } from './encapsulation.js';
import type { FormatContext } from './format.js';
import { dsfieldName, protocolName, routeTypeName, scopeName, tableName } from './number-names.js';
import { addCacheInfo, cacheNames } from './route-cache.js';
import { routeFlagNames } from './route-flags.js';
import { hopFields, realmsFields } from './route-hops.js';
import { metricsFields } from './route-metrics.js';
import { destination, hasCacheInfo, isNamedTable, preference, source, tableOf } from './route-parts.js';

/** The JSON of a route; `withTable` says which table it is in. */
export function routeFields(
  route: Route,
  context: FormatContext,
  withTable: boolean,
): Record<string, unknown> {
  const { family } = route;
  const { names } = context;
  const fields: Record<string, unknown> = {};
  if (route.type !== 'unicast') fields.type = routeTypeName(route.type);
  fields.dst = destination(route);
  if (route.src !== undefined) fields.from = source(route);
  else if (route.srcLen !== 0) fields.src = source(route);
  if (route.nhId !== undefined) fields.nhid = route.nhId;
  if (route.newdst !== undefined) fields.to = addressText(route.newdst, family);
  addEncapsulation(fields, route, context);
  if (route.tos !== 0) fields.tos = dsfieldName(route.tos, names);
  if (route.gateway !== undefined) fields.gateway = addressText(route.gateway, family);
  if (route.via !== undefined) fields.via = viaFields(route.via);
  if (route.oif !== undefined && !context.device) fields.dev = deviceName(route.oif, context);
  if (withTable) {
    const table = tableOf(route);
    if (isNamedTable(table)) fields.table = tableName(table, names);
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
