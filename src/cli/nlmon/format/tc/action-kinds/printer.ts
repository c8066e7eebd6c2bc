import type { actionKinds } from '../../../../../netlink/route/action-kinds/index.js';
import type { Decoded } from '../../../../../wire/index.js';
import type { Printout } from '../printout.js';

type Kinds = typeof actionKinds;

/** Prints the options of an action's kind, which are undefined where the kernel left them out. */
export type ActionPrinter<Kind extends keyof Kinds> = (
  out: Printout,
  options: Decoded<Kinds[Kind]> | undefined,
) => void;
