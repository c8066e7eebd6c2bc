import { be16, enumOf, ipv4, names, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

const modes = names('AMT_MODE', { gateway: 0, relay: 1 });

/** Multicast through networks without it (RFC 7450): IFLA_AMT_… (linux/amt.h). */
export const amt = attributes('IFLA_AMT', {
  mode: [1, enumOf(u32, modes)],
  relayPort: [2, be16],
  gatewayPort: [3, be16],
  link: [4, u32],
  localIp: [5, ipv4],
  remoteIp: [6, ipv4],
  discoveryIp: [7, ipv4],
  maxTunnels: [8, u32],
});
