import { be16, be32, enumOf, names, paddedLinkAddress, struct, u8 } from '../wire/index.js';
import { ethertypeOfLayer, ethertypes, layerOfEthertype } from './ethertypes.js';
import { hardwareTypes } from './hardware-types.js';
import { protocol } from './protocol.js';
import type { Seen } from './protocol-fields.js';

/** Whom a frame was for (linux/if_packet.h). */
const sllPacketTypes = names('PACKET', {
  host: 0,
  broadcast: 1,
  multicast: 2,
  otherhost: 3,
  outgoing: 4,
});

/** Numbers below those of Ethernet that the kernel has for what has none (linux/if_ether.h): 802.2 without a header. */
const ETH_P_802_2 = 4;

const carries = { field: 'protocol', layers: { ...ethertypeOfLayer, llc: ETH_P_802_2 } };
const next = ({ protocol }: Seen): string | undefined =>
  protocol === ETH_P_802_2 ? 'llc' : layerOfEthertype(protocol);
const defaults = { hardwareType: 'ether', addressLength: 6 } as const;

const marks: Readonly<Record<string, string>> = {
  host: 'In',
  broadcast: 'B',
  multicast: 'M',
  otherhost: 'P',
  outgoing: 'Out',
};
const line = ({ packetType }: Seen): string => `${marks[packetType] ?? packetType} `;

/** The cooked header of a capture on several interfaces (LINKTYPE_LINUX_SLL). */
export const sll = protocol({
  name: 'sll',
  header: struct({
    packetType: enumOf(be16, sllPacketTypes),
    hardwareType: enumOf(be16, hardwareTypes),
    addressLength: be16,
    /** The sender's. */
    address: paddedLinkAddress(8),
    protocol: enumOf(be16, ethertypes),
  }),
  defaults,
  carries,
  next,
  line,
});

/** The cooked header that has the interface too (LINKTYPE_LINUX_SLL2). */
export const sll2 = protocol({
  name: 'sll2',
  header: struct({
    protocol: enumOf(be16, ethertypes),
    reserved: be16,
    ifindex: be32,
    hardwareType: enumOf(be16, hardwareTypes),
    packetType: enumOf(u8, sllPacketTypes),
    addressLength: u8,
    address: paddedLinkAddress(8),
  }),
  defaults,
  carries,
  next,
  line,
});
