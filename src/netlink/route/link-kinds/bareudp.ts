import { be16, presence, u16 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Any protocol in UDP: IFLA_BAREUDP_… (linux/if_link.h). */
export const bareudp = attributes('IFLA_BAREUDP', {
  port: [1, be16],
  /** ETH_P_… of the packets inside. */
  ethertype: [2, be16],
  srcportMin: [3, u16],
  multiprotoMode: [4, presence],
});
