import { enumOf, names, u8, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import type { Peer } from './peer.js';

/** What is done with packets that no program decides on. */
const policies = names('NETKIT', { pass: 0, drop: 2 });
const modes = names('NETKIT', { l2: 0, l3: 1 });
/** Whether marks and priorities of packets are cleared on their way through. */
const scrubs = names('NETKIT_SCRUB', { none: 0, default: 1 });

/** IFLA_NETKIT_… (linux/if_link.h). */
export const netkit = (peer: Peer) =>
  attributes('IFLA_NETKIT', {
    /** Only in requests. */
    peerInfo: [1, peer],
    primary: [2, u8],
    policy: [3, enumOf(u32, policies)],
    peerPolicy: [4, enumOf(u32, policies)],
    mode: [5, enumOf(u32, modes)],
    scrub: [6, enumOf(u32, scrubs)],
    peerScrub: [7, enumOf(u32, scrubs)],
    headroom: [8, u16],
    tailroom: [9, u16],
  });
