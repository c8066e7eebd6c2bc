import { u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** A VRF's routing table: IFLA_VRF_TABLE (linux/if_link.h). */
export const vrf = attributes('IFLA_VRF', { table: [1, u32] });

/** The same, of a port: IFLA_VRF_PORT_TABLE. */
export const vrfPort = attributes('IFLA_VRF_PORT', { table: [1, u32] });
