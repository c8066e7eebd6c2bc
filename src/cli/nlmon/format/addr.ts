import type { Addr } from '../../../netlink/route/index.js';
import { printedFlags } from './addr-flags.js';
import { paintAddress } from './colors.js';
import { familyName, familyNumber } from './family-names.js';
import type { Format, FormatContext } from './format.js';
import { hostText } from './host-text.js';
import { scopeName } from './number-names.js';

type Ip = NonNullable<Addr['address']>;

/** A lifetime without an end. */
const forever = 0xffff_ffff;

/** Addresses are text; of what is none, ip prints question marks. */
function addressText(address: Ip, family: Addr['family'], context: FormatContext): string {
  const known = typeof address === 'string' && (family === 'inet' || family === 'inet6');
  return known ? hostText(address, context) : '???';
}

function lifetimeText(seconds: number): string {
  return seconds === forever ? 'forever' : `${seconds}sec`;
}

/** The seconds that an address is still preferred for: of a deprecated one, negative since when it is not. */
function preferredSeconds(seconds: number, flags: Addr['flags8']): number {
  return seconds !== forever && flags.includes('deprecated') ? seconds | 0 : seconds;
}

function text(addr: Addr, context: FormatContext): string {
  const { family } = addr;
  const { brief } = context.display;
  if (context.mode === 'show' && context.family !== undefined && context.family !== family) return '';
  // A list of interfaces has the addresses behind each; a list of events says which interface it is.
  if (brief) return context.mode === 'show' ? localText(addr, context) : briefEvent(addr, context);
  let line = namesInterface(context) ? `${addr.index}: ${context.interfaceName(addr.index)}` : '';
  const name = familyName(family);
  line += name === undefined ? `    family ${familyNumber(family)} ` : `    ${name} `;
  line += localText(addr, context);
  const colored = (address: Ip): string =>
    paintAddress(context.display.paint, family, `${addressText(address, family, context)} `);
  if (addr.broadcast !== undefined) line += `brd ${colored(addr.broadcast)}`;
  if (addr.anycast !== undefined) line += `any ${colored(addr.anycast)}`;
  const flags = addr.flags ?? addr.flags8;
  line += `scope ${scopeName(addr.scope, context.names)} ${printedFlags(flags, family).text}`;
  if (addr.label !== undefined) line += addr.label;
  if (addr.cacheinfo !== undefined) {
    const { valid, prefered } = addr.cacheinfo;
    line += `\n       valid_lft ${lifetimeText(valid)}`;
    line += ` preferred_lft ${lifetimeText(preferredSeconds(prefered, flags))}`;
  }
  return `${line}\n`;
}

/** Events, and with -o the lines of a list, each say which interface they are about. */
function namesInterface({ mode, display }: FormatContext): boolean {
  return mode === 'monitor' || display.oneline;
}

/** The address with its prefix's length, its peer and its metric. */
function localText(addr: Addr, context: FormatContext): string {
  const { family, address } = addr;
  const { paint } = context.display;
  const local = addr.local ?? address;
  if (local === undefined) return '';
  let text = paintAddress(paint, family, addressText(local, family, context));
  if (isPeer(address, local)) {
    text += ` peer ${paintAddress(paint, family, addressText(address, family, context))}`;
  }
  text += `/${addr.prefixlen} `;
  return addr.rtPriority === undefined ? text : `${text}metric ${addr.rtPriority} `;
}

function briefEvent(addr: Addr, context: FormatContext): string {
  const name = context.display.paint('ifname', `${context.interfaceName(addr.index).padEnd(16)} `);
  return `${name}${localText(addr, context)}\n`;
}

/** Whether the other end of a point-to-point link has an address of its own. */
function isPeer(address: Addr['address'], local: Ip): address is Ip {
  return address !== undefined && address !== local && typeof address === 'string';
}

function json(addr: Addr, context: FormatContext): Record<string, unknown> | undefined {
  const { family } = addr;
  const { brief } = context.display;
  const object: Record<string, unknown> = {};
  if (context.mode === 'show' && context.family !== undefined && context.family !== family) return undefined;
  if (context.mode === 'monitor' || (context.display.oneline && !brief)) {
    object.index = addr.index;
    object.dev = context.interfaceName(addr.index);
  }
  if (!brief) {
    const name = familyName(family);
    if (name === undefined) object.family_index = familyNumber(family);
    else object.family = name;
  }
  const local = addr.local ?? addr.address;
  if (local !== undefined) {
    object.local = addressText(local, family, context);
    if (isPeer(addr.address, local)) object.address = addressText(addr.address, family, context);
    object.prefixlen = addr.prefixlen;
    if (addr.rtPriority !== undefined) object.metric = addr.rtPriority;
  }
  if (brief) return object;
  if (addr.broadcast !== undefined) object.broadcast = addressText(addr.broadcast, family, context);
  if (addr.anycast !== undefined) object.anycast = addressText(addr.anycast, family, context);
  object.scope = scopeName(addr.scope, context.names);
  const flags = addr.flags ?? addr.flags8;
  Object.assign(object, printedFlags(flags, family).json);
  if (addr.label !== undefined) object.label = addr.label;
  if (addr.cacheinfo !== undefined) {
    object.valid_life_time = addr.cacheinfo.valid;
    object.preferred_life_time = preferredSeconds(addr.cacheinfo.prefered, flags);
  }
  return object;
}

/** Addresses as `ip monitor address` prints them, and as they stand below their interface in `ip address show`. */
export const addrFormat: Format<Addr> = { text, json };
