import { attributes } from '../../attributes.js';
import { rplHeader } from './rpl-header.js';

/** A source route of RPL (RFC 6554): RPL_IPTUNNEL_… (linux/rpl_iptunnel.h). */
export const rplEncapsulation = attributes('RPL_IPTUNNEL', { srh: [1, rplHeader] });
