import { enumOf, names, struct, u16, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

/** Whom a packet is for (linux/if_packet.h). */
const packetTypes = names('PACKET', { host: 0, broadcast: 1, multicast: 2, otherhost: 3 });

/** Changes what the kernel notes about a packet: TCA_SKBEDIT_… (linux/tc_act/tc_skbedit.h). */
export const skbedit = attributes('TCA_SKBEDIT', {
  tm: [1, times],
  parms: [2, struct(general)],
  /** A class, as `1:10` in 16 and 16 bits. */
  priority: [3, u32],
  queueMapping: [4, u16],
  mark: [5, u32],
  ptype: [7, enumOf(u16, packetTypes)],
  /** Bits of the mark that are changed. */
  mask: [8, u32],
  /** SKBEDIT_F_…: 0x20, priority from the DS field; 0x40, the queue from the packet's hash. */
  flags: [9, u64],
  queueMappingMax: [10, u16],
});
