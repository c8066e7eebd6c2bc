import type { RouteGroup } from '../../netlink/route/index.js';
import { addrFormat } from './format/addr.js';
import type { EventObject } from './format/event-prefix.js';
import type { Format } from './format/format.js';
import { linkFormat } from './format/link.js';
import { multicastRouteFormat } from './format/multicast-route.js';
import { neighFormat } from './format/neigh.js';
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
  readonly schema: Exclude<EventObject, 'mroute'>;
  /** The groups to listen to; all of them, or those of one address family. */
  readonly groups: { readonly any: readonly RouteGroup[] } & {
    readonly [family in Family]?: readonly RouteGroup[];
  };
  readonly format: Format<any>;
}

export const objects: Readonly<Record<ObjectName, ObjectKind>> = {
  links: { schema: 'link', groups: { any: ['link'] }, format: linkFormat },
  addrs: {
    schema: 'addr',
    groups: { any: ['ipv4Ifaddr', 'ipv6Ifaddr'], inet: ['ipv4Ifaddr'], inet6: ['ipv6Ifaddr'] },
    format: addrFormat,
  },
  routes: {
    schema: 'route',
    groups: { any: ['ipv4Route', 'ipv6Route', 'mplsRoute'], inet: ['ipv4Route'], inet6: ['ipv6Route'] },
    format: routeFormat,
  },
  mroutes: {
    schema: 'route',
    groups: { any: ['ipv4Mroute', 'ipv6Mroute'], inet: ['ipv4Mroute'], inet6: ['ipv6Mroute'] },
    format: multicastRouteFormat,
  },
  prefixes: {
    schema: 'prefix',
    groups: { any: ['ipv6Prefix'], inet: [], inet6: ['ipv6Prefix'] },
    format: prefixFormat,
  },
  neighs: { schema: 'neigh', groups: { any: ['neigh'] }, format: neighFormat },
  rules: {
    schema: 'rule',
    groups: { any: ['ipv4Rule', 'ipv6Rule'], inet: ['ipv4Rule'], inet6: ['ipv6Rule'] },
    format: ruleFormat,
  },
  nexthops: { schema: 'nexthop', groups: { any: ['nexthop'] }, format: nexthopFormat },
  netconfs: {
    schema: 'netconf',
    groups: {
      any: ['ipv4Netconf', 'ipv6Netconf', 'mplsNetconf'],
      inet: ['ipv4Netconf'],
      inet6: ['ipv6Netconf'],
    },
    format: netconfFormat,
  },
  nsids: { schema: 'nsid', groups: { any: ['nsid'] }, format: nsidFormat },
  stats: { schema: 'stats', groups: { any: ['stats'] }, format: statsFormat },
  qdiscs: { schema: 'qdisc', groups: { any: ['tc'] }, format: qdiscFormat },
  classes: { schema: 'class', groups: { any: ['tc'] }, format: classFormat },
  filters: { schema: 'filter', groups: { any: ['tc'] }, format: filterFormat },
  chains: { schema: 'chain', groups: { any: ['tc'] }, format: chainFormat },
  actions: { schema: 'action', groups: { any: ['tc'] }, format: actionFormat },
};
