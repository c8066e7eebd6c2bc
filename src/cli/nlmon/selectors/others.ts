import { neighbourStates, routeProtocols } from '../../../netlink/route/common.js';
import type { Neigh, Nexthop } from '../../../netlink/route/index.js';
import { bitsOf } from '../format/number-names.js';
import { leafNames } from '../format/stats-leaf-names.js';
import { numberIn } from './routes.js';
import type { Selector, Selectors } from './selector.js';
import { namedNumber, numberOf, oneOf } from './values.js';

const name = (text: string): string => text;

const nexthopMaster: Selector<Nexthop, string> = {
  describe: 'next hops over ports of this bridge or VRF',
  takes: 'NAME',
  read: name,
  ask: (device, { indexOf }) => ({ master: indexOf(device) }),
};

/** What `ip nexthop show` chooses by. */
export const nexthopSelectors: Selectors<Nexthop> = {
  groups: {
    describe: 'groups only',
    ask: () => ({ groups: true }),
    accepts: (_, { group }: Nexthop) => group !== undefined,
  },
  fdb: {
    describe: 'next hops of forwarding databases',
    ask: () => ({ fdb: true }),
    accepts: (_, { fdb }: Nexthop) => fdb === true,
  },
  proto: {
    describe: 'next hops that this installed',
    takes: 'PROTOCOL',
    read: namedNumber('protocol', ({ protocols }) => protocols),
    accepts: (protocol: number, nexthop: Nexthop) =>
      numberIn(routeProtocols.numbers, nexthop.protocol) === protocol,
  },
  master: nexthopMaster,
  vrf: { ...nexthopMaster, describe: 'next hops over interfaces of this VRF' },
};

const vlanNumber: Selector<unknown, number> = {
  describe: 'this VLAN',
  takes: 'NUMBER',
  read: numberOf('vid', 4095),
  context: vlan => ({ vlan }),
};

const states = ['permanent', 'static', 'stale', 'reachable'] as const;
const stateBits = {
  permanent: neighbourStates.numbers.permanent,
  static: neighbourStates.numbers.noarp,
  stale: neighbourStates.numbers.stale,
  reachable: neighbourStates.numbers.reachable,
};

/** What `bridge fdb show` chooses by. */
export const fdbSelectors: Selectors<Neigh> = {
  br: {
    describe: 'entries of this bridge',
    takes: 'NAME',
    read: name,
    ask: (bridge: string, { indexOf }) => ({ master: indexOf(bridge) }),
    // What ports have for themselves does not tell the bridge.
    accepts: (bridge: string, { master, ifindex }: Neigh, { is, live }) =>
      !live || is(master, bridge) || is(ifindex, bridge),
  },
  brport: {
    describe: 'entries of this port',
    takes: 'NAME',
    read: name,
    ask: (port: string, { indexOf }) => ({ ifindex: indexOf(port) }),
    accepts: (port: string, { ifindex }: Neigh, { is }) => is(ifindex, port),
    context: () => ({ device: true }),
  },
  vlan: {
    describe: 'entries of this VLAN',
    takes: 'NUMBER',
    read: numberOf('vlan', 4095),
    accepts: (vlan: number, entry: Neigh) => (entry.vlan ?? 0) === vlan,
  },
  state: {
    describe: 'entries in this state: permanent, static, stale, reachable',
    takes: 'STATE',
    read: oneOf('state of entries', states),
    accepts: (state: (typeof states)[number], entry: Neigh) =>
      (bitsOf(entry.state, neighbourStates) & stateBits[state]) !== 0,
  },
  dynamic: {
    describe: 'entries that are not permanent',
    accepts: (_, { state }: Neigh) => !state.includes('permanent'),
  },
};

export const mdbSelectors: Selectors = { vid: vlanNumber };

export const vlanSelectors: Selectors = {
  vid: vlanNumber,
  global: { describe: 'what holds for VLANs on the whole bridge' },
  tunnel: { describe: 'VLANs that are networks of a VXLAN interface' },
  compressed: { describe: 'VLANs in a row that are alike on one line' },
};

const part = (key: 'group' | 'subgroup' | 'suite', describe: string): Selector<unknown, string> => ({
  describe,
  takes: key.toUpperCase(),
  read: oneOf(key, leafNames[key]),
});

export const statsSelectors: Selectors = {
  group: part('group', 'statistics of this group: link, offload, xstats, xstats_slave, afstats'),
  subgroup: part('subgroup', 'statistics of this subgroup: l3_stats, bridge, bond, mpls, …'),
  suite: part('suite', 'statistics of this suite: mcast, stp, 802.3ad'),
};

export const neightblSelectors: Selectors = {
  name: {
    describe: 'the table of this name: arp_cache, ndisc_cache',
    takes: 'NAME',
    read: name,
    accepts: (table: string, item: { name?: string }) => item.name === table,
  },
};
