import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { nexthop } from './nexthop.js';

/**
 * A bucket of a resilient group of next hops, and the next hop that it leads to at present: struct nhmsg and NHA_…
 * (linux/nexthop.h). `id` is the group's, `resBucket` the rest.
 */
export const nexthopBucket = message({
  name: 'nexthopBucket',
  types: { RTM_NEWNEXTHOPBUCKET: 116, RTM_DELNEXTHOPBUCKET: 117, RTM_GETNEXTHOPBUCKET: 118 },
  header: nexthop.header,
  attributes: nexthop.attributes,
});

export type NexthopBucket = DecodedOf<typeof nexthopBucket>;
export type NexthopBucketInput = EncodableOf<typeof nexthopBucket>;
