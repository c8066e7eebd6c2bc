import { enumOf, flags, names, padding, struct, u8, u16, u32, u64 } from '../../wire/index.js';
import { attributes, multi } from '../attributes.js';
import { type DecodedOf, type FilterOf, message } from '../message.js';
import { nested } from '../nested.js';
import { family } from './common.js';
import { multicastRouterTypes, querier } from './link-kinds/bridge.js';
import { vlanFlags } from './link-kinds/bridge-af-spec.js';
import { bridgePortStates } from './link-kinds/bridge-port.js';
import { routerPorts } from './router-ports.js';

const dumpFlags = names('BRIDGE_VLANDB_DUMPF', { stats: 1, global: 2 });

const tunnelInfo = attributes('BRIDGE_VLANDB_TINFO', { id: [1, u32], cmd: [2, u32] });

const statistics = attributes('BRIDGE_VLANDB_STATS', {
  rxBytes: [1, u64],
  rxPackets: [2, u64],
  txBytes: [3, u64],
  txPackets: [4, u64],
});

/** A VLAN of a port, or several in a row that are alike. */
const entry = attributes('BRIDGE_VLANDB_ENTRY', {
  info: [1, struct({ flags: flags(u16, vlanFlags), vid: u16 })],
  /** The last of several. */
  range: [2, u16],
  state: [3, enumOf(u8, bridgePortStates)],
  tunnelInfo: [4, nested(tunnelInfo, { flag: true })],
  stats: [5, nested(statistics, { flag: true })],
  mcastRouter: [6, enumOf(u8, multicastRouterTypes)],
  mcastNGroups: [7, u32],
  mcastMaxGroups: [8, u32],
  neighSuppress: [9, u8],
});

/** What holds for a VLAN on the whole bridge; intervals in clock ticks (1/100 s). */
const globalOptions = attributes('BRIDGE_VLANDB_GOPTS', {
  id: [1, u16],
  range: [2, u16],
  mcastSnooping: [3, u8],
  mcastIgmpVersion: [4, u8],
  mcastMldVersion: [5, u8],
  mcastLastMemberCnt: [6, u32],
  mcastStartupQueryCnt: [7, u32],
  mcastLastMemberIntvl: [8, u64],
  mcastMembershipIntvl: [10, u64],
  mcastQuerierIntvl: [11, u64],
  mcastQueryIntvl: [12, u64],
  mcastQueryResponseIntvl: [13, u64],
  mcastStartupQueryIntvl: [14, u64],
  mcastQuerier: [15, u8],
  mcastRouterPorts: [16, nested(attributes('MDBA', { router: [2, nested(routerPorts)] }), { flag: true })],
  mcastQuerierState: [17, nested(querier, { flag: true })],
  msti: [18, u16],
});

/** A bridge's VLANs: struct br_vlan_msg and BRIDGE_VLANDB_… (linux/if_bridge.h). */
export const vlan = message({
  name: 'vlan',
  types: { RTM_NEWVLAN: 112, RTM_DELVLAN: 113, RTM_GETVLAN: 114 },
  header: struct({
    family,
    _: padding(3),
    /** The port, or the bridge. */
    ifindex: u32,
  }),
  attributes: attributes('BRIDGE_VLANDB', {
    entry: [1, multi(nested(entry, { flag: true }))],
    globalOptions: [2, multi(nested(globalOptions, { flag: true }))],
  }),
  requests: {
    RTM_GETVLAN: attributes('BRIDGE_VLANDB_DUMP', { flags: [1, flags(u32, dumpFlags)] }),
  },
});

export type Vlan = DecodedOf<typeof vlan>;
export type VlanFilter = FilterOf<typeof vlan>;
