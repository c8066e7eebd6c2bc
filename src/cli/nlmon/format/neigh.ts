import type { Neigh } from '../../../netlink/route/index.js';
import { deviceName, neighbourAddressText } from './address.js';
import type { Format, FormatContext } from './format.js';
import { protocolName } from './number-names.js';

/** An entry of a neighbour table as `ip neigh show` and `ip monitor` print it. */
export const neighFormat: Format<Neigh> = {
  text(neigh, context) {
    if (isHidden(neigh, context)) return '';
    const { dst, ifindex, lladdr, flags, flagsExt, protocol } = neigh;
    let text = dst === undefined ? '' : `${addressOf(dst)} `;
    if (ifindex !== 0 && !context.device) text += `dev ${deviceName(ifindex, context)} `;
    if (lladdr) text += `lladdr ${neighbourAddressText(lladdr)} `;
    if (flags.length > 0 || flagsExt !== undefined) text += flagsText(neigh);
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
    if (dst !== undefined) fields.dst = addressOf(dst);
    if (ifindex !== 0 && !context.device) fields.dev = deviceName(ifindex, context);
    if (lladdr) fields.lladdr = neighbourAddressText(lladdr);
    if (flags.length > 0 || flagsExt !== undefined) {
      for (const name of flagNames(neigh)) fields[name] = null;
    }
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
  return state.length === 0 || (state.length === 1 && state[0] === 'noarp');
}

function addressOf(dst: string | Uint8Array): string {
  return typeof dst === 'string' ? dst : '???';
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
