import { Connection, type ConnectionOptions } from '../connection.js';
import { messageFlags } from '../header.js';
import { Subscription, type SubscriptionOptions } from '../subscription.js';
import { addr } from './addr.js';
import { addrlabel } from './addrlabel.js';
import { DcbSettings } from './dcb-settings.js';
import { groupNumber, type RouteGroup } from './groups.js';
import { link } from './link.js';
import { type AcaddrInput, acaddr, type MaddrInput, maddr } from './maddr.js';
import { mdb } from './mdb.js';
import { type RouteMessages, routeMessages } from './messages.js';
import { neigh } from './neigh.js';
import { type NeightblInput, neightbl } from './neightbl.js';
import { type NetconfInput, netconf } from './netconf.js';
import { nexthop } from './nexthop.js';
import { type NexthopBucketInput, nexthopBucket } from './nexthop-bucket.js';
import { type NsidInput, nsid } from './nsid.js';
import { ObjectTable } from './object-table.js';
import { type ActionFilter, type ActionOptions, actionFilter, actionValue } from './options/action.js';
import { type AddrOptions, addrValue } from './options/addr.js';
import { type AddrlabelOptions, addrlabelValue } from './options/addrlabel.js';
import { type ClassOptions, classValue } from './options/class.js';
import { chainValue, type FilterOptions, filterValue } from './options/filter.js';
import { type LinkOptions, linkValue } from './options/link.js';
import { type MdbOptions, mdbValue } from './options/mdb.js';
import { type NeighOptions, neighValue } from './options/neigh.js';
import { type NexthopOptions, nexthopValue } from './options/nexthop.js';
import { type PortOptions, portValue } from './options/port.js';
import { type QdiscOptions, qdiscValue } from './options/qdisc.js';
import { type RouteOptions, routeValue } from './options/route.js';
import { type RuleOptions, ruleValue } from './options/rule.js';
import type { IndexOf, ToValue } from './options/verb.js';
import { route } from './route.js';
import { rule } from './rule.js';
import { type StatsFilter, stats } from './stats.js';
import { action } from './tc/action.js';
import { chain } from './tc/chain.js';
import { tclass } from './tc/class.js';
import { tfilter } from './tc/filter.js';
import { qdisc } from './tc/qdisc.js';
import { type TunnelInput, tunnel } from './tunnel.js';
import { type VlanFilter, vlan } from './vlan.js';

/** The schema's own fields, as they are. */
const asGiven: ToValue<any, any> = options => ({ family: 'unspec', ...options });

/** Those that are there and only change. */
const settings = { set: 'SET', flags: { set: 0 } } as const;
/** Those that a NEW message without flags changes. */
const changeable = { flags: { set: 0 } } as const;
/** Those that are changed so, and that the kernel answers a GET about only where an echo is asked for. */
const echoed = { flags: { set: 0, get: messageFlags.NLM_F_ECHO } } as const;
const bridges = { family: 'bridge' } as const;
/** Every attribute of IFLA_STATS_…. */
const allStatistics = 0x1f;

/**
 * The kernel's links, addresses, routes, neighbours, rules and next hops (rtnetlink(7)): a table for each, and their
 * changes as they happen.
 */
export class Rtnetlink implements AsyncDisposable {
  readonly connection: Connection;
  readonly links: ObjectTable<typeof link, LinkOptions>;
  /** Ports of bridges, and bridges as such: links of family AF_BRIDGE. They are changed; `delete` takes VLANs away. */
  readonly ports: ObjectTable<typeof link, PortOptions>;
  readonly addrs: ObjectTable<typeof addr, AddrOptions>;
  readonly routes: ObjectTable<typeof route, RouteOptions>;
  readonly neighs: ObjectTable<typeof neigh, NeighOptions>;
  readonly rules: ObjectTable<typeof rule, RuleOptions>;
  readonly nexthops: ObjectTable<typeof nexthop, NexthopOptions>;
  readonly netconfs: ObjectTable<typeof netconf, NetconfInput>;
  readonly nsids: ObjectTable<typeof nsid, NsidInput>;
  readonly nexthopBuckets: ObjectTable<typeof nexthopBucket, NexthopBucketInput>;
  /** The neighbour tables themselves, and their parameters for each interface. */
  readonly neightbls: ObjectTable<typeof neightbl, NeightblInput>;
  /** What interfaces count: everything, unless `filterMask` says what. */
  readonly stats: ObjectTable<typeof stats, StatsFilter>;
  /** Multicast addresses: of IPv6, or of the `family` that is given (IPv4 since Linux 6.14). */
  readonly maddrs: ObjectTable<typeof maddr, MaddrInput>;
  /** Anycast addresses, which only IPv6 has. */
  readonly acaddrs: ObjectTable<typeof acaddr, AcaddrInput>;
  readonly addrlabels: ObjectTable<typeof addrlabel, AddrlabelOptions>;
  /** The multicast databases of bridges. */
  readonly mdb: ObjectTable<typeof mdb, MdbOptions>;
  /** The VLANs of bridges and their ports. */
  readonly vlans: ObjectTable<typeof vlan, VlanFilter>;
  /** The network identifiers that VXLAN interfaces take in. */
  readonly tunnels: ObjectTable<typeof tunnel, TunnelInput>;
  /** Queueing disciplines (tc(8)): of every interface, whatever `ifindex` says. */
  readonly qdiscs: ObjectTable<typeof qdisc, QdiscOptions>;
  /** Classes of queueing disciplines: the kernel lists those of the interface `ifindex`, of its qdisc `parent` if given. */
  readonly classes: ObjectTable<typeof tclass, ClassOptions>;
  /** Filters: the kernel lists those of an interface's qdisc `parent`, the root qdisc unless given. */
  readonly filters: ObjectTable<typeof tfilter, FilterOptions>;
  /** Chains of filters, listed as filters are. */
  readonly chains: ObjectTable<typeof chain, FilterOptions>;
  /** Actions, with filters or without: listed by their kind, in messages of as many as fit into one. */
  readonly actions: ObjectTable<typeof action, ActionOptions, ActionFilter>;
  /** Data center bridging, of one interface at a time. */
  readonly dcb: DcbSettings;

