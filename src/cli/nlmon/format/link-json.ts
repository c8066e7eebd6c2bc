import type { Link } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import type { FormatContext } from './format.js';
import { linkAddressText } from './link-address-text.js';
import { addLinkDetails } from './link-details.js';
import { linkFlagsJson } from './link-flags.js';
import { protodownJson } from './link-protodown.js';
import { lowerInterfaceDown } from './link-relations.js';
import { linkEventNames, linkModeNames, operstateNames } from './link-state-names.js';
import { addLinkStatistics } from './link-statistics.js';
import { linkTypeText } from './link-type-names.js';
import { vfJson } from './link-vf.js';
import { xdpJson } from './link-xdp.js';
import { groupName } from './number-names.js';

type Json = Record<string, unknown>;

/** The object of `ip -j link show`, or of `ip -j address show` (without its addr_info). */
export function linkJson(link: Link, context: FormatContext, form: 'link' | 'address'): Json {
  const { brief, details, statistics } = context.display;
  if (brief) return briefJson(link, context, form);
  const json: Json = { ifindex: link.index };
  if (link.link !== undefined) addLower(json, link, context);
  json.ifname = link.ifname ?? `if${link.index}`;
  json.flags = linkFlagsJson(link.flags, lowerInterfaceDown(link, context));
  if (link.mtu !== undefined) json.mtu = link.mtu;
  const xdp = link.xdp && xdpJson(link.xdp);
  if (xdp !== undefined) json.xdp = xdp;
  if (link.qdisc !== undefined) json.qdisc = link.qdisc;
  if (link.master !== undefined) json.master = deviceName(link.master, context);
  if (typeof link.operstate === 'number') json.operstate_index = link.operstate;
  else if (link.operstate !== undefined) json.operstate = operstateNames[link.operstate];
  if (form === 'link' && link.linkmode !== undefined) addLinkMode(json, link.linkmode);
  if (link.group !== undefined) json.group = groupName(link.group, context.names);
  if (link.txqlen) json.txqlen = link.txqlen;
  if (typeof link.event === 'number') json.event = link.event;
  else if (link.event !== undefined && link.event !== 'none') json.event = linkEventNames[link.event];
  if (form === 'link' || context.family === undefined || details) addAddresses(json, link, context);
  if (link.linkNetnsid !== undefined) json.link_netnsid = link.linkNetnsid;
  if (link.protoDown !== undefined) Object.assign(json, protodownJson(link, context));
  if (details) addLinkDetails(json, link, context, form);
  const whole = form === 'link' || details;
  if (whole && link.ifalias !== undefined) json.ifalias = link.ifalias;
  if (form === 'link' && statistics > 0) addLinkStatistics(json, link, context.display);
  if (whole) {
    const vfs = vfJson(link, context);
    if (vfs !== undefined) json.vfinfo_list = vfs;
  }
  if (link.propList !== undefined) json.altnames = link.propList.altIfname ?? [];
  return json;
}

function briefJson(link: Link, context: FormatContext, form: 'link' | 'address'): Json {
  const json: Json = {};
  if (link.link !== undefined) addLower(json, link, context);
  json.ifname = link.ifname ?? `if${link.index}`;
  if (typeof link.operstate === 'number') json.operstate_index = link.operstate;
  else if (link.operstate !== undefined) json.operstate = operstateNames[link.operstate];
  if (form === 'address') return json;
  if (link.address !== undefined) json.address = linkAddressText(link.address, link.type);
  json.flags = linkFlagsJson(link.flags, lowerInterfaceDown(link, context));
  return json;
}

function addLower(json: Json, link: Link, context: FormatContext): void {
  if (link.link === 0) json.link = null;
  else if (link.linkNetnsid !== undefined) json.link_index = link.link;
  else json.link = context.interfaceName(link.link!);
}

function addLinkMode(json: Json, mode: NonNullable<Link['linkmode']>): void {
  const word = typeof mode === 'number' ? mode : linkModeNames[mode];
  json[typeof word === 'number' ? 'linkmode_index' : 'linkmode'] = word;
}

function addAddresses(json: Json, link: Link, { display }: FormatContext): void {
  const { type, address, broadcast, permAddress } = link;
  json.link_type = linkTypeText(type, display.numeric);
  if (address !== undefined) json.address = linkAddressText(address, type);
  if (broadcast !== undefined) {
    if (link.flags.includes('pointopoint')) json.link_pointtopoint = true;
    json.broadcast = linkAddressText(broadcast, type);
  }
  if (permAddress !== undefined && permAddress !== address) {
    json.permaddr = linkAddressText(permAddress, type);
  }
}
