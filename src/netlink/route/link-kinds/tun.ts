import { enumOf, names, u8, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** linux/if_tun.h: IP packets, or Ethernet frames. */
const types = names('IFF', { tun: 1, tap: 2 });

/** What programs read and write: IFLA_TUN_… (linux/if_link.h). It is made over /dev/net/tun, not by a request. */
export const tun = attributes('IFLA_TUN', {
  /** The user and the group that may use it, by number. */
  owner: [1, u32],
  group: [2, u32],
  type: [3, enumOf(u8, types)],
  pi: [4, u8],
  vnetHdr: [5, u8],
  persist: [6, u8],
  multiQueue: [7, u8],
  numQueues: [8, u32],
  numDisabledQueues: [9, u32],
});
