import { u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** For an xfrm interface that takes what routes tell it: LWT_XFRM_… (linux/lwtunnel.h). */
export const xfrmEncapsulation = attributes('LWT_XFRM', {
  ifId: [1, u32],
  /** The interface below, by number. */
  link: [2, u32],
});
