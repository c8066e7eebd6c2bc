import type { Nexthop } from '../../../netlink/route/index.js';
import { deviceName, hostOf } from './address.js';
import { joinPainted, paintPart } from './colors.js';
import { addEncapsulation, encapText } from './encapsulation.js';
import type { Format, FormatContext } from './format.js';
import { protocolName, protocolText, scopeName, scopeText } from './number-names.js';
import { generalText, ticksPerSecond } from './numbers.js';
import { routeFlagNames } from './route-flags.js';

type ResilientGroup = NonNullable<Nexthop['resGroup']>;

/** A next hop object as `ip nexthop show` and `ip monitor` print it. */
export const nexthopFormat: Format<Nexthop> = {
  text: (nexthop, context) => (isHidden(nexthop, context) ? '' : `${nexthopText(nexthop, context)}\n`),
  json: (nexthop, context) => (isHidden(nexthop, context) ? undefined : nexthopFields(nexthop, context)),
};

/** Without its line end: routes with -d have it behind them. */
export function nexthopText(nexthop: Nexthop, context: FormatContext): string {
  const { details, paint } = context.display;
  const { family, group, gateway, oif, scope, protocol } = nexthop;
  let text = `id ${nexthop.id ?? 0}`;
  if (group !== undefined) {
    text += ' group ';
    for (const [i, entry] of group.entries()) {
      const weight = weightOf(entry);
      text += `${i === 0 ? '' : '/'}${entry.id}${weight === 1 ? '' : `,${weight}`}`;
    }
  }
  const type = groupType(nexthop);
  if (type !== undefined) text += ` type ${type}`;
  if (nexthop.resGroup !== undefined) text += resilientText(nexthop.resGroup);
  text += encapText(nexthop, context);
  if (gateway !== undefined)
    text += ` via ${paintPart(paint, family as string, hostOf(gateway, family, context))}`;
  if (oif) text += ` dev ${paintPart(paint, 'ifname', deviceName(oif, context))}`;
  if (scope !== 'universe' || details) text += scopeText(scope, context.names);
  if (nexthop.blackhole) text += ' blackhole';
  if (protocol !== 'unspec' || details) text += protocolText(protocol, context.names);
  text += routeFlagNames(nexthop.flags).text;
  return joinPainted(paint, `${text} ${nexthop.fdb ? 'fdb' : ''}`);
}

export function nexthopFields(nexthop: Nexthop, context: FormatContext): Record<string, unknown> {
  const { details } = context.display;
  const { family, group, gateway, oif, scope, protocol } = nexthop;
  const fields: Record<string, unknown> = { id: nexthop.id ?? 0 };
  if (group !== undefined) {
    fields.group = group.map(entry => {
      const weight = weightOf(entry);
      return weight === 1 ? { id: entry.id } : { id: entry.id, weight };
    });
  }
  const type = groupType(nexthop);
  if (type !== undefined) fields.type = type;
  if (nexthop.resGroup !== undefined) fields.resilient_args = resilientFields(nexthop.resGroup);
  addEncapsulation(fields, nexthop, context);
  if (gateway !== undefined) fields.gateway = hostOf(gateway, family, context);
  if (oif) fields.dev = deviceName(oif, context);
  if (scope !== 'universe' || details) fields.scope = scopeName(scope, context.names);
  if (nexthop.blackhole) fields.blackhole = null;
  if (protocol !== 'unspec' || details) fields.protocol = protocolName(protocol, context.names);
  fields.flags = routeFlagNames(nexthop.flags).names;
  if (nexthop.fdb) fields.fdb = null;
  return fields;
}

/** Asked for a family, the kernel leaves groups out, which have none. `ip monitor` prints every family always. */
function isHidden({ family }: Nexthop, context: FormatContext): boolean {
  return context.mode === 'show' && context.family !== undefined && family !== context.family;
}

/** ip 6.1 reads only the low byte; Linux has 16 bits since 6.12. */
function weightOf({ weight, weightHigh }: NonNullable<Nexthop['group']>[number]): number {
  return weightHigh * 0x100 + weight + 1;
}

/** Groups that share out by hash have no type in ip's output, which is older than the types. */
function groupType({ groupType }: Nexthop): string | undefined {
  if (groupType === undefined || groupType === 'mpath') return undefined;
  return groupType === 'res' ? 'resilient' : '<unknown type>';
}

function resilientText(group: ResilientGroup): string {
  const { buckets = 0, idleTimer = 0, unbalancedTimer = 0, unbalancedTime = 0 } = group;
  const timers = ` idle_timer ${seconds(idleTimer)} unbalanced_timer ${seconds(unbalancedTimer)}`;
  return ` buckets ${buckets}${timers} unbalanced_time ${seconds(unbalancedTime)}`;
}

function resilientFields(group: ResilientGroup): Record<string, number> {
  const { buckets = 0, idleTimer = 0, unbalancedTimer = 0, unbalancedTime = 0 } = group;
  return {
    buckets,
    idle_timer: Number(seconds(idleTimer)),
    unbalanced_timer: Number(seconds(unbalancedTimer)),
    unbalanced_time: Number(seconds(unbalancedTime)),
  };
}

function seconds(ticks: number | bigint): string {
  return generalText(Number(ticks) / ticksPerSecond);
}
