import type { ObjectName } from '../object-names.js';
import { addrSelectors } from './addrs.js';
import { linkSelectors } from './links.js';
import { neighSelectors } from './neighs.js';
import {
  fdbSelectors,
  mdbSelectors,
  neightblSelectors,
  nexthopSelectors,
  statsSelectors,
  vlanSelectors,
} from './others.js';
import { routeSelectors } from './routes.js';
import { ruleSelectors } from './rules.js';
import type { Selector, Selectors } from './selector.js';
import { tableNumber } from './values.js';

/** What every object that has to do with interfaces is chosen by. */
const dev: Selector<unknown, string> = {
  describe: 'what is about this interface',
  takes: 'NAME',
  read: name => name,
};

const table: Selector<unknown, number | 'all'> = {
  describe: 'routes of this table: a name, a number, all',
  takes: 'TABLE',
  read: tableNumber,
};

const vrf: Selector<unknown, string> = {
  describe: 'routes of the table of this VRF',
  takes: 'NAME',
  read: name => name,
};

/** The words that may follow an object. */
const words: { readonly [name in ObjectName]?: Selectors } = {
  links: { dev, ...linkSelectors },
  addrs: { dev, ...addrSelectors, ...linkSelectors },
  routes: { dev, table, vrf, ...routeSelectors },
  mroutes: { dev, table },
  neighs: { dev, ...neighSelectors },
  rules: { dev, table, ...ruleSelectors },
  nexthops: { dev, ...nexthopSelectors },
  netconfs: { dev },
  prefixes: { dev },
  stats: { dev, ...statsSelectors },
  qdiscs: { dev },
  classes: { dev },
  fdb: { dev, ...fdbSelectors },
  ports: { dev, master: linkSelectors.master! },
  mdb: { dev, ...mdbSelectors },
  vlans: { dev, ...vlanSelectors },
  vnis: { dev },
  maddrs: { dev },
  ntables: { dev, ...neightblSelectors },
};

/** ip's other names for them. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  protocol: ['proto'],
  dsfield: ['tos'],
  preference: ['metric', 'priority'],
  pref: ['priority'],
  order: ['priority'],
  state: ['nud'],
  lookup: ['table'],
  oif: ['dev'],
};

export function selectorsOf(object: ObjectName): Selectors {
  return words[object] ?? {};
}

/** What an object knows this word as; undefined for a word that it does not know. */
export function selectorWord(object: ObjectName, word: string): string | undefined {
  const known = selectorsOf(object);
  return [word, ...(Object.hasOwn(aliases, word) ? aliases[word]! : [])].find(name =>
    Object.hasOwn(known, name),
  );
}

/** Selectors of `addrs` that are about their interfaces. */
export function isAboutLinks(word: string): boolean {
  return Object.hasOwn(linkSelectors, word);
}
