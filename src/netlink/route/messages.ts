import { addr } from './addr.js';
import { addrlabel } from './addrlabel.js';
import { dcb } from './dcb.js';
import { link } from './link.js';
import { acaddr, maddr } from './maddr.js';
import { mdb } from './mdb.js';
import { nduseropt } from './nduseropt.js';
import { neigh } from './neigh.js';
import { neightbl } from './neightbl.js';
import { netconf } from './netconf.js';
import { nexthop } from './nexthop.js';
import { nexthopBucket } from './nexthop-bucket.js';
import { nsid } from './nsid.js';
import { prefix } from './prefix.js';
import { route } from './route.js';
import { rule } from './rule.js';
import { stats } from './stats.js';
import { action } from './tc/action.js';
import { chain } from './tc/chain.js';
import { tclass } from './tc/class.js';
import { tfilter } from './tc/filter.js';
import { qdisc } from './tc/qdisc.js';
import { tunnel } from './tunnel.js';
import { vlan } from './vlan.js';

/**
 * The schemas of NETLINK_ROUTE by what their messages are about. Written out by name, so that the declarations shipped
 * refer to each schema's own type: inferred, they would repeat them all, a megabyte for every reader to check.
 */
export type RouteMessages = {
  readonly link: typeof link;
  readonly addr: typeof addr;
  readonly route: typeof route;
  readonly neigh: typeof neigh;
  readonly rule: typeof rule;
  readonly nexthop: typeof nexthop;
  readonly nexthopBucket: typeof nexthopBucket;
  readonly netconf: typeof netconf;
  readonly nsid: typeof nsid;
  readonly prefix: typeof prefix;
  readonly nduseropt: typeof nduseropt;
  readonly neightbl: typeof neightbl;
  readonly addrlabel: typeof addrlabel;
  readonly maddr: typeof maddr;
  readonly acaddr: typeof acaddr;
  readonly mdb: typeof mdb;
  readonly vlan: typeof vlan;
  readonly tunnel: typeof tunnel;
  readonly dcb: typeof dcb;
  readonly stats: typeof stats;
  readonly qdisc: typeof qdisc;
  readonly class: typeof tclass;
  readonly filter: typeof tfilter;
  readonly chain: typeof chain;
  readonly action: typeof action;
};

export const routeMessages: RouteMessages = {
  link,
  addr,
  route,
  neigh,
  rule,
  nexthop,
  nexthopBucket,
  netconf,
  nsid,
  prefix,
  nduseropt,
  neightbl,
  addrlabel,
  maddr,
  acaddr,
  mdb,
  vlan,
  tunnel,
  dcb,
  stats,
  qdisc,
  class: tclass,
  filter: tfilter,
  chain,
  action,
};
