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

/** The schemas of NETLINK_ROUTE by what their messages are about. */
export const routeMessages = {
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
} as const;

export type RouteMessages = typeof routeMessages;
