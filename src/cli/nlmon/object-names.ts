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
  fdb: ['fdb'],
  ports: ['ports', 'port'],
  mdb: ['mdb'],
  vlans: ['vlans', 'vlan'],
  vnis: ['vnis', 'vni'],
  maddrs: ['maddrs', 'maddresses', 'maddress', 'maddr'],
  ntables: ['ntables', 'ntable'],
} as const;

export type ObjectName = keyof typeof words;

/** Those that are a table, and not only events. */
export type TableName = Exclude<ObjectName, 'prefixes'>;

export function hasTable(name: ObjectName): name is TableName {
  return name !== 'prefixes';
}

export const objectNames = Object.keys(words) as ObjectName[];

/** Those of tc(8), which one word means: `ip monitor all` does not have them, and neither has our `all`. */
export const tcObjectNames: readonly ObjectName[] = ['qdiscs', 'classes', 'filters', 'chains', 'actions'];
/** What there is of MPLS too; of the others, these are only of IP. */
export const mplsObjectNames: readonly ObjectName[] = ['routes', 'netconfs'];
/** What `bridge monitor all` tells of. */
const bridgeObjectNames: readonly ObjectName[] = ['ports', 'fdb', 'mdb', 'vlans', 'vnis'];
/** What ip(8) does not tell of by itself. */
const quietObjectNames: readonly ObjectName[] = ['maddrs', 'ntables'];
export const ipObjectNames: readonly ObjectName[] = objectNames.filter(
  name => ![...tcObjectNames, ...bridgeObjectNames, ...quietObjectNames].includes(name),
);

/** Words that mean several. */
const umbrellas: Readonly<Record<string, readonly ObjectName[]>> = {
  all: ipObjectNames,
  tc: tcObjectNames,
  bridge: bridgeObjectNames,
};

/** Whether a word means several objects. */
export const meansSeveral = (word: string): boolean => Object.hasOwn(umbrellas, word);

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
  'fdb',
  'ports',
  'mdb',
  'vlans',
  'vnis',
  'maddrs',
  'ntables',
  'all',
  'bridge',
];

/** The objects that a word means, or the one that it is the beginning of; undefined for one that means none. */
export function findObjects(word: string): readonly ObjectName[] | undefined {
  if (Object.hasOwn(umbrellas, word)) return umbrellas[word]!;
  const exact = objectNames.find(name => (words[name] as readonly string[]).includes(word));
  const begun = exact ?? objectNames.find(name => words[name].some(known => known.startsWith(word)));
  return begun === undefined || word === '' ? undefined : [begun];
}

/** The error for a word that means none; `behind` is what may stand behind the object before it. */
export function unknownObject(word: string, object = '', behind: readonly string[] = []): UsageError {
  if (word === 'demo' || word === 'explain' || word === 'completion') {
    return new UsageError(`'${word}' is no object: it stands alone, as in nlmon ${word}`);
  }
  const near = nearest(word, [
    ...Object.values(words).flat(),
    ...Object.keys(umbrellas),
    'demo',
    'explain',
    ...behind,
  ]);
  const offer = near === undefined ? '' : ` Did you mean '${near}'?`;
  const choosing = behind.length === 0 ? '' : `; behind ${object}: ${behind.join(' ')}`;
  return new UsageError(`there is no object '${word}'.${offer} Objects: ${objectWords.join(' ')}${choosing}`);
}
