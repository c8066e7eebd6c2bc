import { be16, enumOf, fixedLinkAddress, i32, names, struct, u8, u16 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { etherTypes } from '../ether-types.js';
import { general, times } from './general.js';

const vlanActions = names('TCA_VLAN_ACT', { pop: 1, push: 2, modify: 3, popEth: 4, pushEth: 5 });

/** Adds, changes and removes VLAN tags and Ethernet headers: TCA_VLAN_… (linux/tc_act/tc_vlan.h). */
export const vlanAction = attributes('TCA_VLAN', {
  tm: [1, times],
  parms: [2, struct({ ...general, vAction: enumOf(i32, vlanActions) })],
  pushVlanId: [3, u16],
  pushVlanProtocol: [4, enumOf(be16, etherTypes)],
  pushVlanPriority: [6, u8],
  pushEthDst: [7, fixedLinkAddress(6)],
  pushEthSrc: [8, fixedLinkAddress(6)],
});
