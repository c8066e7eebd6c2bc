import {
  fixedLinkAddress,
  flags,
  names,
  padding,
  presenceOr,
  struct,
  u16,
  u32,
} from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { general, times } from './general.js';

const directions = names('IFE', { encode: 1 });

/** What goes along with a packet: a value, or `true` for that of the packet (linux/ife.h). */
const metadata = attributes('IFE_META', {
  skbmark: [1, presenceOr(u32)],
  hashid: [2, presenceOr(u32)],
  prio: [3, presenceOr(u32)],
  qmap: [4, presenceOr(u32)],
  tcindex: [5, presenceOr(u16)],
});

/** Puts packets into frames that tell what is known of them, and takes them out: TCA_IFE_… (linux/tc_act/tc_ife.h). */
export const ife = attributes('TCA_IFE', {
  /** Without `encode`: takes out. */
  parms: [1, struct({ ...general, flags: flags(u16, directions), _: padding(2) })],
  tm: [2, times],
  dmac: [3, fixedLinkAddress(6)],
  smac: [4, fixedLinkAddress(6)],
  /** The EtherType of the frames. */
  type: [5, u16],
  metalst: [6, nested(metadata)],
});
