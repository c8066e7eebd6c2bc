import { enumOf, names, presence, u8, u16, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { multicastRouterTypes } from './bridge.js';
import { bridgeId } from './bridge-id.js';

/** State of a port in the spanning tree (linux/if_bridge.h). */
export const bridgePortStates = names('BR_STATE', {
  disabled: 0,
  listening: 1,
  learning: 2,
  forwarding: 3,
  blocking: 4,
});

/**
 * A port of a bridge: IFLA_BRPORT_… (linux/if_link.h), in IFLA_INFO_SLAVE_DATA, and in IFLA_PROTINFO of messages of
 * family AF_BRIDGE. Timers are in 1/100 s.
 */
export const bridgePort = attributes('IFLA_BRPORT', {
  state: [1, enumOf(u8, bridgePortStates)],
  priority: [2, u16],
  cost: [3, u32],
  /** Hairpin: frames may leave by the port that they came from. */
  mode: [4, u8],
  guard: [5, u8],
  protect: [6, u8],
  fastLeave: [7, u8],
  learning: [8, u8],
  unicastFlood: [9, u8],
  proxyarp: [10, u8],
  learningSync: [11, u8],
  proxyarpWifi: [12, u8],
  rootId: [13, bridgeId],
  bridgeId: [14, bridgeId],
  designatedPort: [15, u16],
  designatedCost: [16, u16],
  id: [17, u16],
  no: [18, u16],
  topologyChangeAck: [19, u8],
  configPending: [20, u8],
  messageAgeTimer: [21, u64],
  forwardDelayTimer: [22, u64],
  holdTimer: [23, u64],
  /** In a request: forget what was learned behind the port. */
  flush: [24, presence],
  multicastRouter: [25, enumOf(u8, multicastRouterTypes)],
  mcastFlood: [27, u8],
  mcastToUcast: [28, u8],
  vlanTunnel: [29, u8],
  bcastFlood: [30, u8],
  groupFwdMask: [31, u16],
  neighSuppress: [32, u8],
  isolated: [33, u8],
  backupPort: [34, u32],
  mrpRingOpen: [35, u8],
  mrpInOpen: [36, u8],
  mcastEhtHostsLimit: [37, u32],
  mcastEhtHostsCnt: [38, u32],
  locked: [39, u8],
  mab: [40, u8],
  mcastNGroups: [41, u32],
  mcastMaxGroups: [42, u32],
  neighVlanSuppress: [43, u8],
  backupNhid: [44, u32],
});
