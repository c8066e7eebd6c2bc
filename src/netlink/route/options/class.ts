import { WireError } from '../../../wire/index.js';
import type { TclassInput } from '../tc/class.js';
import type { ToValue } from './verb.js';

/** A class of a queueing discipline: the schema's own fields, with interfaces by name. */
export interface ClassOptions extends Omit<TclassInput, 'ifindex' | 'family'> {
  /** The interface, by name or number. */
  readonly dev: string | number;
}

/** As tc(8): `handle` is what tc calls classid, `1:10`. */
export const classValue: ToValue<ClassOptions, TclassInput> = (options, _verb, indexOf) => {
  const { dev, ...fields } = options;
  if (dev === undefined) throw new WireError("'dev' is missing: the interface, by name or number");
  return { family: 'unspec', ifindex: indexOf(dev), ...fields };
};
classValue.own = ['dev'];
