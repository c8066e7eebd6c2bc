import { presence, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** An interface of IPsec policies: IFLA_XFRM_… (linux/if_link.h). */
export const xfrm = attributes('IFLA_XFRM', {
  link: [1, u32],
  ifId: [2, u32],
  collectMetadata: [3, presence],
});
