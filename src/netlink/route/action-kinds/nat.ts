import { flags, ipv4, names, struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

const directions = names('TCA_NAT_FLAG', { egress: 1 });

/** Changes IPv4 addresses without connection tracking: TCA_NAT_… (linux/tc_act/tc_nat.h). */
export const nat = attributes('TCA_NAT', {
  parms: [1, struct({ ...general, oldAddr: ipv4, newAddr: ipv4, mask: ipv4, flags: flags(u32, directions) })],
  tm: [2, times],
});
