import type { Link } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import type { Colored } from './colors.js';
import type { FormatContext } from './format.js';
import { linkAddressText } from './link-address-text.js';
import { linkDetailsText } from './link-details.js';
import { linkFlagsText } from './link-flags.js';
import { protodownText } from './link-protodown.js';
import { lowerInterfaceDown } from './link-relations.js';
import { linkEventNames, linkModeNames, operstateNames } from './link-state-names.js';
import { linkStatisticsText } from './link-statistics.js';
import { linkTypeText } from './link-type-names.js';
import { vfLines } from './link-vf.js';
import { xdpProgramLines, xdpText } from './link-xdp.js';
import { groupName } from './number-names.js';

/** Which of ip's commands prints the link: `ip link show`, `ip address show` or `ip monitor`. */
export type LinkForm = 'link' | 'address' | 'monitor';

/** The lines of an interface, the first with its number and flags. */
export function linkText(link: Link, context: FormatContext, form: LinkForm): string {
  const { brief, details, paint, statistics } = context.display;
  if (brief) return briefText(link, context, form);
  let text = `${link.index}: ${paint('ifname', `${nameAndLink(link, context)}: `)}`;
  text += linkFlagsText(link.flags, lowerInterfaceDown(link, context));
  if (link.mtu !== undefined) text += `mtu ${link.mtu} `;
  if (link.xdp !== undefined) text += xdpText(link.xdp, form !== 'link');
  if (link.qdisc !== undefined) text += `qdisc ${link.qdisc} `;
  if (link.master !== undefined) text += `master ${deviceName(link.master, context)} `;
  if (link.operstate !== undefined) text += operstateText(link.operstate, context);
  if (form === 'link' && link.linkmode !== undefined) text += linkModeText(link.linkmode);
  if (link.group !== undefined) text += `group ${groupName(link.group, context.names)} `;
  if (form !== 'monitor' && link.txqlen) text += `qlen ${link.txqlen}`;
  if (link.event !== undefined && link.event !== 'none') text += eventText(link.event);
  // With -4 or -6, `ip address` leaves the link layer out.
  if (form !== 'address' || context.family === undefined || details) text += addressLine(link, context);
  if (link.linkNetnsid !== undefined) text += linkNamespaceText(link.linkNetnsid, context);
  if (link.newNetnsid !== undefined) text += namespaceText('new-netns', link.newNetnsid, context);
  if (link.newIfindex !== undefined) text += ` new-ifindex ${link.newIfindex}`;
  if (link.protoDown !== undefined) text += protodownText(link, context);
  if (details) text += linkDetailsText(link, context, form);
  const whole = form === 'link' || details;
  if (whole && link.ifalias !== undefined) text += `\n    alias ${link.ifalias}`;
  if (whole && link.xdp !== undefined) text += xdpProgramLines(link.xdp);
  if (form === 'link' && statistics > 0) text += `\n${linkStatisticsText(link, context.display)}`;
  if (whole) text += vfLines(link, context);
  if (link.propList?.altIfname !== undefined) {
    for (const name of link.propList.altIfname) text += `\n    altname ${name}`;
  }
  return `${text}\n`;
}

/** An interface's name, and behind an @ the one below it. */
export function nameAndLink(link: Link, context: FormatContext): string {
  const name = link.ifname ?? `if${link.index}`;
  const lower = link.link;
  if (lower === undefined) return name;
  if (lower === 0) return `${name}@NONE`;
  // What is in another namespace has a number here, but no name.
  if (link.linkNetnsid !== undefined) return `${name}@if${lower}`;
  return `${name}@${context.interfaceName(lower)}`;
}

/** A line of columns: name, state, and of `ip link` address and flags. */
function briefText(link: Link, context: FormatContext, form: LinkForm): string {
  const { paint } = context.display;
  let text = paint('ifname', `${nameAndLink(link, context).padEnd(16)} `);
  const { operstate: state, address } = link;
  if (typeof state === 'number') text += operstateText(state, context);
  else if (state !== undefined) text += paintState(state, `${operstateNames[state].padEnd(14)} `, context);
  if (form === 'address') return text;
  if (address !== undefined) text += paint('mac', `${linkAddressText(address, link.type)} `);
  return `${text}${linkFlagsText(link.flags, lowerInterfaceDown(link, context))}\n`;
}

/** Up is green and down is red; the others have no colour. */
function paintState(state: string, text: string, { display }: FormatContext): string {
  return state === 'up' || state === 'down' ? display.paint(state satisfies Colored, text) : text;
}

function operstateText(state: NonNullable<Link['operstate']>, context: FormatContext): string {
  // The missing blank is ip's.
  if (typeof state === 'number') return `state 0x${state.toString(16)}`;
  return `state ${paintState(state, `${operstateNames[state]} `, context)}`;
}

function linkModeText(mode: NonNullable<Link['linkmode']>): string {
  return `mode ${typeof mode === 'number' ? mode : linkModeNames[mode]} `;
}

function eventText(event: NonNullable<Link['event']>): string {
  return `event ${typeof event === 'number' ? event : linkEventNames[event]} `;
}

function addressLine(link: Link, { display }: FormatContext): string {
  const { paint } = display;
  const { type, address, broadcast, permAddress } = link;
  let text = `\n    link/${linkTypeText(type, display.numeric)} `;
  if (address !== undefined) text += paint('mac', linkAddressText(address, type));
  if (broadcast !== undefined) {
    text += link.flags.includes('pointopoint') ? ' peer ' : ' brd ';
    text += paint('mac', linkAddressText(broadcast, type));
  }
  if (permAddress !== undefined && permAddress !== address) {
    text += ` permaddr ${paint('mac', linkAddressText(permAddress, type))}`;
  }
  return text;
}

function linkNamespaceText(nsid: number, context: FormatContext): string {
  return nsid < 0 ? ' link-netnsid unknown' : namespaceText('link-netns', nsid, context);
}

/** ` link-netns NAME`, or ` link-netnsid 3` for a namespace without a name. */
function namespaceText(word: string, nsid: number, context: FormatContext): string {
  const name = nsid < 0 ? undefined : context.namespaceName?.(nsid);
  return name === undefined ? ` ${word}id ${nsid}` : ` ${word} ${name}`;
}
