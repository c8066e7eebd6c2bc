import { be32, ipv4, ipv6, type Type, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

const virtualTunnel = (address: Type<string>) =>
  attributes('IFLA_VTI', {
    link: [1, u32],
    ikey: [2, be32],
    okey: [3, be32],
    local: [4, address],
    remote: [5, address],
    fwmark: [6, u32],
  });

/** IFLA_VTI_… (linux/if_tunnel.h). */
export const vti = virtualTunnel(ipv4);
export const vti6 = virtualTunnel(ipv6);
