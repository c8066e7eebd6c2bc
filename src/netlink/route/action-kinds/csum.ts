import { flags, names, struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

const checksums = names('TCA_CSUM_UPDATE_FLAG', {
  ipv4hdr: 1,
  icmp: 2,
  igmp: 4,
  tcp: 8,
  udp: 16,
  udplite: 32,
  sctp: 64,
});

/** Makes checksums right again: TCA_CSUM_… (linux/tc_act/tc_csum.h). */
export const csum = attributes('TCA_CSUM', {
  parms: [1, struct({ ...general, updateFlags: flags(u32, checksums) })],
  tm: [2, times],
});
