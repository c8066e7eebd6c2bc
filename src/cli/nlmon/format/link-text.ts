import type { Link } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import type { FormatContext } from './format.js';
import { linkAddressText } from './link-address-text.js';
import { linkFlagsText } from './link-flags.js';
import { protodownText } from './link-protodown.js';
import { lowerInterfaceDown } from './link-relations.js';
import { linkEventNames, linkModeNames, operstateNames } from './link-state-names.js';
import { linkTypeText } from './link-type-names.js';
import { vfLines } from './link-vf.js';
import { xdpProgramLines, xdpText } from './link-xdp.js';
import { groupName } from './number-names.js';

/** Which of ip's commands prints the link: `ip link show`, `ip address show` or `ip monitor`. */
export type LinkForm = 'link' | 'address' | 'monitor';

/** The lines of an interface, the first with its number and flags. */
export function linkText(link: Link, context: FormatContext, form: LinkForm): string {
  let text = `${link.index}: ${nameAndLink(link, context)}: `;
  text += linkFlagsText(link.flags, lowerInterfaceDown(link, context));
  if (link.mtu !== undefined) text += `mtu ${link.mtu} `;
  if (link.xdp !== undefined) text += xdpText(link.xdp, form !== 'link');
  if (link.qdisc !== undefined) text += `qdisc ${link.qdisc} `;
  if (link.master !== undefined) text += `master ${deviceName(link.master, context)} `;
  if (link.operstate !== undefined) text += operstateText(link.operstate);
  if (form === 'link' && link.linkmode !== undefined) text += linkModeText(link.linkmode);
  if (link.group !== undefined) text += `group ${groupName(link.group, context.names)} `;
  if (form !== 'monitor' && link.txqlen) text += `qlen ${link.txqlen}`;
  if (link.event !== undefined && link.event !== 'none') text += eventText(link.event);
  // With -4 or -6, `ip address` leaves the link layer out.
  if (form !== 'address' || context.family === undefined) text += addressLine(link);
  if (link.linkNetnsid !== undefined) text += linkNamespaceText(link.linkNetnsid, context);
  if (link.newNetnsid !== undefined) text += namespaceText('new-netns', link.newNetnsid, context);
  if (link.newIfindex !== undefined) text += ` new-ifindex ${link.newIfindex}`;
  if (link.protoDown !== undefined) text += protodownText(link, context);
  if (form === 'link') {
    if (link.ifalias !== undefined) text += `\n    alias ${link.ifalias}`;
    if (link.xdp !== undefined) text += xdpProgramLines(link.xdp);
    text += vfLines(link);
  }
  if (link.propList?.altIfname !== undefined) {
    for (const name of link.propList.altIfname) text += `\n    altname ${name}`;
  }
  return `${text}\n`;
}

function nameAndLink(link: Link, context: FormatContext): string {
  const name = link.ifname ?? `if${link.index}`;
  const lower = link.link;
  if (lower === undefined) return name;
  if (lower === 0) return `${name}@NONE`;
  // What is in another namespace has a number here, but no name.
  if (link.linkNetnsid !== undefined) return `${name}@if${lower}`;
  return `${name}@${context.interfaceName(lower)}`;
}

function operstateText(state: NonNullable<Link['operstate']>): string {
  // The missing blank is ip's.
  return typeof state === 'number' ? `state 0x${state.toString(16)}` : `state ${operstateNames[state]} `;
}

function linkModeText(mode: NonNullable<Link['linkmode']>): string {
  return `mode ${typeof mode === 'number' ? mode : linkModeNames[mode]} `;
}

function eventText(event: NonNullable<Link['event']>): string {
  return `event ${typeof event === 'number' ? event : linkEventNames[event]} `;
}

function addressLine(link: Link): string {
  const { type, address, broadcast, permAddress } = link;
  let text = `\n    link/${linkTypeText(type)} `;
  if (address !== undefined) text += linkAddressText(address, type);
  if (broadcast !== undefined) {
    text += link.flags.includes('pointopoint') ? ' peer ' : ' brd ';
    text += linkAddressText(broadcast, type);
  }
  if (permAddress !== undefined && permAddress !== address) {
    text += ` permaddr ${linkAddressText(permAddress, type)}`;
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
