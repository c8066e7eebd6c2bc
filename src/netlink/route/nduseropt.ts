import { i32, ip, padding, struct, u8, u16 } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, messageWithBody } from '../message.js';
import { family } from './common.js';

/**
 * An option of a router advertisement that the kernel leaves to programs, such as the addresses of resolvers
 * (RFC 8106): struct nduseroptmsg, the option, and NDUSEROPT_… (linux/rtnetlink.h). There is no table of them.
 */
export const nduseropt = messageWithBody({
  name: 'nduseropt',
  types: { RTM_NEWNDUSEROPT: 68 },
  header: struct({
    family,
    _: padding(1),
    /** Bytes of `opts`. */
    optsLen: u16,
    ifindex: i32,
    /** 134: a router advertisement. */
    icmpType: u8,
    icmpCode: u8,
    _2: padding(6),
  }),
  /** Type, length in units of eight bytes, and what the type says (RFC 4861, 4.6). */
  body: { name: 'opts', length: 'optsLen' },
  attributes: attributes('NDUSEROPT', {
    /** The router. */
    srcaddr: [1, ip],
  }),
});

export type Nduseropt = DecodedOf<typeof nduseropt>;
