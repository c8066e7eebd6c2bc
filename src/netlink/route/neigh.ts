import {
  be16,
  enumOf,
  flags,
  i32,
  ip,
  linkAddress,
  names,
  padding,
  presence,
  struct,
  u8,
  u16,
  u32,
} from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { nested } from '../nested.js';
import { family, neighbourStates, routeProtocols, routeTypes } from './common.js';

export const neighbourFlags = names('NTF', {
  use: 1,
  self: 2,
  master: 4,
  proxy: 8,
  extLearned: 16,
  offloaded: 32,
  sticky: 64,
  router: 128,
});

const neighbourFlagsExt = names('NTF_EXT', { managed: 1, locked: 2, extValidated: 4 });

/** Times ago, in clock ticks (1/100 s). */
const cacheinfo = struct({ confirmed: u32, used: u32, updated: u32, refcnt: u32 });

const fdbExt = attributes('NFEA', { activityNotify: [1, u8], dontRefresh: [2, presence] });

/** An entry of a neighbour table (ARP, NDISC) or of a forwarding database: struct ndmsg and NDA_… (linux/neighbour.h). */
export const neigh = message({
  name: 'neigh',
  types: { RTM_NEWNEIGH: 28, RTM_DELNEIGH: 29, RTM_GETNEIGH: 30 },
  header: struct({
    family,
    _: padding(3),
    ifindex: i32,
    state: flags(u16, neighbourStates),
    flags: flags(u8, neighbourFlags),
    type: enumOf(u8, routeTypes),
  }),
  attributes: attributes(
    'NDA',
    {
      dst: [1, ip],
      lladdr: [2, linkAddress],
      cacheinfo: [3, cacheinfo],
      /** Unanswered requests so far. */
      probes: [4, u32],
      vlan: [5, u16],
      port: [6, be16],
      vni: [7, u32],
      /** The interface behind a forwarding entry, where that is another than the entry's own. */
      viaIfindex: [8, u32],
      master: [9, u32],
      linkNetnsid: [10, i32],
      srcVni: [11, u32],
      protocol: [12, enumOf(u8, routeProtocols)],
      nhId: [13, u32],
      fdbExtAttrs: [14, nested(fdbExt, { flag: true })],
      flagsExt: [15, flags(u32, neighbourFlagsExt)],
      ndmStateMask: [16, flags(u16, neighbourStates)],
      ndmFlagsMask: [17, flags(u8, neighbourFlags)],
    },
    { viaIfindex: 'NDA_IFINDEX' },
  ),
});

export type Neigh = DecodedOf<typeof neigh>;
export type NeighInput = EncodableOf<typeof neigh>;
