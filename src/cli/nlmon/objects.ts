import type { RouteGroup, RouteMessages } from '../../netlink/route/index.js';
import type { EventObject } from './format/event-prefix.js';
import type { Family } from './format/format.js';
import type { ObjectName } from './object-names.js';

interface ObjectKind {
  /** The name of its schema. */
  readonly schema: keyof RouteMessages;
  /** What our JSON calls its events, and labels go by. */
  readonly label: EventObject;
  /** The groups to listen to; all of them, or those of one address family. */
  readonly groups: { readonly any: readonly RouteGroup[] } & {
    readonly [family in Family]?: readonly RouteGroup[];
  };
}

export const objects: Readonly<Record<ObjectName, ObjectKind>> = {
  links: { schema: 'link', label: 'link', groups: { any: ['link'] } },
  addrs: {
    schema: 'addr',
    label: 'addr',
    groups: { any: ['ipv4Ifaddr', 'ipv6Ifaddr'], inet: ['ipv4Ifaddr'], inet6: ['ipv6Ifaddr'] },
  },
  routes: {
    schema: 'route',
    label: 'route',
    groups: {
      any: ['ipv4Route', 'ipv6Route', 'mplsRoute'],
      inet: ['ipv4Route'],
      inet6: ['ipv6Route'],
      mpls: ['mplsRoute'],
    },
  },
  mroutes: {
    schema: 'route',
    label: 'mroute',
    groups: { any: ['ipv4Mroute', 'ipv6Mroute'], inet: ['ipv4Mroute'], inet6: ['ipv6Mroute'] },
  },
  prefixes: {
    schema: 'prefix',
    label: 'prefix',
    groups: { any: ['ipv6Prefix'], inet: [], inet6: ['ipv6Prefix'] },
  },
  neighs: { schema: 'neigh', label: 'neigh', groups: { any: ['neigh'] } },
  rules: {
    schema: 'rule',
    label: 'rule',
    groups: { any: ['ipv4Rule', 'ipv6Rule'], inet: ['ipv4Rule'], inet6: ['ipv6Rule'] },
  },
  nexthops: { schema: 'nexthop', label: 'nexthop', groups: { any: ['nexthop'] } },
  netconfs: {
    schema: 'netconf',
    label: 'netconf',
    groups: {
      any: ['ipv4Netconf', 'ipv6Netconf', 'mplsNetconf'],
      inet: ['ipv4Netconf'],
      inet6: ['ipv6Netconf'],
      mpls: ['mplsNetconf'],
    },
  },
  nsids: { schema: 'nsid', label: 'nsid', groups: { any: ['nsid'] } },
  stats: { schema: 'stats', label: 'stats', groups: { any: ['stats'] } },
  qdiscs: { schema: 'qdisc', label: 'qdisc', groups: { any: ['tc'] } },
  classes: { schema: 'class', label: 'class', groups: { any: ['tc'] } },
  filters: { schema: 'filter', label: 'filter', groups: { any: ['tc'] } },
  chains: { schema: 'chain', label: 'chain', groups: { any: ['tc'] } },
  actions: { schema: 'action', label: 'action', groups: { any: ['tc'] } },
  fdb: { schema: 'neigh', label: 'fdb', groups: { any: ['neigh'] } },
  ports: { schema: 'link', label: 'port', groups: { any: ['link'] } },
  mdb: { schema: 'mdb', label: 'mdb', groups: { any: ['mdb'] } },
  vlans: { schema: 'vlan', label: 'vlan', groups: { any: ['brvlan'] } },
  vnis: { schema: 'tunnel', label: 'vni', groups: { any: ['tunnel'] } },
  maddrs: {
    schema: 'maddr',
    label: 'maddr',
    groups: { any: ['ipv4Mcaddr', 'ipv6Mcaddr'], inet: ['ipv4Mcaddr'], inet6: ['ipv6Mcaddr'] },
  },
  ntables: { schema: 'neightbl', label: 'neightbl', groups: { any: [] } },
};
