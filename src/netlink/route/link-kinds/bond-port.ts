import { enumOf, flags, i32, linkAddress, names, u8, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** linux/if_bonding.h */
const portStates = names('BOND_STATE', { active: 0, backup: 1 });
const linkStates = names('BOND_LINK', { up: 0, fail: 1, down: 2, back: 3 });
/** What a port says of itself in LACP (IEEE 802.1AX). */
export const lacpStates = names('LACP_STATE', {
  lacpActivity: 0x1,
  lacpTimeout: 0x2,
  aggregation: 0x4,
  synchronization: 0x8,
  collecting: 0x10,
  distributing: 0x20,
  defaulted: 0x40,
  expired: 0x80,
});

/** A port of a bond: IFLA_BOND_SLAVE_… (linux/if_link.h). */
export const bondPort = attributes('IFLA_BOND_SLAVE', {
  state: [1, enumOf(u8, portStates)],
  miiStatus: [2, enumOf(u8, linkStates)],
  linkFailureCount: [3, u32],
  permHwaddr: [4, linkAddress],
  queueId: [5, u16],
  adAggregatorId: [6, u16],
  adActorOperPortState: [7, flags(u8, lacpStates)],
  adPartnerOperPortState: [8, flags(u16, lacpStates)],
  /** Which port is preferred; the highest. */
  prio: [9, i32],
  actorPortPrio: [10, u16],
  /** Whether the ends agree on who is in the aggregate: 0 not known yet, 1 no, 2 yes (IEEE 802.1AX, 6.4.17). */
  adChurnActorState: [11, u8],
  adChurnPartnerState: [12, u8],
});
