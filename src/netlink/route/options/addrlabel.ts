import { WireError } from '../../../wire/index.js';
import type { AddrlabelInput } from '../addrlabel.js';
import { parsePrefix } from './prefix.js';
import type { ToValue } from './verb.js';

/** A label of IPv6 addresses: the schema's own fields, with the addresses as a prefix. */
export interface AddrlabelOptions extends Omit<AddrlabelInput, 'address' | 'prefixlen' | 'index'> {
  /** `2001:db8::/32` */
  readonly prefix: string;
  /** The interface whose addresses are meant, by name or number; any unless given. */
  readonly dev?: string | number;
}

/** As ip-addrlabel(8). */
export const addrlabelValue: ToValue<AddrlabelOptions, AddrlabelInput> = (options, verb, indexOf) => {
  const { prefix, dev, ...fields } = options;
  if (prefix === undefined)
    throw new WireError("'prefix' is missing: the addresses that it is for, 2001:db8::/32");
  const { family, address, length } = parsePrefix(prefix);
  return {
    family,
    prefixlen: length,
    ...(dev === undefined ? {} : { index: indexOf(dev) }),
    address,
    // The kernel wants one to delete by too, and does not look at it.
    ...(verb === 'delete' ? { label: 0 } : {}),
    ...fields,
  };
};
addrlabelValue.own = ['prefix', 'dev'];
