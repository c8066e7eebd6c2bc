import { enumOf, flags, i32, ip, names, struct, text, u8, u32 } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { addressFlags, family, routeScopes } from './common.js';

/** Who put an address there (linux/if_addr.h). */
export const addressProtocols = names('IFAPROT', { unspec: 0, kernelLo: 1, kernelRa: 2, kernelLl: 3 });

/** Lifetimes in seconds (4294967295: for ever), times of creation and change in 1/100 s since boot. */
const cacheinfo = struct({ prefered: u32, valid: u32, cstamp: u32, tstamp: u32 });

/** An address of an interface: struct ifaddrmsg and IFA_… (linux/if_addr.h). */
export const addr = message({
  name: 'addr',
  types: { RTM_NEWADDR: 20, RTM_DELADDR: 21, RTM_GETADDR: 22 },
  header: struct({
    family,
    prefixlen: u8,
    /** The low byte of `flags`. */
    flags8: flags(u8, addressFlags),
    scope: enumOf(u8, routeScopes),
    index: u32,
  }),
  attributes: attributes('IFA', {
    /** The peer's address on a point-to-point link, otherwise the same as `local`. */
    address: [1, ip],
    local: [2, ip],
    label: [3, text],
    broadcast: [4, ip],
    anycast: [5, ip],
    cacheinfo: [6, cacheinfo],
    multicast: [7, ip],
    flags: [8, flags(u32, addressFlags)],
    rtPriority: [9, u32],
    targetNetnsid: [10, i32],
    proto: [11, enumOf(u8, addressProtocols)],
  }),
});

export type Addr = DecodedOf<typeof addr>;
export type AddrInput = EncodableOf<typeof addr>;
