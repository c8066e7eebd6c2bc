import type { filterKinds } from '../../../../../netlink/route/filter-kinds/index.js';
import { printBasic } from './basic.js';
import { printBpf } from './bpf.js';
import { printCgroup } from './cgroup.js';
import { printFlow } from './flow.js';
import { printFlower } from './flower.js';
import { printFw } from './fw.js';
import { printMatchall } from './matchall.js';
import type { FilterPrinter } from './printer.js';
import { printRoute } from './route.js';
import { printU32 } from './u32.js';

/** How the options of a filter are printed, by its kind. */
export const filterPrinters: { readonly [Kind in keyof typeof filterKinds]: FilterPrinter<Kind> } = {
  basic: printBasic,
  bpf: printBpf,
  cgroup: printCgroup,
  flow: printFlow,
  flower: printFlower,
  fw: printFw,
  matchall: printMatchall,
  route: printRoute,
  u32: printU32,
};
