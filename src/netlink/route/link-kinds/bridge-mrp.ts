import { enumOf, names, u16, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';

/** linux/mrp_bridge.h */
const ringRoles = names('BR_MRP_RING_ROLE', { disabled: 0, mrc: 1, mrm: 2, mra: 3 });
const interconnectRoles = names('BR_MRP_IN_ROLE', { disabled: 0, mic: 1, mim: 2 });
const ringStates = names('BR_MRP_RING_STATE', { open: 0, closed: 1 });
const interconnectStates = names('BR_MRP_IN_STATE', { open: 0, closed: 1 });
const portStates = names('BR_MRP_PORT_STATE', {
  disabled: 0,
  blocked: 1,
  forwarding: 2,
  notConnected: 3,
});
const portRoles = names('BR_MRP_PORT_ROLE', { primary: 0, secondary: 1, inter: 2 });

const instance = attributes('IFLA_BRIDGE_MRP_INSTANCE', {
  ringId: [1, u32],
  /** The primary and the secondary port. */
  pIfindex: [2, u32],
  sIfindex: [3, u32],
  prio: [4, u16],
});

/** Intervals and periods in microseconds. */
const info = attributes('IFLA_BRIDGE_MRP_INFO', {
  ringId: [1, u32],
  pIfindex: [2, u32],
  sIfindex: [3, u32],
  prio: [4, u16],
  ringState: [5, enumOf(u32, ringStates)],
  ringRole: [6, enumOf(u32, ringRoles)],
  testInterval: [7, u32],
  testMaxMiss: [8, u32],
  testMonitor: [9, u32],
  iIfindex: [10, u32],
  inState: [11, enumOf(u32, interconnectStates)],
  inRole: [12, enumOf(u32, interconnectRoles)],
  inTestInterval: [13, u32],
  inTestMaxMiss: [14, u32],
});

/** The kernel wants marks that it does not make. */
const flag = 'in requests';

/** Media redundancy (IEC 62439-2): IFLA_BRIDGE_MRP_… (linux/if_bridge.h). The kernel says `info`, programs the others. */
export const bridgeMrp = attributes('IFLA_BRIDGE_MRP', {
  instance: [1, nested(instance, { flag })],
  portState: [
    2,
    nested(attributes('IFLA_BRIDGE_MRP_PORT_STATE', { state: [1, enumOf(u32, portStates)] }), { flag }),
  ],
  portRole: [
    3,
    nested(attributes('IFLA_BRIDGE_MRP_PORT_ROLE', { role: [1, enumOf(u32, portRoles)] }), { flag }),
  ],
  ringState: [
    4,
    nested(
      attributes('IFLA_BRIDGE_MRP_RING_STATE', { ringId: [1, u32], state: [2, enumOf(u32, ringStates)] }),
      { flag },
    ),
  ],
  ringRole: [
    5,
    nested(attributes('IFLA_BRIDGE_MRP_RING_ROLE', { ringId: [1, u32], role: [2, enumOf(u32, ringRoles)] }), {
      flag,
    }),
  ],
  startTest: [
    6,
    nested(
      attributes('IFLA_BRIDGE_MRP_START_TEST', {
        ringId: [1, u32],
        interval: [2, u32],
        maxMiss: [3, u32],
        period: [4, u32],
        monitor: [5, u32],
      }),
      { flag },
    ),
  ],
  info: [7, multi(nested(info, { flag }))],
  inRole: [
    8,
    nested(
      attributes('IFLA_BRIDGE_MRP_IN_ROLE', {
        ringId: [1, u32],
        inId: [2, u16],
        role: [3, enumOf(u32, interconnectRoles)],
        iIfindex: [4, u32],
      }),
      { flag },
    ),
  ],
  inState: [
    9,
    nested(
      attributes('IFLA_BRIDGE_MRP_IN_STATE', {
        inId: [1, u16],
        state: [2, enumOf(u32, interconnectStates)],
      }),
      { flag },
    ),
  ],
  startInTest: [
    10,
    nested(
      attributes('IFLA_BRIDGE_MRP_START_IN_TEST', {
        inId: [1, u16],
        interval: [2, u32],
        maxMiss: [3, u32],
        period: [4, u32],
      }),
      { flag },
    ),
  ],
});
