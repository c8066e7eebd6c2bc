import { i32, struct } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { family } from './common.js';

/** What an interface's sysctls say: struct netconfmsg and NETCONFA_… (linux/netconf.h). */
export const netconf = message({
  name: 'netconf',
  types: { RTM_NEWNETCONF: 80, RTM_DELNETCONF: 81, RTM_GETNETCONF: 82 },
  header: struct({ family }),
  attributes: attributes('NETCONFA', {
    /** -1: every interface (`all`); -2: what new ones start with (`default`). */
    ifindex: [1, i32],
    forwarding: [2, i32],
    rpFilter: [3, i32],
    mcForwarding: [4, i32],
    proxyNeigh: [5, i32],
    ignoreRoutesWithLinkdown: [6, i32],
    input: [7, i32],
    bcForwarding: [8, i32],
    forceForwarding: [9, i32],
  }),
});

export type Netconf = DecodedOf<typeof netconf>;
export type NetconfInput = EncodableOf<typeof netconf>;
