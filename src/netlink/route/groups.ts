import { names, unknownName } from '../../wire/index.js';

/** Multicast groups of NETLINK_ROUTE (linux/rtnetlink.h). Joining `ipv4MrouteR` and `ipv6MrouteR` needs CAP_NET_ADMIN. */
export const routeGroups = names('RTNLGRP', {
  link: 1,
  notify: 2,
  neigh: 3,
  tc: 4,
  ipv4Ifaddr: 5,
  ipv4Mroute: 6,
  ipv4Route: 7,
  ipv4Rule: 8,
  ipv6Ifaddr: 9,
  ipv6Mroute: 10,
  ipv6Route: 11,
  ipv6Ifinfo: 12,
  ipv6Prefix: 18,
  ipv6Rule: 19,
  ndUseropt: 20,
  phonetIfaddr: 21,
  phonetRoute: 22,
  dcb: 23,
  ipv4Netconf: 24,
  ipv6Netconf: 25,
  mdb: 26,
  mplsRoute: 27,
  nsid: 28,
  mplsNetconf: 29,
  ipv4MrouteR: 30,
  ipv6MrouteR: 31,
  nexthop: 32,
  brvlan: 33,
  mctpIfaddr: 34,
  tunnel: 35,
  stats: 36,
  ipv4Mcaddr: 37,
  ipv6Mcaddr: 38,
  ipv6Acaddr: 39,
});

export type RouteGroup = keyof typeof routeGroups.numbers;

/** A group's number. Throws WireError for a name that is none. */
export function groupNumber(group: RouteGroup | number): number {
  if (typeof group === 'number') return group;
  if (!Object.hasOwn(routeGroups.numbers, group)) throw unknownName(group, routeGroups);
  return routeGroups.numbers[group];
}
