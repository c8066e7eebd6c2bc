import { WireError } from '../../../wire/index.js';
import type { NexthopInput } from '../nexthop.js';
import { familyOf } from './prefix.js';
import type { ToValue } from './verb.js';

/** A member of a group of next hops. */
export interface GroupMember {
  readonly id: number;
  /** Its share of the traffic, 1 to 65535 (256 before Linux 6.12); 1 unless given. */
  readonly weight?: number;
}

/** A next hop: the schema's own fields, with interfaces by name and weights as shares. */
export interface NexthopOptions extends Omit<NexthopInput, 'oif' | 'group' | 'master'> {
  /** The interface, by name or number. */
  readonly dev?: string | number;
  readonly group?: readonly GroupMember[];
}

/** As ip-nexthop(8). */
export const nexthopValue: ToValue<NexthopOptions, NexthopInput> = (options, verb, indexOf) => {
  const { dev, group, ...fields } = options;
  const family = typeof fields.gateway === 'string' ? familyOf(fields.gateway) : 'inet';
  const bare = verb === 'delete' || verb === 'get' || group !== undefined;
  return {
    family: bare ? 'unspec' : family,
    ...(dev === undefined ? {} : { oif: indexOf(dev) }),
    ...fields,
    ...(group === undefined
      ? {}
      : {
          group: group.map(groupEntry),
        }),
  };
};
nexthopValue.own = ['dev'];

function groupEntry({ id, weight = 1 }: GroupMember) {
  if (!(Number.isInteger(weight) && weight >= 1 && weight <= 65535))
    throw new WireError(`${weight} is not a weight: a whole number from 1 to 65535`, undefined, 'group');
  return { id, weight: (weight - 1) & 0xff, weightHigh: (weight - 1) >> 8 };
}
