import {
  be16,
  be32,
  bytes,
  enumOf,
  i32,
  ipv4,
  ipv6,
  names,
  presence,
  struct,
  u8,
  u32,
} from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';
import { repeated } from '../../repeated.js';
import { general, times } from './general.js';

const tunnelActions = names('TCA_TUNNEL_KEY_ACT', { set: 1, release: 2 });

const geneve = attributes('TCA_TUNNEL_KEY_ENC_OPT_GENEVE', {
  class: [1, be16],
  type: [2, u8],
  /** A multiple of four bytes. */
  data: [3, bytes],
});

/** Type I has an `index`, type II a direction and a hardware. */
const erspan = attributes('TCA_TUNNEL_KEY_ENC_OPT_ERSPAN', {
  ver: [1, u8],
  index: [2, be32],
  dir: [3, u8],
  hwid: [4, u8],
});

const options = attributes('TCA_TUNNEL_KEY_ENC_OPTS', {
  /** What the kernel says is one nest with every option; in requests each option has a nest of its own. */
  geneve: [1, multi(repeated(geneve, { flag: 'in requests' }))],
  vxlan: [2, nested(attributes('TCA_TUNNEL_KEY_ENC_OPT_VXLAN', { gbp: [1, u32] }), { flag: 'in requests' })],
  erspan: [3, nested(erspan, { flag: 'in requests' })],
});

/** Says to which tunnel a packet goes: TCA_TUNNEL_KEY_… (linux/tc_act/tc_tunnel_key.h). */
export const tunnelKey = attributes('TCA_TUNNEL_KEY', {
  tm: [1, times],
  parms: [2, struct({ ...general, tAction: enumOf(i32, tunnelActions) })],
  encIpv4Src: [3, ipv4],
  encIpv4Dst: [4, ipv4],
  encIpv6Src: [5, ipv6],
  encIpv6Dst: [6, ipv6],
  /** The tunnel's number (VNI), in four bytes. */
  encKeyId: [7, be32],
  encDstPort: [9, be16],
  noCsum: [10, u8],
  encOpts: [11, nested(options, { flag: 'in requests' })],
  encTos: [12, u8],
  encTtl: [13, u8],
  noFrag: [14, presence],
});
