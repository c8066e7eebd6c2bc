import { attributes } from '../../attributes.js';
import type { Peer } from './peer.js';

/** VETH_INFO_… (linux/veth.h); only in requests. */
export const veth = (peer: Peer) => attributes('VETH_INFO', { peer: [1, peer] });
