import { ip, padding, struct, u8, u32 } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { family } from './common.js';

/**
 * A label of IPv6 addresses, by which a source address is chosen for a destination (RFC 6724): struct ifaddrlblmsg and
 * IFAL_… (linux/if_addrlabel.h). The kernel does not tell when they change.
 */
export const addrlabel = message({
  name: 'addrlabel',
  types: { RTM_NEWADDRLABEL: 72, RTM_DELADDRLABEL: 73, RTM_GETADDRLABEL: 74 },
  header: struct({
    family,
    _: padding(1),
    /** Bits of `address` that count. */
    prefixlen: u8,
    flags: u8,
    /** The interface whose addresses are meant; 0 for all. */
    index: u32,
    /** Grows with each change of the table. */
    seq: u32,
  }),
  attributes: attributes('IFAL', { address: [1, ip], label: [2, u32] }),
});

export type Addrlabel = DecodedOf<typeof addrlabel>;
export type AddrlabelInput = EncodableOf<typeof addrlabel>;
