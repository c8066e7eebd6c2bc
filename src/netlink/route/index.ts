export { explain } from '../explain.js';
export { type Addr, type AddrInput, addr, addressFlags, addressProtocols } from './addr.js';
export {
  addressFamilies,
  encapTypes,
  nexthopFlags,
  routeProtocols,
  routeScopes,
  routeTypes,
} from './common.js';
export { type RouteGroup, routeGroups } from './groups.js';
export { type Link, type LinkInput, link, linkFlags, linkModes, operationalStates } from './link.js';
export { linkTypes } from './link-types.js';
export { type RouteMessages, routeMessages } from './messages.js';
export { type Neigh, type NeighInput, neigh, neighbourFlags, neighbourStates } from './neigh.js';
export { type Netconf, type NetconfInput, netconf } from './netconf.js';
export { type Nexthop, type NexthopInput, nexthop, nexthopGroupTypes } from './nexthop.js';
export { type Nsid, type NsidInput, nsid } from './nsid.js';
export { type Route, type RouteInput, route, routeFlags, routerPreferences } from './route.js';
export { type Rule, type RuleInput, rule, ruleActions, ruleFlags } from './rule.js';
