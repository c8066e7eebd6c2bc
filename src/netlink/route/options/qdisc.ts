import { WireError } from '../../../wire/index.js';
import { ingressHandle } from '../tc/handle.js';
import type { QdiscInput } from '../tc/qdisc.js';
import type { ToValue } from './verb.js';

/** A queueing discipline: the schema's own fields, with interfaces by name. */
export interface QdiscOptions extends Omit<QdiscInput, 'ifindex' | 'family'> {
  /** The interface, by name or number. */
  readonly dev: string | number;
}

/**
 * As tc(8): on `root`, unless a parent is given (or a handle alone, to change, delete or get what has it); ingress and
 * clsact where they belong.
 */
export const qdiscValue: ToValue<QdiscOptions, QdiscInput> = (options, verb, indexOf) => {
  const { dev, ...fields } = options;
  if (dev === undefined) throw new WireError("'dev' is missing: the interface, by name or number");
  const entrance = fields.kind === 'ingress' || fields.kind === 'clsact';
  const named = fields.handle !== undefined && (verb === 'delete' || verb === 'get' || verb === 'set');
  const parent = entrance ? ingressHandle : named ? undefined : 'root';
  return {
    family: 'unspec',
    ifindex: indexOf(dev),
    ...(parent === undefined ? {} : { parent }),
    ...(entrance && !named ? { handle: 'ffff:' } : {}),
    ...fields,
  };
};
qdiscValue.own = ['dev'];
