import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { addr } from './addr.js';

/** A multicast address that an interface listens to: struct ifaddrmsg and IFA_… (linux/if_addr.h). */
export const maddr = message({
  name: 'maddr',
  types: { RTM_NEWMULTICAST: 56, RTM_DELMULTICAST: 57, RTM_GETMULTICAST: 58 },
  header: addr.header,
  attributes: addr.attributes,
});

/** An IPv6 anycast address of an interface, in the same form. */
export const acaddr = message({
  name: 'acaddr',
  types: { RTM_NEWANYCAST: 60, RTM_DELANYCAST: 61, RTM_GETANYCAST: 62 },
  header: addr.header,
  attributes: addr.attributes,
});

export type Maddr = DecodedOf<typeof maddr>;
export type MaddrInput = EncodableOf<typeof maddr>;
export type Acaddr = DecodedOf<typeof acaddr>;
export type AcaddrInput = EncodableOf<typeof acaddr>;
