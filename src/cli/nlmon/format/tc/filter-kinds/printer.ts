import type { filterKinds } from '../../../../../netlink/route/filter-kinds/index.js';
import type { Decoded } from '../../../../../wire/index.js';
import type { Printout } from '../printout.js';

type Kinds = typeof filterKinds;

/** What of a filter's header its kind is printed by. */
export interface FilterPlace {
  readonly handle: number;
  /** By its number; 0 for none. */
  readonly protocol: number;
}

/** Prints the options of a filter's kind. */
export type FilterPrinter<Kind extends keyof Kinds> = (
  out: Printout,
  options: Decoded<Kinds[Kind]>,
  place: FilterPlace,
) => void;
