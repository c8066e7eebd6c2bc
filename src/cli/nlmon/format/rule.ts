import type { Rule } from '../../../netlink/route/index.js';
import { addressText, hostBits, hostOf } from './address.js';
import { paintAddress } from './colors.js';
import type { Display } from './display.js';
import type { Format, FormatContext } from './format.js';
import { ipProtocolName } from './ip-protocols.js';
import { dsfieldName, groupName, protocolName, realmName, routeTypeName, tableName } from './number-names.js';
import { hexText } from './numbers.js';

/** A rule as `ip rule show` and `ip monitor` print it. */
export const ruleFormat: Format<Rule> = {
  text: (rule, context) => (isHidden(rule, context) ? '' : ruleText(rule, context)),
  json: (rule, context) => (isHidden(rule, context) ? undefined : ruleFields(rule, context)),
};

/** `ip rule show` is about IPv4 unless told otherwise. */
function isHidden({ family, table, table8 }: Rule, context: FormatContext): boolean {
  const wanted = context.family ?? (context.mode === 'show' ? 'inet' : undefined);
  if (wanted !== undefined && family !== wanted) return true;
  return Boolean(context.table) && context.table !== (table ?? table8);
}

const everybit = 0xffff_ffff;
/** RTN_NAT among the actions, and RTA_GATEWAY among the attributes: left from Linux 2.4. */
const natAction = 10;
const natGateway = '#5';

function ruleText(rule: Rule, context: FormatContext): string {
  const { family, flags } = rule;
  const { names, display } = context;
  const { paint } = display;
  const from = rule.src === undefined ? source(rule) : paintAddress(paint, family, source(rule));
  let text = `${rule.priority ?? 0}:\t${flags.includes('invert') ? 'not ' : ''}from ${from}`;
  if (lengthMatters(rule.src, rule.srcLen, family)) text += `/${rule.srcLen}`;
  if (rule.dst !== undefined || rule.dstLen !== 0) {
    text += ` to ${rule.dst === undefined ? '0' : paintAddress(paint, family, addressText(rule.dst, family))}`;
    if (lengthMatters(rule.dst, rule.dstLen, family)) text += `/${rule.dstLen}`;
  }
  if (rule.tos !== 0) text += ` tos ${dsfieldName(rule.tos, names)}`;
  if (rule.fwmark !== undefined || rule.fwmask !== undefined) {
    text += ` fwmark ${hexText(rule.fwmark ?? 0)}`;
    if (rule.fwmask !== undefined && rule.fwmask !== everybit) text += `/${hexText(rule.fwmask)}`;
  }
  if (rule.iifname !== undefined) {
    text += ` iif ${paint('ifname', rule.iifname)}${flags.includes('iifDetached') ? ' [detached]' : ''}`;
  }
  if (rule.oifname !== undefined) {
    text += ` oif ${paint('ifname', rule.oifname)}${flags.includes('oifDetached') ? ' [detached]' : ''}`;
  }
  if (rule.l3mdev) text += ' lookup [l3mdev-table]';
  if (rule.uidRange !== undefined) text += ` uidrange ${rule.uidRange.start}-${rule.uidRange.end}`;
  if (rule.ipProto !== undefined) text += ` ipproto ${ipProtocolName(rule.ipProto, display.numeric)}`;
  if (rule.sportRange !== undefined) text += ` sport ${rangeText(rule.sportRange)}`;
  if (rule.dportRange !== undefined) text += ` dport ${rangeText(rule.dportRange)}`;
  if (rule.tunId !== undefined) text += ` tun_id ${rule.tunId}`;
  const table = rule.table ?? rule.table8;
  if (table !== 0) {
    text += ` lookup ${tableName(table, names)}`;
    const { suppressPrefixlen, suppressIfgroup } = rule;
    if (isSet(suppressPrefixlen)) text += ` suppress_prefixlength ${suppressPrefixlen | 0}`;
    if (isSet(suppressIfgroup)) text += ` suppress_ifgroup ${groupName(suppressIfgroup, names)}`;
  }
  if (rule.flow !== undefined) {
    const realm = rule.flow >>> 16;
    text += ` realms ${realm === 0 ? '' : `${realmName(realm, names)}/`}${realmName(rule.flow & 0xffff, names)}`;
  }
  text += actionText(rule, context);
  if (hasProtocol(rule, display)) text += ` proto ${protocolName(rule.protocol, names)}`;
  return `${text}\n`;
}

