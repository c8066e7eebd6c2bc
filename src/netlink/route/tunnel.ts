import { flags, ip, names, padding, struct, u8, u32, u64 } from '../../wire/index.js';
import { attributes, multi } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { nested } from '../nested.js';
import { family } from './common.js';

const tunnelFlags = names('TUNNEL_MSG_FLAG', { stats: 1 });

const entryStats = attributes('VNIFILTER_ENTRY_STATS', {
  rxBytes: [1, u64],
  rxPkts: [2, u64],
  rxDrops: [3, u64],
  rxErrors: [4, u64],
  txBytes: [5, u64],
  txPkts: [6, u64],
  txDrops: [7, u64],
  txErrors: [8, u64],
});

const entry = attributes('VXLAN_VNIFILTER_ENTRY', {
  start: [1, u32],
  /** The last one of several; one alone has none. */
  end: [2, u32],
  group: [3, ip],
  group6: [4, ip],
  stats: [5, nested(entryStats, { flag: true })],
});

/** The network identifiers that a VXLAN interface takes in: struct tunnel_msg and VXLAN_VNIFILTER_… (linux/if_link.h). */
export const tunnel = message({
  name: 'tunnel',
  types: { RTM_NEWTUNNEL: 120, RTM_DELTUNNEL: 121, RTM_GETTUNNEL: 122 },
  header: struct({
    family,
    /** In a request: what to add to the answer. */
    flags: flags(u8, tunnelFlags),
    _: padding(2),
    ifindex: u32,
  }),
  attributes: attributes('VXLAN_VNIFILTER', { entry: [1, multi(nested(entry, { flag: true }))] }),
});

export type Tunnel = DecodedOf<typeof tunnel>;
export type TunnelInput = EncodableOf<typeof tunnel>;
