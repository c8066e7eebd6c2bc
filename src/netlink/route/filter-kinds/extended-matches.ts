import {
  arrayOf,
  bitFields,
  bytes,
  enumOf,
  fixedText,
  flags,
  names,
  struct,
  text,
  u8,
  u16,
  u32,
} from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { followed } from '../../followed.js';
import { indexed } from '../../indexed.js';
import { nested } from '../../nested.js';
import { select } from '../../select.js';
import { metaMatch } from './meta-match.js';
import { u32Key } from './u32-key.js';

const kinds = names('TCF_EM', {
  container: 0,
  cmp: 1,
  nbyte: 2,
  u32: 3,
  meta: 4,
  text: 5,
  vlan: 6,
  canid: 7,
  ipset: 8,
  ipt: 9,
});

/** What the next match is to this one (neither: this is the last), whether it must fail, and whether its data is one number. */
const matchFlags = names('TCF_EM', { relAnd: 1, relOr: 2, invert: 4, simple: 8 });

/** struct tcf_em_cmp: compares a number in the packet. */
const cmp = struct({
  val: u32,
  mask: u32,
  off: u16,
  /** `align`: 1, 2 or 4 bytes; `flags`: 1, the bytes are in network byte order. */
  how: bitFields(u8, { align: 4, flags: 4 }),
  /** `layer`: 0 link, 1 network, 2 transport; `opnd`: 0 equal, 1 greater, 2 less. */
  where: bitFields(u8, { layer: 4, opnd: 4 }),
});

/** struct tcf_em_nbyte: `len` bytes are in the packet at `off` of a layer. The kernel aligns what is behind them. */
const nbyte = followed(struct({ off: u16, where: bitFields(u16, { len: 12, layer: 4 }) }), 'needle', bytes);

/** struct tcf_em_text: a text is somewhere in the packet. */
const textSearch = followed(
  struct({
    /** A text search of the kernel: `kmp`, `bm`, `fsm`. */
    algo: fixedText(16),
    fromOffset: u16,
    toOffset: u16,
    patternLen: u16,
    layers: bitFields(u8, { from: 4, to: 4 }),
    pad: u8,
  }),
  'pattern',
  bytes,
);

/** struct can_filter (linux/can.h). */
const canid = arrayOf(struct({ canId: u32, canMask: u32 }));

/** struct xt_set_info (linux/netfilter/ipset/ip_set.h). */
const ipset = struct({ index: u16, dim: u8, flags: u8 });

/** A match of iptables: TCA_EM_IPT_… (linux/tc_ematch/tc_em_ipt.h). */
const ipt = attributes('TCA_EM_IPT', {
  hook: [1, u32],
  matchName: [2, text],
  matchRevision: [3, u8],
  nfproto: [4, u8],
  matchData: [5, bytes],
});

/** What is behind the header of a match, by its kind. A container holds the matches from number `data` on. */
export const matchKinds = {
  container: u32,
  cmp,
  nbyte,
  u32: u32Key,
  meta: nested(metaMatch),
  text: textSearch,
  canid,
  ipset,
  ipt: nested(ipt),
};

/** An extended match: struct tcf_ematch_hdr and what its kind is about. */
const match = followed(
  struct({
    matchid: u16,
    kind: enumOf(u16, kinds),
    flags: flags(u16, matchFlags),
    pad: u16,
  }),
  'data',
  select('kind', matchKinds),
);

/** Matches that are joined by AND and OR: TCA_EMATCH_TREE_… (linux/pkt_cls.h). */
export const extendedMatches = attributes('TCA_EMATCH_TREE', {
  hdr: [1, struct({ nmatches: u16, progid: u16 })],
  /** Numbered from 1. */
  list: [2, indexed(match, { from: 1 })],
});
