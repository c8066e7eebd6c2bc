import { routeFlags } from '../../../netlink/route/index.js';
import type { FlagList } from '../../../wire/index.js';
import { bitsOf } from './number-names.js';

/** How ip prints a list of flags: with a blank before each, and as an array in JSON. */
export interface FlagNames {
  readonly text: string;
  readonly names: readonly string[];
  readonly json: string;
}

const none = flagNames([]);

/** In ip's order. The names of both levels are those of routes: a next hop has only the low bits. */
const printed: readonly (readonly [bit: number, name: string])[] = [
  [routeFlags.numbers.dead, 'dead'],
  [routeFlags.numbers.onlink, 'onlink'],
  [routeFlags.numbers.pervasive, 'pervasive'],
  [routeFlags.numbers.offload, 'offload'],
  [routeFlags.numbers.trap, 'trap'],
  [routeFlags.numbers.notify, 'notify'],
  [routeFlags.numbers.linkdown, 'linkdown'],
  [routeFlags.numbers.unresolved, 'unresolved'],
  [routeFlags.numbers.rtOffload, 'rt_offload'],
  [routeFlags.numbers.rtTrap, 'rt_trap'],
  [routeFlags.numbers.rtOffloadFailed, 'rt_offload_failed'],
];

/** Decoded lists are frozen and shared: one for each value. */
const known = new WeakMap<FlagList<string>, FlagNames>();

/** The flags of a route, of one of its next hops, or of a next hop object. */
export function routeFlagNames(list: FlagList<string>): FlagNames {
  if (list.length === 0) return none;
  const before = known.get(list);
  if (before !== undefined) return before;
  const bits = bitsOf(list, routeFlags);
  const names = printed.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
  const made = flagNames(names);
  if (Object.isFrozen(list)) known.set(list, made);
  return made;
}

function flagNames(names: string[]): FlagNames {
  const text = names.map(name => ` ${name}`).join('');
  return { text, names: Object.freeze(names), json: JSON.stringify(names) };
}
