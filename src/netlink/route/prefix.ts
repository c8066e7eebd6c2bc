import { flags, i32, ip, names, padding, struct, u8, u32 } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, message } from '../message.js';
import { family } from './common.js';

/** What a router says of a prefix, IF_PREFIX_…: the kernel's own (net/if_inet6.h). */
export const prefixFlags = names('IF_PREFIX', { onlink: 1, autoconf: 2 });

/** Lifetimes in seconds (4294967295: for ever). */
const cacheinfo = struct({ preferredTime: u32, validTime: u32 });

/**
 * A prefix that a router advertised (RFC 4861, 4.6.2), told once for each advertisement: struct prefixmsg and PREFIX_…
 * (linux/rtnetlink.h). There is no table of them.
 */
export const prefix = message({
  name: 'prefix',
  types: { RTM_NEWPREFIX: 52 },
  header: struct({
    family,
    _: padding(3),
    ifindex: i32,
    /** Of the option that it is from; 3, prefix information, always. */
    type: u8,
    /** Bits of `address` that count. */
    len: u8,
    flags: flags(u8, prefixFlags),
    _2: padding(1),
  }),
  attributes: attributes('PREFIX', { address: [1, ip], cacheinfo: [2, cacheinfo] }),
});

export type Prefix = DecodedOf<typeof prefix>;
