import { be16, be64, flags, ipv4, names, u8 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { ipOptions } from './ip-options.js';

/** TUNNEL_… (linux/if_tunnel.h), here as in the host's byte order. */
export const tunnelFlags = names('TUNNEL', {
  csum: 0x01,
  routing: 0x02,
  key: 0x04,
  seq: 0x08,
  strict: 0x10,
  rec: 0x20,
  version: 0x40,
  noKey: 0x80,
  dontFragment: 0x100,
  oam: 0x200,
  critOpt: 0x400,
  geneveOpt: 0x800,
  vxlanOpt: 0x1000,
  nocache: 0x2000,
  erspanOpt: 0x4000,
  gtpOpt: 0x8000,
});

/** An IPv4 header for tunnel interfaces without destinations of their own: LWTUNNEL_IP_… (linux/lwtunnel.h). */
export const ipEncapsulation = (flag: boolean) =>
  attributes('LWTUNNEL_IP', {
    /** The tunnel's key or network identifier. */
    id: [1, be64],
    dst: [2, ipv4],
    src: [3, ipv4],
    ttl: [4, u8],
    tos: [5, u8],
    flags: [6, flags(be16, tunnelFlags)],
    opts: [8, nested(ipOptions(flag), { flag })],
  });
