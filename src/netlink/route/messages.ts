import { addr } from './addr.js';
import { link } from './link.js';
import { neigh } from './neigh.js';
import { netconf } from './netconf.js';
import { nexthop } from './nexthop.js';
import { nsid } from './nsid.js';
import { route } from './route.js';
import { rule } from './rule.js';

/** The schemas of NETLINK_ROUTE by what their messages are about. */
export const routeMessages = { link, addr, route, neigh, rule, nexthop, netconf, nsid } as const;

export type RouteMessages = typeof routeMessages;
