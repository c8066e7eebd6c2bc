import type { AttributeType } from '../../attributes.js';
import type { PeerLink, PeerLinkInput } from '../link.js';

/** The other end of a pair: struct ifinfomsg and IFLA_…, as in a message of its own. */
export type Peer = AttributeType<PeerLink, PeerLinkInput>;

/** Where a kind of interfaces that come in pairs has the other end. */
export const peerNames = { veth: 'peer', vxcan: 'peer', netkit: 'peerInfo' } as const;
