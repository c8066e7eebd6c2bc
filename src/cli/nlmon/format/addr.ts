import type { Addr } from '../../../netlink/route/index.js';
import { printedFlags } from './addr-flags.js';
import { familyName, familyNumber } from './family-names.js';
import type { Format, FormatContext } from './format.js';
import { scopeName } from './number-names.js';

type Ip = NonNullable<Addr['address']>;

/** A lifetime without an end. */
const forever = 0xffff_ffff;

/** Addresses are text; of what is none, ip prints question marks. */
function addressText(address: Ip, family: Addr['family']): string {
  return typeof address === 'string' && (family === 'inet' || family === 'inet6') ? address : '???';
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
  let line = '';
  if (context.mode === 'monitor') line = `${addr.index}: ${context.interfaceName(addr.index)}`;
  else if (context.family !== undefined && context.family !== family) return '';
  const name = familyName(family);
  line += name === undefined ? `    family ${familyNumber(family)} ` : `    ${name} `;
  const local = addr.local ?? addr.address;
  if (local !== undefined) {
    line += addressText(local, family);
    if (isPeer(addr.address, local)) line += ` peer ${addressText(addr.address, family)}`;
    line += `/${addr.prefixlen} `;
    if (addr.rtPriority !== undefined) line += `metric ${addr.rtPriority} `;
  }
  if (addr.broadcast !== undefined) line += `brd ${addressText(addr.broadcast, family)} `;
  if (addr.anycast !== undefined) line += `any ${addressText(addr.anycast, family)} `;
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

/** Whether the other end of a point-to-point link has an address of its own. */
function isPeer(address: Addr['address'], local: Ip): address is Ip {
  return address !== undefined && address !== local && typeof address === 'string';
}

function json(addr: Addr, context: FormatContext): Record<string, unknown> | undefined {
  const { family } = addr;
  const object: Record<string, unknown> = {};
  if (context.mode === 'monitor') {
    object.index = addr.index;
    object.dev = context.interfaceName(addr.index);
  } else if (context.family !== undefined && context.family !== family) {
    return undefined;
  }
  const name = familyName(family);
  if (name === undefined) object.family_index = familyNumber(family);
  else object.family = name;
  const local = addr.local ?? addr.address;
  if (local !== undefined) {
    object.local = addressText(local, family);
    if (isPeer(addr.address, local)) object.address = addressText(addr.address, family);
    object.prefixlen = addr.prefixlen;
    if (addr.rtPriority !== undefined) object.metric = addr.rtPriority;
  }
  if (addr.broadcast !== undefined) object.broadcast = addressText(addr.broadcast, family);
  if (addr.anycast !== undefined) object.anycast = addressText(addr.anycast, family);
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
