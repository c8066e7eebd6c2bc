import { enumOf, ipv4, ipv6, names, u8, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

const roles = names('GTP_ROLE', { ggsn: 0, sgsn: 1 });

/** Tunnels of mobile networks: IFLA_GTP_… (linux/if_link.h). */
export const gtp = attributes('IFLA_GTP', {
  /** Descriptors of UDP sockets, for versions 0 and 1. */
  fd0: [1, u32],
  fd1: [2, u32],
  pdpHashsize: [3, u32],
  role: [4, enumOf(u32, roles)],
  createSockets: [5, u8],
  restartCount: [6, u8],
  local: [7, ipv4],
  local6: [8, ipv6],
});