function ruleFields(rule: Rule, context: FormatContext): Record<string, unknown> {
  const { family, flags } = rule;
  const { names, display } = context;
  const fields: Record<string, unknown> = { priority: rule.priority ?? 0 };
  if (flags.includes('invert')) fields.not = null;
  fields.src = source(rule);
  if (lengthMatters(rule.src, rule.srcLen, family)) fields.srclen = rule.srcLen;
  if (rule.dst !== undefined || rule.dstLen !== 0) {
    fields.dst = rule.dst === undefined ? '0' : addressText(rule.dst, family);
    if (lengthMatters(rule.dst, rule.dstLen, family)) fields.dstlen = rule.dstLen;
  }
  if (rule.tos !== 0) fields.tos = dsfieldName(rule.tos, names);
  if (rule.fwmark !== undefined || rule.fwmask !== undefined) {
    fields.fwmark = hexText(rule.fwmark ?? 0);
    if (rule.fwmask !== undefined && rule.fwmask !== everybit) fields.fwmask = hexText(rule.fwmask);
  }
  if (rule.iifname !== undefined) {
    fields.iif = rule.iifname;
    if (flags.includes('iifDetached')) fields.iif_detached = null;
  }
  if (rule.oifname !== undefined) {
    fields.oif = rule.oifname;
    if (flags.includes('oifDetached')) fields.oif_detached = null;
  }
  if (rule.l3mdev) fields.l3mdev = null;
  if (rule.uidRange !== undefined) {
    fields.uid_start = rule.uidRange.start;
    fields.uid_end = rule.uidRange.end;
  }
  if (rule.ipProto !== undefined) fields.ipproto = ipProtocolName(rule.ipProto, display.numeric);
  if (rule.sportRange !== undefined) addRange(fields, 'sport', rule.sportRange);
  if (rule.dportRange !== undefined) addRange(fields, 'dport', rule.dportRange);
  // A number that JavaScript cannot hold exactly is its decimal text, as elsewhere in JSON.
  if (rule.tunId !== undefined)
    fields.tun_id = typeof rule.tunId === 'bigint' ? String(rule.tunId) : rule.tunId;
  const table = rule.table ?? rule.table8;
  if (table !== 0) {
    fields.table = tableName(table, names);
    const { suppressPrefixlen, suppressIfgroup } = rule;
    if (isSet(suppressPrefixlen)) fields.suppress_prefixlen = suppressPrefixlen | 0;
    if (isSet(suppressIfgroup)) fields.suppress_ifgroup = groupName(suppressIfgroup, names);
  }
  if (rule.flow !== undefined) {
    const from = rule.flow >>> 16;
    if (from !== 0) fields.flow_from = realmName(from, names);
    fields.flow_to = realmName(rule.flow & 0xffff, names);
  }
  addAction(fields, rule, context);
  if (hasProtocol(rule, display)) fields.protocol = protocolName(rule.protocol, names);
  return fields;
}

function source({ src, srcLen, family }: Rule): string {
  if (src !== undefined) return addressText(src, family);
  return srcLen === 0 ? 'all' : '0';
}

function lengthMatters(address: Rule['src'], length: number, family: Rule['family']): boolean {
  return address === undefined ? length !== 0 : length !== hostBits(family);
}

/** All ones, −1 to ip, stand for "not set". */
function isSet(value: number | undefined): value is number {
  return value !== undefined && value !== everybit;
}

/** Those of the kernel go without saying unless -d is given. */
function hasProtocol(rule: Rule, { details }: Display): rule is Rule & { protocol: string | number } {
  const { protocol } = rule;
  return protocol !== undefined && (details || (protocol !== 'unspec' && protocol !== 'kernel'));
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function rangeText({ start, end }: Range): string {
  return start === end ? String(start) : `${start}-${end}`;
}

function addRange(fields: Record<string, unknown>, name: string, { start, end }: Range): void {
  if (start === end) {
    fields[name] = start;
  } else {
    fields[`${name}_start`] = start;
    fields[`${name}_end`] = end;
  }
}

function actionText(rule: Rule, context: FormatContext): string {
  const { action, flags } = rule;
  if (action === 'toTbl') return '';
  if (action === 'goto') {
    return ` goto ${rule.goto ?? 'none'}${flags.includes('unresolved') ? ' [unresolved]' : ''}`;
  }
  if (action === 'nop') return ' nop';
  if (action === natAction) {
    const gateway = gatewayOf(rule, context);
    return gateway === undefined ? ' masquerade' : ` map-to ${gateway}`;
  }
  return ` ${actionName(action, context)}`;
}

function addAction(fields: Record<string, unknown>, rule: Rule, context: FormatContext): void {
  const { action, flags } = rule;
  if (action === 'toTbl') return;
  if (action === 'goto') {
    fields.goto = rule.goto ?? 'none';
    if (flags.includes('unresolved')) fields.unresolved = null;
  } else if (action === 'nop') {
    fields.nop = null;
  } else if (action === natAction) {
    const gateway = gatewayOf(rule, context);
    if (gateway === undefined) fields.masquerade = null;
    else fields.nat_gateway = gateway;
  } else {
    fields.action = actionName(action, context);
  }
}

function gatewayOf(rule: Rule, context: FormatContext): string | undefined {
  const bytes = rule[natGateway];
  return bytes instanceof Uint8Array ? hostOf(bytes, rule.family, context) : undefined;
}

/** ip names actions as if they were types of routes; two that have no use yet come out under such a name. */
function actionName(action: Exclude<Rule['action'], 'toTbl'>, context: FormatContext): string {
  const type = action === 'res3' ? 'anycast' : action === 'res4' ? 'multicast' : action;
  return routeTypeName(type, context);
}
