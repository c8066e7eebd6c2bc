import type { Neigh } from '../../../netlink/route/index.js';
import { deviceName, neighbourAddressText } from './address.js';
import { paintAddress } from './colors.js';
import type { Format, FormatContext } from './format.js';
import { hostText } from './host-text.js';
import { protocolName } from './number-names.js';
import { ticksPerSecond } from './numbers.js';

/** An entry of a neighbour table as `ip neigh show` and `ip monitor` print it. */
export const neighFormat: Format<Neigh> = {
  text(neigh, context) {
    if (isHidden(neigh, context)) return '';
    const { dst, ifindex, lladdr, flags, flagsExt, protocol } = neigh;
    const { brief, paint, statistics } = context.display;
    if (brief) return briefText(neigh, context);
    let text = dst === undefined ? '' : paintAddress(paint, familyOf(neigh), `${addressOf(dst, context)} `);
    if (ifindex !== 0 && !context.device) {
      text += `dev ${paint('ifname', `${deviceName(ifindex, context)} `)}`;
    }
    if (lladdr) text += `lladdr ${paint('mac', `${neighbourAddressText(lladdr)} `)}`;
    if (flags.length > 0 || flagsExt !== undefined) text += flagsText(neigh);
    if (statistics > 0) text += statisticsText(neigh);
    if (neigh.state.length > 0) text += stateNames(neigh.state).text;
    if (protocol !== undefined && protocol !== 'unspec') {
      text += `proto ${protocolName(protocol, context.names)} `;
    }
    return `${text}\n`;
  },
  json(neigh, context) {
    if (isHidden(neigh, context)) return undefined;
    const { dst, ifindex, lladdr, flags, flagsExt, protocol } = neigh;
    const fields: Record<string, unknown> = {};
    const { brief, statistics } = context.display;
    if (dst !== undefined) fields.dst = addressOf(dst, context);
    if (ifindex !== 0 && !context.device) fields.dev = deviceName(ifindex, context);
    if (lladdr) fields.lladdr = neighbourAddressText(lladdr);
    if (brief) return fields;
    if (flags.length > 0 || flagsExt !== undefined) {
      for (const name of flagNames(neigh)) fields[name] = null;
    }
    if (statistics > 0) Object.assign(fields, statisticsFields(neigh));
    if (neigh.state.length > 0) fields.state = stateNames(neigh.state).names;
    if (protocol !== undefined && protocol !== 'unspec') {
      fields.protocol = protocolName(protocol, context.names);
    }
    return fields;
  },
};

/** `ip neigh show` leaves out entries without a state and those of devices that ask nobody for addresses. */
function isHidden({ family, flags, state }: Neigh, context: FormatContext): boolean {
  if (context.family !== undefined && family !== context.family) return true;
  if (context.mode === 'monitor' || flags.includes('proxy') || flags.includes('extLearned')) return false;
  // Those that were asked for are chosen already.
  if (context.states !== undefined) return false;
  return state.length === 0 || (state.length === 1 && state[0] === 'noarp');
}

function addressOf(dst: string | Uint8Array, context: FormatContext): string {
  return typeof dst === 'string' ? hostText(dst, context) : '???';
}

/** The family of a neighbour's address; those behind a bridge are told apart by their length. */
function familyOf({ family, dst }: Neigh): string | number {
  if (family !== 'bridge' || typeof dst !== 'string') return family;
  return dst.includes(':') ? 'inet6' : 'inet';
}

/** Address, interface and link-layer address in columns. */
function briefText(neigh: Neigh, context: FormatContext): string {
  const { dst, ifindex, lladdr } = neigh;
  const { paint } = context.display;
  let text = '';
  if (dst !== undefined) {
    text += paintAddress(paint, familyOf(neigh), `${addressOf(dst, context).padEnd(39)} `);
  }
  if (ifindex !== 0 && !context.device) {
    text += paint('ifname', `${deviceName(ifindex, context).padEnd(16)} `);
  }
  return `${text}${lladdr ? paint('mac', neighbourAddressText(lladdr)) : ''}\n`;
}

/** Seconds since an entry was used, confirmed and changed, and unanswered requests. */
function statisticsText({ cacheinfo, probes }: Neigh): string {
  let text = '';
  if (cacheinfo !== undefined) {
    // The blanks are as in ip: one in front, and none behind.
    if (cacheinfo.refcnt !== 0) text += ` ref ${cacheinfo.refcnt}`;
    const [used, confirmed, updated] = ages(cacheinfo);
    text += ` used ${used}/${confirmed}/${updated}`;
  }
  return probes === undefined ? text : `${text}probes ${probes} `;
}

function statisticsFields({ cacheinfo, probes }: Neigh): Record<string, number> {
  const fields: Record<string, number> = {};
  if (cacheinfo !== undefined) {
    if (cacheinfo.refcnt !== 0) fields.refcnt = cacheinfo.refcnt;
    [fields.used, fields.confirmed, fields.updated] = ages(cacheinfo);
  }
  if (probes !== undefined) fields.probes = probes;
  return fields;
}

function ages({ used, confirmed, updated }: NonNullable<Neigh['cacheinfo']>): [number, number, number] {
  const seconds = (ticks: number): number => Math.floor(ticks / ticksPerSecond);
  return [seconds(used), seconds(confirmed), seconds(updated)];
}

/** In ip's order. */
const printedFlags = [
  ['flags', 'router', 'router'],
  ['flags', 'proxy', 'proxy'],
  ['flagsExt', 'managed', 'managed'],
  ['flags', 'extLearned', 'extern_learn'],
  ['flags', 'offloaded', 'offload'],
] as const;

function* flagNames(neigh: Neigh): Generator<string> {
  for (const [field, flag, name] of printedFlags) {
    const list: readonly unknown[] = neigh[field] ?? [];
    if (list.includes(flag)) yield name;
  }
}

function flagsText(neigh: Neigh): string {
  let text = '';
  for (const name of flagNames(neigh)) text += `${name} `;
  return text;
}

interface StateNames {
  readonly text: string;
  readonly names: readonly string[];
}

/** Decoded lists are frozen and shared: one for each value. */
const known = new WeakMap<Neigh['state'], StateNames>();

function stateNames(list: Neigh['state']): StateNames {
  const before = known.get(list);
  if (before !== undefined) return before;
  const names = list.filter(state => typeof state === 'string').map(state => state.toUpperCase());
  const stateNames = { text: names.map(name => `${name} `).join(''), names: Object.freeze(names) };
  if (Object.isFrozen(list)) known.set(list, stateNames);
  return stateNames;
}
