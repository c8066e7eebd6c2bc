import {
  be16,
  enumOf,
  fixedBytes,
  flags,
  ipv4,
  ipv6,
  names,
  struct,
  text,
  u8,
  u16,
  u32,
} from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { general, times } from './general.js';

const actions = names('TCA_CT_ACT', { commit: 1, force: 2, clear: 4, nat: 8, natSrc: 16, natDst: 32 });
const helperFamilies = names('AF', { inet: 2, inet6: 10 });

/** Sends packets through connection tracking: TCA_CT_… (linux/tc_act/tc_ct.h). */
export const ct = attributes('TCA_CT', {
  parms: [1, struct(general)],
  tm: [2, times],
  action: [3, flags(u16, actions)],
  zone: [4, u16],
  mark: [5, u32],
  markMask: [6, u32],
  labels: [7, fixedBytes(16)],
  labelsMask: [8, fixedBytes(16)],
  natIpv4Min: [9, ipv4],
  natIpv4Max: [10, ipv4],
  natIpv6Min: [11, ipv6],
  natIpv6Max: [12, ipv6],
  natPortMin: [13, be16],
  natPortMax: [14, be16],
  /** A connection tracking helper, its address family and its protocol, by IP's number for it. */
  helperName: [16, text],
  helperFamily: [17, enumOf(u8, helperFamilies)],
  helperProto: [18, u8],
});