  private constructor(options: Omit<ConnectionOptions, 'protocol'>) {
    const connection = Connection.open(options);
    const indexOf: IndexOf = device =>
      typeof device === 'number' ? device : connection.interfaceIndex(device);
    this.connection = connection;
    // RTM_NEWLINK without NLM_F_CREATE changes; NLM_F_REPLACE it does not take.
    this.links = new ObjectTable(connection, link, linkValue, indexOf, changeable);
    this.ports = new ObjectTable(connection, link, portValue, indexOf, { ...settings, filter: bridges });
    this.addrs = new ObjectTable(connection, addr, addrValue, indexOf);
    this.routes = new ObjectTable(connection, route, routeValue, indexOf);
    this.neighs = new ObjectTable(connection, neigh, neighValue, indexOf);
    this.rules = new ObjectTable(connection, rule, ruleValue, indexOf);
    this.nexthops = new ObjectTable(connection, nexthop, nexthopValue, indexOf);
    this.netconfs = new ObjectTable(connection, netconf, asGiven, indexOf);
    this.nsids = new ObjectTable(connection, nsid, asGiven, indexOf);
    this.nexthopBuckets = new ObjectTable(connection, nexthopBucket, asGiven, indexOf);
    this.neightbls = new ObjectTable(connection, neightbl, asGiven, indexOf, settings);
    this.stats = new ObjectTable(connection, stats, asGiven, indexOf, {
      ...settings,
      filter: { filterMask: allStatistics },
    });
    this.maddrs = new ObjectTable(connection, maddr, asGiven, indexOf, { filter: { family: 'inet6' } });
    this.acaddrs = new ObjectTable(connection, acaddr, asGiven, indexOf, { filter: { family: 'inet6' } });
    this.addrlabels = new ObjectTable(connection, addrlabel, addrlabelValue, indexOf, {
      filter: { family: 'inet6' },
    });
    this.mdb = new ObjectTable(connection, mdb, mdbValue, indexOf, { filter: bridges });
    this.vlans = new ObjectTable(connection, vlan, asGiven, indexOf, { filter: bridges });
    this.tunnels = new ObjectTable(connection, tunnel, asGiven, indexOf, { filter: bridges });
    this.qdiscs = new ObjectTable(connection, qdisc, qdiscValue, indexOf, echoed);
    this.classes = new ObjectTable(connection, tclass, classValue, indexOf, echoed);
    this.filters = new ObjectTable(connection, tfilter, filterValue, indexOf, changeable);
    this.chains = new ObjectTable(connection, chain, chainValue, indexOf);
    this.actions = new ObjectTable(connection, action, actionValue, indexOf, { toFilter: actionFilter });
    this.dcb = new DcbSettings(connection);
  }

  /** Opens a connection, to another network namespace if one is given. Throws SocketError. */
  static open(options: Omit<ConnectionOptions, 'protocol'> = {}): Rtnetlink {
    return new Rtnetlink(options);
  }

  /**
   * What the kernel says to these groups, from now on. Throws SocketError (EBADF once the connection is closed), and
   * WireError for the name of a group that there is not.
   */
  subscribe(
    groups: Iterable<RouteGroup | number>,
    options: Omit<SubscriptionOptions, 'protocol' | 'namespace'> = {},
  ): Subscription<RouteMessages> {
    this.connection.checkOpen('socket');
    const numbers = Array.from(groups, groupNumber);
    return new Subscription(routeMessages, numbers, { ...options, namespace: this.connection.namespace });
  }

  /** Closes the connection; subscriptions are closed on their own. */
  close(): void {
    this.connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}
