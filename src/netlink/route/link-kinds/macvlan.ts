import { enumOf, flags, i32, linkAddress, names, u16, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';

const modes = names('MACVLAN_MODE', { private: 1, vepa: 2, bridge: 4, passthru: 8, source: 16 });
const flagNames = names('MACVLAN_FLAG', { nopromisc: 1, nodst: 2 });
/** What a request does to the addresses of mode `source`. */
const addressModes = names('MACVLAN_MACADDR', { add: 0, del: 1, flush: 2, set: 3 });

const addresses = attributes('IFLA_MACVLAN', { macaddr: [4, multi(linkAddress)] });

/** Kinds `macvlan` and `macvtap`: IFLA_MACVLAN_… (linux/if_link.h). */
export const macvlan = attributes('IFLA_MACVLAN', {
  mode: [1, enumOf(u32, modes)],
  flags: [2, flags(u16, flagNames)],
  macaddrMode: [3, enumOf(u32, addressModes)],
  macaddr: [4, linkAddress],
  macaddrData: [5, nested(addresses)],
  macaddrCount: [6, u32],
  bcQueueLen: [7, u32],
  bcQueueLenUsed: [8, u32],
  /** Multicast to fewer interfaces than this is delivered at once; negative: all is queued. */
  bcCutoff: [9, i32],
});
