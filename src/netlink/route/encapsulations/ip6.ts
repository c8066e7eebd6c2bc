import { be16, be64, flags, ipv6, u8 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { tunnelFlags } from './ip.js';
import { ipOptions } from './ip-options.js';

/** An IPv6 header for tunnel interfaces without destinations of their own: LWTUNNEL_IP6_… (linux/lwtunnel.h). */
export const ip6Encapsulation = (flag: boolean) =>
  attributes('LWTUNNEL_IP6', {
    /** The tunnel's key or network identifier. */
    id: [1, be64],
    dst: [2, ipv6],
    src: [3, ipv6],
    hoplimit: [4, u8],
    /** The traffic class. */
    tc: [5, u8],
    flags: [6, flags(be16, tunnelFlags)],
    opts: [8, nested(ipOptions(flag), { flag })],
  });
