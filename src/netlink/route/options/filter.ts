import { WireError } from '../../../wire/index.js';
import type { TfilterInput } from '../tc/filter.js';
import { parentNames } from '../tc/handle.js';
import type { IndexOf, ToValue } from './verb.js';

/** A filter or a chain of filters: the schema's own fields, with interfaces by name. */
export interface FilterOptions extends Omit<TfilterInput, 'ifindex' | 'family'> {
  /** The interface, by name or number; or `block`. */
  readonly dev?: string | number;
  /** A block of filters that is shared, by its number. */
  readonly block?: number;
  /**
   * What it chooses for: `1:`, `1:10`, `root`; `ingress` and `egress` are the entrance and exit of clsact, the first of
   * them that of ingress too. The root qdisc, unless given.
   */
  readonly parent?: string | number;
}

/** TCM_IFINDEX_MAGIC_BLOCK (linux/rtnetlink.h). */
const sharedBlock = -1;

const parents: Readonly<Record<string, string>> = parentNames;

/** As tc(8): of every protocol, unless one is given. */
export const filterValue: ToValue<FilterOptions, TfilterInput> = (options, verb, indexOf) => {
  const { protocol } = options;
  const makes = verb === 'add' || verb === 'replace' || verb === 'append';
  return {
    ...place(options, indexOf),
    ...(makes && protocol === undefined ? { protocol: 'all' as const } : {}),
  };
};

/** A chain is known by its number, which is that of the attribute `chain`. */
export const chainValue: ToValue<FilterOptions, TfilterInput> = (options, _verb, indexOf) =>
  place(options, indexOf);

filterValue.own = ['dev', 'block'];
chainValue.own = ['dev', 'block'];

function place({ dev, block, parent, ...fields }: FilterOptions, indexOf: IndexOf): TfilterInput {
  if ((dev === undefined) === (block === undefined))
    throw new WireError(
      "give either 'dev', the interface by name or number, or 'block', a shared block's number",
    );
  if (block !== undefined && parent !== undefined)
    throw new WireError("'parent' goes with 'dev': a block is shared by many");
  const where = typeof parent === 'string' ? (parents[parent] ?? parent) : parent;
  return {
    family: 'unspec',
    ifindex: dev === undefined ? sharedBlock : indexOf(dev),
    ...(block === undefined ? {} : { parent: block }),
    ...(where === undefined ? {} : { parent: where }),
    ...fields,
  };
}
