import { u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** A port of a switch chip: IFLA_DSA_… (linux/if_link.h). */
export const dsa = attributes('IFLA_DSA', {
  /** The interface by which the processor reaches the chip. */
  conduit: [1, u32],
});
