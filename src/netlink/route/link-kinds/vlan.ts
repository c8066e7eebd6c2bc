import { be16, enumOf, flags, names, struct, u16, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';

/** Tags of Ethernet frames (linux/if_ether.h). */
export const vlanProtocols = names('ETH_P', { '8021q': 0x8100, '8021ad': 0x88a8 });

/** What a VLAN does (linux/if_vlan.h). */
export const vlanFlags = names('VLAN_FLAG', {
  reorderHdr: 1,
  gvrp: 2,
  looseBinding: 4,
  mvrp: 8,
  bridgeBinding: 16,
});

/** Priorities of packets and those in tags, from one to the other. */
const priorities = attributes('IFLA_VLAN_QOS', { mapping: [1, multi(struct({ from: u32, to: u32 }))] });

/** A VLAN: IFLA_VLAN_… (linux/if_link.h). */
export const vlan = attributes('IFLA_VLAN', {
  id: [1, u16],
  /** struct ifla_vlan_flags; in a request, `mask` has those that are to change. */
  flags: [2, struct({ flags: flags(u32, vlanFlags), mask: flags(u32, vlanFlags) })],
  egressQos: [3, nested(priorities)],
  ingressQos: [4, nested(priorities)],
  protocol: [5, enumOf(be16, vlanProtocols)],
});
