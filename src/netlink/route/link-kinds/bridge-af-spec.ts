import { enumOf, flags, names, struct, u8, u16, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';
import { bridgeCfm } from './bridge-cfm.js';
import { bridgeMrp } from './bridge-mrp.js';
import { bridgePortStates } from './bridge-port.js';

/** Who a request to a bridge port is for (linux/if_bridge.h). */
const bridgeFlags = names('BRIDGE_FLAGS', { master: 1, self: 2 });

/** How a network card forwards between its functions (linux/if_bridge.h). */
const bridgeModes = names('BRIDGE_MODE', { veb: 0, vepa: 1, undef: 0xffff });

export const vlanFlags = names('BRIDGE_VLAN_INFO', {
  master: 1 << 0,
  pvid: 1 << 1,
  untagged: 1 << 2,
  rangeBegin: 1 << 3,
  rangeEnd: 1 << 4,
  brentry: 1 << 5,
  onlyOpts: 1 << 6,
});

/** A VLAN of a port that is a VXLAN network of number `id`. */
const vlanTunnel = attributes('IFLA_BRIDGE_VLAN_TUNNEL', {
  id: [1, u32],
  vid: [2, u16],
  flags: [3, flags(u16, vlanFlags)],
});

const spanningTreeInstance = attributes('IFLA_BRIDGE_MST_ENTRY', {
  msti: [1, u16],
  state: [2, enumOf(u8, bridgePortStates)],
});

const spanningTrees = attributes('IFLA_BRIDGE_MST', {
  entry: [1, multi(nested(spanningTreeInstance, { flag: 'in requests' }))],
});

/** IFLA_AF_SPEC in messages of family AF_BRIDGE: IFLA_BRIDGE_… (linux/if_bridge.h). */
export const bridgeAfSpec = attributes('IFLA_BRIDGE', {
  flags: [0, flags(u16, bridgeFlags)],
  mode: [1, enumOf(u16, bridgeModes)],
  /** A range is two: its begin and its end. */
  vlanInfo: [2, multi(struct({ flags: flags(u16, vlanFlags), vid: u16 }))],
  vlanTunnelInfo: [3, multi(nested(vlanTunnel))],
  mrp: [4, nested(bridgeMrp, { flag: 'in requests' })],
  cfm: [5, nested(bridgeCfm, { flag: true })],
  mst: [6, nested(spanningTrees, { flag: true })],
});
