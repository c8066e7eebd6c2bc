import { enumOf, linkAddress, names, u8, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

const protocols = names('HSR_PROTOCOL', { hsr: 0, prp: 1 });

/** Two interfaces that carry the same (IEC 62439-3): IFLA_HSR_… (linux/if_link.h). */
export const hsr = attributes('IFLA_HSR', {
  slave1: [1, u32],
  slave2: [2, u32],
  /** The last byte of the address that supervision frames go to. */
  multicastSpec: [3, u8],
  supervisionAddr: [4, linkAddress],
  seqNr: [5, u16],
  version: [6, u8],
  protocol: [7, enumOf(u8, protocols)],
  interlink: [8, u32],
});
