import { bitFields, bytes, names, struct, type Type, u8, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** What is known of a packet besides its bytes: TCF_META_ID_… (linux/tc_ematch/tc_em_meta.h). */
export const metaIds = names(
  'TCF_META_ID',
  {
    value: 0,
    random: 1,
    loadavg0: 2,
    loadavg1: 3,
    loadavg2: 4,
    dev: 5,
    priority: 6,
    protocol: 7,
    pkttype: 8,
    pktlen: 9,
    datalen: 10,
    maclen: 11,
    nfmark: 12,
    tcindex: 13,
    rtclassid: 14,
    rtiif: 15,
    skFamily: 16,
    skState: 17,
    skReuse: 18,
    skBoundIf: 19,
    skRefcnt: 20,
    skShutdown: 21,
    skProto: 22,
    skType: 23,
    skRcvbuf: 24,
    skRmemAlloc: 25,
    skWmemAlloc: 26,
    skOmemAlloc: 27,
    skWmemQueued: 28,
    skRcvQlen: 29,
    skSndQlen: 30,
    skErrQlen: 31,
    skForwardAllocs: 32,
    skSndbuf: 33,
    skAllocs: 34,
    skHash: 36,
    skLingertime: 37,
    skAckBacklog: 38,
    skMaxAckBacklog: 39,
    skPrio: 40,
    skRcvlowat: 41,
    skRcvtimeo: 42,
    skSndtimeo: 43,
    skSendmsgOff: 44,
    skWritePending: 45,
    vlanTag: 46,
    rxhash: 47,
  },
  { loadavg0: 'TCF_META_ID_LOADAVG_0', loadavg1: 'TCF_META_ID_LOADAVG_1', loadavg2: 'TCF_META_ID_LOADAVG_2' },
);

/** struct tcf_meta_val: `id` is TCF_META_ID_…, `type` 0 bytes or 1 a number; `op`: 0 equal, 1 greater, 2 less. */
const side = struct({ kind: bitFields(u16, { id: 12, type: 4 }), shift: u8, op: u8 });

/** A number, or bytes where there are not four of them. */
const value: Type<number | Uint8Array, number | Uint8Array | string> = {
  kind: 'binary',
  size: undefined,
  decode: (window, start, end) => (end - start === 4 ? u32 : bytes).decode(window, start, end),
  encode(given, sink) {
    if (typeof given === 'number') u32.encode(given, sink);
    else bytes.encode(given, sink);
  },
};

/** Compares what is known of a packet with a value, or with something else: TCA_EM_META_…. */
export const metaMatch = attributes('TCA_EM_META', {
  hdr: [1, struct({ left: side, right: side })],
  /** The value, or the mask of what is compared. */
  lvalue: [2, value],
  rvalue: [3, value],
});
