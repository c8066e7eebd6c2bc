import { be16, fixedLinkAddress, struct } from '../../../wire/index.js';

/** struct ifla_bridge_id (linux/if_link.h): a bridge as the spanning tree knows it. */
export const bridgeId = struct({ prio: be16, addr: fixedLinkAddress(6) });
