import type { Route } from '../../../netlink/route/index.js';
import { addressText, deviceName, hostOf } from './address.js';
import { joinPainted, paintPart } from './colors.js';
import { encapText } from './encapsulation.js';
import type { FormatContext } from './format.js';
import { nexthopText } from './nexthop.js';
import { dsfieldName, protocolText, routeTypeName, scopeText, tableName } from './number-names.js';
import { hexText } from './numbers.js';
import { cacheInfoText, cacheText } from './route-cache.js';
import { routeFlagNames } from './route-flags.js';
import { hopsText, realmsText, viaText } from './route-hops.js';
import { metricsText } from './route-metrics.js';
import {
  destination,
  hasCacheInfo,
  isNamedTable,
  nexthopOf,
  preference,
  source,
  tableOf,
} from './route-parts.js';

/**
 * The lines of a route; `withTable` says which table it is in. Each part begins with a blank here rather than ends
 * with one, as in ip, which saves half of the additions.
 */
export function routeText(route: Route, context: FormatContext, withTable: boolean): string {
  const { family, flags, gateway, oif, prefsrc, priority } = route;
  const { names, display, omit } = context;
  const { details, paint } = display;
  const cloned = flags.length > 0 && flags.includes('cloned');
  let text = paintPart(paint, route.dst === undefined ? '' : (family as string), destination(route, context));
  if (route.type !== 'unicast' || details) text = `${routeTypeName(route.type, context)} ${text}`;
  if (route.src !== undefined) {
    text += ` ${paintPart(paint, family as string, `from ${source(route, context)}`)}`;
  } else if (route.srcLen !== 0) text += ` from ${source(route, context)}`;
  if (route.nhId !== undefined) text += ` nhid ${route.nhId}`;
  if (route.newdst !== undefined)
    text += ` as to ${paintPart(paint, family as string, hostOf(route.newdst, family, context))}`;
  if (route.encap !== undefined) text += encapText(route, context);
  if (route.tos !== 0 && !omit?.has('tos')) text += ` tos ${dsfieldName(route.tos, names)}`;
  if (gateway !== undefined && !omit?.has('via'))
    text += ` via ${paintPart(paint, family as string, hostOf(gateway, family, context))}`;
  if (route.via !== undefined) text += viaText(route.via, context);
  if (oif !== undefined && !context.device)
    text += ` dev ${paintPart(paint, 'ifname', deviceName(oif, context))}`;
  if (withTable) text += tableText(route, context);
  if (!cloned) {
    if ((route.protocol !== 'boot' || details) && !omit?.has('proto'))
      text += protocolText(route.protocol, names);
    if ((route.scope !== 'universe' || details) && !omit?.has('scope')) text += scopeText(route.scope, names);
  }
  if (prefsrc !== undefined && !omit?.has('src'))
    text += ` src ${paintPart(paint, family as string, addressText(prefsrc, family))}`;
  if (priority !== undefined && !omit?.has('metric')) text += ` metric ${priority}`;
  if (flags.length > 0) text += routeFlagNames(flags).text;
  if (route.mark) text += ` mark ${route.mark >= 16 ? hexText(route.mark) : route.mark}`;
  if (route.flow !== undefined) text += realmsText(route.flow, context);
  if (route.uid !== undefined) text += ` uid ${route.uid}`;
  if (cloned && family === 'inet') text += cacheText(flags);
  if (route.cacheinfo !== undefined && hasCacheInfo(family)) text += cacheInfoText(route.cacheinfo, display);
  if (route.metrics !== undefined) text += metricsText(route.metrics);
  if (route.iif !== undefined && !omit?.has('iif'))
    text += ` iif ${paintPart(paint, 'ifname', deviceName(route.iif, context))}`;
  const { pref, ttlPropagate, multipath } = route;
  const ended = pref === undefined && ttlPropagate === undefined && multipath === undefined && !details;
  return joinPainted(paint, ended ? `${text} \n` : `${text} ${endText(route, context)}`);
}

function tableText(route: Route, context: FormatContext): string {
  const table = tableOf(route);
  return isNamedTable(table, context) ? ` table ${tableName(table, context.names)}` : '';
}

/** What ip forgot to put blanks behind, and its spelling. */
function endText(route: Route, context: FormatContext): string {
  const { pref, ttlPropagate, multipath } = route;
  let text = '';
  if (pref !== undefined) text += preferenceText(pref);
  if (ttlPropagate !== undefined) text += `ttl-propogate ${ttlPropagate === 0 ? 'disabled' : 'enabled'}`;
  const nexthop = nexthopOf(route, context);
  if (nexthop !== undefined) text += `\n\tnh_info ${nexthopText(nexthop, context)}`;
  if (multipath !== undefined) text += hopsText(route, multipath, context);
  return `${text}\n`;
}

function preferenceText(pref: NonNullable<Route['pref']>): string {
  const known = preference(pref);
  return typeof known === 'string' ? `pref ${known}` : String(known);
}
