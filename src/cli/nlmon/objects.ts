import type { RouteGroup, RouteMessages } from '../../netlink/route/index.js';
import { addrFormat } from './format/addr.js';
import { fdbFormat } from './format/bridge/fdb.js';
import { mdbFormat } from './format/bridge/mdb.js';
import { portFormat } from './format/bridge/port.js';
import { vlanFormat } from './format/bridge/vlan.js';
import type { EventObject } from './format/event-prefix.js';
import type { Format } from './format/format.js';
import { linkFormat } from './format/link.js';
import { maddrFormat } from './format/maddr.js';
import { multicastRouteFormat } from './format/multicast-route.js';
import { neighFormat } from './format/neigh.js';
import { neightblFormat } from './format/neightbl.js';
import { netconfFormat } from './format/netconf.js';
import { nexthopFormat } from './format/nexthop.js';
import { nsidFormat } from './format/nsid.js';
import { prefixFormat } from './format/prefix.js';
import { routeFormat } from './format/route.js';
import { ruleFormat } from './format/rule.js';
import { statsFormat } from './format/stats.js';
import { actionFormat } from './format/tc/action.js';
import { classFormat } from './format/tc/class.js';
import { chainFormat, filterFormat } from './format/tc/filter.js';
import { qdiscFormat } from './format/tc/qdisc.js';
import type { ObjectName } from './object-names.js';

type Family = 'inet' | 'inet6';

interface ObjectKind {
  /** The name of its schema. */
  readonly schema: keyof RouteMessages;
  /** What our JSON calls its events, and labels go by. */
  readonly label: EventObject;
  /** The groups to listen to; all of them, or those of one address family. */
  readonly groups: { readonly any: readonly RouteGroup[] } & {
    readonly [family in Family]?: readonly RouteGroup[];
  };
  readonly format: Format<any>;
}

export const objects: Readonly<Record<ObjectName, ObjectKind>> = {
  links: { schema: 'link', label: 'link', groups: { any: ['link'] }, format: linkFormat },
  addrs: {
    schema: 'addr',
    label: 'addr',
    groups: { any: ['ipv4Ifaddr', 'ipv6Ifaddr'], inet: ['ipv4Ifaddr'], inet6: ['ipv6Ifaddr'] },
    format: addrFormat,
  },
  routes: {
    schema: 'route',
    label: 'route',
    groups: { any: ['ipv4Route', 'ipv6Route', 'mplsRoute'], inet: ['ipv4Route'], inet6: ['ipv6Route'] },
    format: routeFormat,
  },
  mroutes: {
    schema: 'route',
    label: 'mroute',
    groups: { any: ['ipv4Mroute', 'ipv6Mroute'], inet: ['ipv4Mroute'], inet6: ['ipv6Mroute'] },
    format: multicastRouteFormat,
  },
  prefixes: {
    schema: 'prefix',
    label: 'prefix',
    groups: { any: ['ipv6Prefix'], inet: [], inet6: ['ipv6Prefix'] },
    format: prefixFormat,
  },
  neighs: { schema: 'neigh', label: 'neigh', groups: { any: ['neigh'] }, format: neighFormat },
  rules: {
    schema: 'rule',
    label: 'rule',
    groups: { any: ['ipv4Rule', 'ipv6Rule'], inet: ['ipv4Rule'], inet6: ['ipv6Rule'] },
    format: ruleFormat,
  },
  nexthops: { schema: 'nexthop', label: 'nexthop', groups: { any: ['nexthop'] }, format: nexthopFormat },
  netconfs: {
    schema: 'netconf',
    label: 'netconf',
    groups: {
      any: ['ipv4Netconf', 'ipv6Netconf', 'mplsNetconf'],
      inet: ['ipv4Netconf'],
      inet6: ['ipv6Netconf'],
    },
    format: netconfFormat,
  },
  nsids: { schema: 'nsid', label: 'nsid', groups: { any: ['nsid'] }, format: nsidFormat },
  stats: { schema: 'stats', label: 'stats', groups: { any: ['stats'] }, format: statsFormat },
  qdiscs: { schema: 'qdisc', label: 'qdisc', groups: { any: ['tc'] }, format: qdiscFormat },
  classes: { schema: 'class', label: 'class', groups: { any: ['tc'] }, format: classFormat },
  filters: { schema: 'filter', label: 'filter', groups: { any: ['tc'] }, format: filterFormat },
  chains: { schema: 'chain', label: 'chain', groups: { any: ['tc'] }, format: chainFormat },
  actions: { schema: 'action', label: 'action', groups: { any: ['tc'] }, format: actionFormat },
  fdb: { schema: 'neigh', label: 'fdb', groups: { any: ['neigh'] }, format: fdbFormat },
  ports: { schema: 'link', label: 'port', groups: { any: ['link'] }, format: portFormat },
  mdb: { schema: 'mdb', label: 'mdb', groups: { any: ['mdb'] }, format: mdbFormat },
  vlans: { schema: 'vlan', label: 'vlan', groups: { any: ['brvlan'] }, format: vlanFormat },
  maddrs: {
    schema: 'maddr',
    label: 'maddr',
    groups: { any: ['ipv4Mcaddr', 'ipv6Mcaddr'], inet: ['ipv4Mcaddr'], inet6: ['ipv6Mcaddr'] },
    format: maddrFormat,
  },
  ntables: { schema: 'neightbl', label: 'neightbl', groups: { any: [] }, format: neightblFormat },
};
