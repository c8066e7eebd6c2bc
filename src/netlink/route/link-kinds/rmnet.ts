import { flags, names, struct, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

const flagNames = names('RMNET_FLAGS', {
  ingressDeaggregation: 1 << 0,
  ingressMapCommands: 1 << 1,
  ingressMapCksumv4: 1 << 2,
  egressMapCksumv4: 1 << 3,
  ingressMapCksumv5: 1 << 4,
  egressMapCksumv5: 1 << 5,
});

/** A data channel of a Qualcomm modem: IFLA_RMNET_… (linux/if_link.h). */
export const rmnet = attributes('IFLA_RMNET', {
  muxId: [1, u16],
  /** struct ifla_rmnet_flags */
  flags: [2, struct({ flags: flags(u32, flagNames), mask: flags(u32, flagNames) })],
});
