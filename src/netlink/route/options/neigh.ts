import { WireError } from '../../../wire/index.js';
import type { NeighInput } from '../neigh.js';
import { familyOf } from './prefix.js';
import type { ToValue } from './verb.js';

/** A neighbour: the schema's own fields, with interfaces by name. */
export interface NeighOptions extends Omit<NeighInput, 'dst' | 'ifindex' | 'viaIfindex' | 'master'> {
  readonly dst?: string;
  /** The interface, by name or number. */
  readonly dev?: string | number;
  readonly master?: string | number;
}

/** As ip-neighbour(8): a permanent entry, unless a state is given. */
export const neighValue: ToValue<NeighOptions, NeighInput> = (options, verb, indexOf) => {
  const { dst, dev, master, ...fields } = options;
  const family = fields.family ?? (dst === undefined ? undefined : familyOf(dst));
  if (family === undefined)
    throw new WireError("'dst' is missing: the neighbour's IP address (or give 'family')");
  return {
    family,
    ...(dev === undefined ? {} : { ifindex: indexOf(dev) }),
    ...(verb === 'delete' || verb === 'get' ? {} : { state: ['permanent'] }),
    ...(dst === undefined ? {} : { dst }),
    ...(master === undefined ? {} : { master: indexOf(master) }),
    ...fields,
  };
};
neighValue.own = ['dev'];
