import { enumOf, flags, ipv4, ipv6, names, text, u8, u32, u64 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { segmentRoutingHeader } from './segment-routing-header.js';

/** What is done with packets whose segment this is (RFC 8986; linux/seg6_local.h). */
const segmentActions = names('SEG6_LOCAL_ACTION', {
  unspec: 0,
  end: 1,
  endX: 2,
  endT: 3,
  endDx2: 4,
  endDx6: 5,
  endDx4: 6,
  endDt6: 7,
  endDt4: 8,
  endB6: 9,
  endB6Encap: 10,
  endBm: 11,
  endS: 12,
  endAs: 13,
  endAm: 14,
  endBpf: 15,
  endDt46: 16,
});

/** linux/seg6_local.h: bit n for SEG6_LOCAL_FLV_OP_… n. */
const segmentFlavors = names('SEG6_LOCAL_FLV_OP', {
  psp: 1 << 1,
  usp: 1 << 2,
  usd: 1 << 3,
  nextCsid: 1 << 4,
});

const bpf = attributes(
  'SEG6_LOCAL_BPF_PROG',
  { prog: [1, u32], name: [2, text] },
  { prog: 'SEG6_LOCAL_BPF_PROG' },
);

const counters = attributes('SEG6_LOCAL_CNT', { packets: [2, u64], bytes: [3, u64], errors: [4, u64] });

const flavors = attributes('SEG6_LOCAL_FLV', {
  operation: [1, flags(u32, segmentFlavors)],
  /** Bits of the locator block and of node and function, of compressed segments. */
  lcblockBits: [2, u8],
  lcnodeFnBits: [3, u8],
});

/** What a router does at its own segment: SEG6_LOCAL_… (linux/seg6_local.h). */
export const seg6LocalEncapsulation = (flag: boolean) =>
  attributes('SEG6_LOCAL', {
    action: [1, enumOf(u32, segmentActions)],
    srh: [2, segmentRoutingHeader({})],
    /** A routing table. */
    table: [3, u32],
    nh4: [4, ipv4],
    nh6: [5, ipv6],
    /** Interfaces by number. */
    iif: [6, u32],
    oif: [7, u32],
    bpf: [8, nested(bpf, { flag })],
    /** The table of a VRF. */
    vrftable: [9, u32],
    counters: [10, nested(counters, { flag: true })],
    flavors: [11, nested(flavors, { flag: true })],
  });
