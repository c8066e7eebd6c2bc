import { be16, be32, bytes, enumOf, names, u8, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';
import { series } from '../../series.js';

/** Where a mirrored packet was seen (linux/erspan.h). */
const directions = names('ERSPAN_DIR', { ingress: 0, egress: 1 });

const geneve = attributes('LWTUNNEL_IP_OPT_GENEVE', {
  class: [1, be16],
  type: [2, u8],
  /** A multiple of four bytes. */
  data: [3, bytes],
});

const vxlan = attributes('LWTUNNEL_IP_OPT_VXLAN', {
  /** The group policy's number. */
  gbp: [1, u32],
});

const erspan = attributes('LWTUNNEL_IP_OPT_ERSPAN', {
  /** 1: it has an index; 2: direction and hardware number. */
  ver: [1, u8],
  index: [2, be32],
  dir: [3, enumOf(u8, directions)],
  hwid: [4, u8],
});

/**
 * What the headers of tunnels say besides: LWTUNNEL_IP_OPTS_… (linux/lwtunnel.h). The kernel wants NLA_F_NESTED in
 * requests (`flag`) and does not write it; and it takes an attribute for each option of GENEVE, and puts all into one.
 */
export const ipOptions = (flag: boolean) =>
  attributes('LWTUNNEL_IP_OPTS', {
    geneve: [1, flag ? multi(nested(geneve, { flag })) : series(geneve)],
    vxlan: [2, nested(vxlan, { flag })],
    erspan: [3, nested(erspan, { flag })],
  });
