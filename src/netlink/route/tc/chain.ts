import { type DecodedOf, type EncodableOf, message } from '../../message.js';
import { filterAttributes } from './filter.js';
import { filterHeader } from './filter-header.js';

/** A chain of filters, with the template that they follow where it has one: struct tcmsg and TCA_… (linux/rtnetlink.h). */
export const chain = message({
  name: 'chain',
  types: { RTM_NEWCHAIN: 100, RTM_DELCHAIN: 101, RTM_GETCHAIN: 102 },
  header: filterHeader,
  attributes: filterAttributes,
});

export type Chain = DecodedOf<typeof chain>;
export type ChainInput = EncodableOf<typeof chain>;
