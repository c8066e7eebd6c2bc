import { nearest } from '../../wire/nearest.js';
import { UsageError } from '../errors.js';

/**
 * The objects, in the order in which ip(8) tries abbreviations: ours are plural; ip's own words and any beginning of
 * either mean the same.
 */
const words = {
  links: ['links', 'link'],
  addrs: ['addrs', 'addresses', 'address'],
  routes: ['routes', 'route'],
  mroutes: ['mroutes', 'mroute'],
  prefixes: ['prefixes', 'prefix'],
  neighs: ['neighs', 'neighbours', 'neighbors', 'neighbour', 'neighbor'],
  netconfs: ['netconfs', 'netconf'],
  rules: ['rules', 'rule'],
  nsids: ['nsids', 'nsid'],
  nexthops: ['nexthops', 'nexthop'],
  stats: ['stats'],
  qdiscs: ['qdiscs', 'qdisc'],
  classes: ['classes', 'class'],
  filters: ['filters', 'filter'],
  chains: ['chains', 'chain'],
  actions: ['actions', 'action'],
} as const;

export type ObjectName = keyof typeof words;

/** Those that are a table, and not only events. */
export type TableName = Exclude<ObjectName, 'prefixes' | 'stats'>;

export function hasTable(name: ObjectName): name is TableName {
  return name !== 'prefixes' && name !== 'stats';
}

export const objectNames = Object.keys(words) as ObjectName[];

/** Those of tc(8), which one word means: `ip monitor all` does not have them, and neither has our `all`. */
export const tcObjectNames: readonly ObjectName[] = ['qdiscs', 'classes', 'filters', 'chains', 'actions'];
export const ipObjectNames: readonly ObjectName[] = objectNames.filter(name => !tcObjectNames.includes(name));

/** Words that mean several. */
const umbrellas: Readonly<Record<string, readonly ObjectName[]>> = { all: ipObjectNames, tc: tcObjectNames };

/** What may stand on the command line, for help and completion. */
export const objectWords: readonly string[] = [
  'links',
  'addrs',
  'routes',
  'mroutes',
  'neighs',
  'rules',
  'nexthops',
  'netconf',
  'nsids',
  'prefixes',
  'stats',
  'qdiscs',
  'classes',
  'filters',
  'chains',
  'actions',
  'tc',
  'all',
];

/** The objects that words of the command line mean, each once. Throws UsageError for a word that means none. */
export function resolveObjects(given: readonly string[]): ObjectName[] {
  const found = new Set<ObjectName>();
  for (const word of given) {
    const several = Object.hasOwn(umbrellas, word) ? umbrellas[word]! : [resolveObject(word)];
    for (const name of several) found.add(name);
  }
  return [...found];
}

function resolveObject(word: string): ObjectName {
  const exact = objectNames.find(name => (words[name] as readonly string[]).includes(word));
  const begun = exact ?? objectNames.find(name => words[name].some(known => known.startsWith(word)));
  if (begun !== undefined && word !== '') return begun;
  if (word === 'demo' || word === 'explain' || word === 'completion') {
    throw new UsageError(`'${word}' is no object: it stands alone, as in nlmon ${word}`);
  }
  const near = nearest(word, [...Object.values(words).flat(), ...Object.keys(umbrellas), 'demo', 'explain']);
  const offer = near === undefined ? '' : ` Did you mean '${near}'?`;
  throw new UsageError(`there is no object '${word}'.${offer} Objects: ${objectWords.join(' ')}`);
}
