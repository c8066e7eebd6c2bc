import type { Route } from '../../../netlink/route/index.js';
import { deviceName, hostOf, viaFields } from './address.js';
import { paintPart } from './colors.js';
import { addEncapsulation, encapText } from './encapsulation.js';
import type { FormatContext } from './format.js';
import { realmName } from './number-names.js';
import { routeFlagNames } from './route-flags.js';

type Hop = NonNullable<Route['multipath']>[number];

/** The hops of a route that has several, each on a line of its own. */
export function hopsText(route: Route, hops: readonly Hop[], context: FormatContext): string {
  const cached = isMulticastAnswer(route);
  const family = route.family as string;
  const { paint } = context.display;
  let text = '';
  for (const [i, hop] of hops.entries()) {
    if (!cached) text += '\n\tnexthop';
    else if (i === 0) text += 'Oifs:';
    text += encapText(hop, context);
    if (hop.newdst !== undefined) {
      text += ` as to ${paintPart(paint, family, hostOf(hop.newdst, family, context))}`;
    }
    if (hop.gateway !== undefined) {
      text += ` via ${paintPart(paint, family, hostOf(hop.gateway, family, context))}`;
    }
    if (hop.via !== undefined) text += viaText(hop.via, context);
    if (hop.flow !== undefined) text += realmsText(hop.flow, context);
    const device = deviceName(hop.ifindex, context);
    if (cached) text += ` ${device}${hop.hops === 1 ? '' : `(ttl>${hop.hops})`}`;
    else text += ` dev ${device}${route.family === 'mpls' ? '' : ` weight ${hop.hops + 1}`}`;
    text += `${routeFlagNames(hop.flags).text} `;
  }
  return text;
}

export function hopFields(route: Route, hop: Hop, context: FormatContext): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  addEncapsulation(fields, hop, context);
  if (hop.newdst !== undefined) fields.to = hostOf(hop.newdst, route.family, context);
  if (hop.gateway !== undefined) fields.gateway = hostOf(hop.gateway, route.family, context);
  if (hop.via !== undefined) fields.via = viaFields(hop.via, context);
  if (hop.flow !== undefined) fields.flow = realmsFields(hop.flow, context);
  fields.dev = deviceName(hop.ifindex, context);
  if (!isMulticastAnswer(route)) {
    if (route.family !== 'mpls') fields.weight = hop.hops + 1;
  } else if (hop.hops !== 1) {
    fields.ttl = hop.hops;
  }
  fields.flags = routeFlagNames(hop.flags).names;
  return fields;
}

/** What a lookup answers for a multicast address: its hops are interfaces, and their weights are TTLs. */
function isMulticastAnswer({ type, flags }: Route): boolean {
  return type === 'multicast' && flags.includes('cloned');
}

export function viaText(via: NonNullable<Route['via']>, context: FormatContext): string {
  const { family, host } = viaFields(via, context);
  return ` via ${family} ${paintPart(context.display.paint, via.family as string, host)}`;
}

export function realmsText(flow: number, { names }: FormatContext): string {
  const [from, to] = [flow >>> 16, flow & 0xffff];
  return from === 0
    ? ` realm ${realmName(to, names)}`
    : ` realms ${realmName(from, names)}/${realmName(to, names)}`;
}

export function realmsFields(flow: number, { names }: FormatContext): Record<string, string> {
  const [from, to] = [flow >>> 16, flow & 0xffff];
  return from === 0
    ? { to: realmName(to, names) }
    : { from: realmName(from, names), to: realmName(to, names) };
}
