import { labelStack, u8 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Labels that are pushed onto packets: MPLS_IPTUNNEL_… (linux/mpls_iptunnel.h). */
export const mplsEncapsulation = attributes('MPLS_IPTUNNEL', {
  dst: [1, labelStack],
  /** Of the labels; that of the packet unless given. */
  ttl: [2, u8],
});
