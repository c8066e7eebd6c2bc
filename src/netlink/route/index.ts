export { explain, explainMessages } from '../explain.js';
export { type Addr, type AddrInput, addr, addressProtocols } from './addr.js';
export { type Addrlabel, type AddrlabelInput, addrlabel } from './addrlabel.js';
export {
  addressFamilies,
  addressFlags,
  encapTypes,
  neighbourStates,
  nexthopFlags,
  routeProtocols,
  routeScopes,
  routeTypes,
} from './common.js';
export { type Dcb, type DcbInput, dcb } from './dcb.js';
export type { Encapsulation, EncapsulationInput, Encapsulations } from './encapsulations/index.js';
export { etherTypes } from './ether-types.js';
export { type RouteGroup, routeGroups } from './groups.js';
export { type Link, type LinkInput, link, linkFlags, linkModes, operationalStates } from './link.js';
export { linkTypes } from './link-types.js';
export { type Acaddr, type AcaddrInput, acaddr, type Maddr, type MaddrInput, maddr } from './maddr.js';
export { type Mdb, type MulticastGroup, mdb, mdbFlags } from './mdb.js';
export { type RouteMessages, routeMessages } from './messages.js';
export { type Nduseropt, nduseropt } from './nduseropt.js';
export { type Neigh, type NeighInput, neigh, neighbourFlags } from './neigh.js';
export { type Neightbl, type NeightblInput, neightbl } from './neightbl.js';
export { type Netconf, type NetconfInput, netconf } from './netconf.js';
export { type Nexthop, type NexthopInput, nexthop, nexthopGroupTypes } from './nexthop.js';
export { type NexthopBucket, type NexthopBucketInput, nexthopBucket } from './nexthop-bucket.js';
export { type Nsid, type NsidInput, nsid } from './nsid.js';
export { type Prefix, prefix, prefixFlags } from './prefix.js';
export { type Route, type RouteInput, route, routeFlags, routerPreferences } from './route.js';
export { type Rule, type RuleInput, rule, ruleActions, ruleFlags } from './rule.js';
export { type Stats, type StatsFilter, stats } from './stats.js';
export { type Action, type ActionInput, action } from './tc/action.js';
export { type Chain, type ChainInput, chain } from './tc/chain.js';
export { type Tclass, type TclassInput, tclass } from './tc/class.js';
export { type Tfilter, type TfilterInput, tfilter } from './tc/filter.js';
export { type Qdisc, type QdiscInput, qdisc } from './tc/qdisc.js';
export { type Tunnel, type TunnelInput, tunnel } from './tunnel.js';
export { type Vlan, type VlanFilter, vlan } from './vlan.js';
