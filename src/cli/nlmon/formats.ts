import type { Format } from './format/format.js';
import type { ObjectName } from './object-names.js';

/** What is printed in a form of its own: the objects, and what is told of next hops besides them. */
export type FormatName = ObjectName | 'nexthopBuckets';

export type Formats = ReadonlyMap<FormatName, Format<any>>;

/** Loaded where they are asked for: to load all takes longer than to show a small table. */
const loaders: Readonly<Record<FormatName, () => Promise<Format<any>>>> = {
  links: async () => (await import('./format/link.js')).linkFormat,
  addrs: async () => (await import('./format/addr.js')).addrFormat,
  routes: async () => (await import('./format/route.js')).routeFormat,
  mroutes: async () => (await import('./format/multicast-route.js')).multicastRouteFormat,
  prefixes: async () => (await import('./format/prefix.js')).prefixFormat,
  neighs: async () => (await import('./format/neigh.js')).neighFormat,
  rules: async () => (await import('./format/rule.js')).ruleFormat,
  nexthops: async () => (await import('./format/nexthop.js')).nexthopFormat,
  nexthopBuckets: async () => (await import('./format/nexthop-bucket.js')).nexthopBucketFormat,
  netconfs: async () => (await import('./format/netconf.js')).netconfFormat,
  nsids: async () => (await import('./format/nsid.js')).nsidFormat,
  stats: async () => (await import('./format/stats.js')).statsFormat,
  qdiscs: async () => (await import('./format/tc/qdisc.js')).qdiscFormat,
  classes: async () => (await import('./format/tc/class.js')).classFormat,
  filters: async () => (await import('./format/tc/filter.js')).filterFormat,
  chains: async () => (await import('./format/tc/filter.js')).chainFormat,
  actions: async () => (await import('./format/tc/action.js')).actionFormat,
  fdb: async () => (await import('./format/bridge/fdb.js')).fdbFormat,
  ports: async () => (await import('./format/bridge/port.js')).portFormat,
  mdb: async () => (await import('./format/bridge/mdb.js')).mdbFormat,
  vlans: async () => (await import('./format/bridge/vlan.js')).vlanFormat,
  vnis: async () => (await import('./format/bridge/vni.js')).vniFormat,
  maddrs: async () => (await import('./format/maddr.js')).maddrFormat,
  ntables: async () => (await import('./format/neightbl.js')).neightblFormat,
};

export const loadFormat = (name: FormatName): Promise<Format<any>> => loaders[name]();

/** The formats of all events of these objects. */
export async function loadFormats(objects: readonly ObjectName[]): Promise<Formats> {
  const names: readonly FormatName[] = objects.includes('nexthops')
    ? [...objects, 'nexthopBuckets']
    : objects;
  return new Map(await Promise.all(names.map(async name => [name, await loadFormat(name)] as const)));
}
