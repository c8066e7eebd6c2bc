import { be16, be32, be64, bytes, u8, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';
import { repeated } from '../../repeated.js';

const geneve = attributes('TCA_FLOWER_KEY_ENC_OPT_GENEVE', {
  class: [1, be16],
  type: [2, u8],
  /** A multiple of four bytes. */
  data: [3, bytes],
});

const erspan = attributes('TCA_FLOWER_KEY_ENC_OPT_ERSPAN', {
  ver: [1, u8],
  index: [2, be32],
  dir: [3, u8],
  hwid: [4, u8],
});

const marked = { flag: 'in requests' } as const;

/** What a tunnel's header has besides its number: TCA_FLOWER_KEY_ENC_OPTS_… (linux/pkt_cls.h). */
export const tunnelOptions = attributes('TCA_FLOWER_KEY_ENC_OPTS', {
  /** What the kernel says is one nest with every option; in requests each option has a nest of its own. */
  geneve: [1, multi(repeated(geneve, marked))],
  vxlan: [2, nested(attributes('TCA_FLOWER_KEY_ENC_OPT_VXLAN', { gbp: [1, u32] }), marked)],
  erspan: [3, nested(erspan, marked)],
  gtp: [4, nested(attributes('TCA_FLOWER_KEY_ENC_OPT_GTP', { pduType: [1, u8], qfi: [2, u8] }), marked)],
  pfcp: [5, nested(attributes('TCA_FLOWER_KEY_ENC_OPT_PFCP', { type: [1, u8], seid: [2, be64] }), marked)],
});
