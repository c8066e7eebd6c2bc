import { be16, be32, enumOf, ipv6, names, struct, u8, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** Where the trace goes (linux/ioam6_iptunnel.h). */
const ioam6Modes = names('IOAM6_IPTUNNEL_MODE', { inline: 1, encap: 2, auto: 3 });

/** A trace that nodes on the way write into packets (RFC 9197): IOAM6_IPTUNNEL_… (linux/ioam6_iptunnel.h). */
export const ioam6Encapsulation = attributes('IOAM6_IPTUNNEL', {
  mode: [1, enumOf(u8, ioam6Modes)],
  dst: [2, ipv6],
  /** struct ioam6_trace_hdr (linux/ioam6.h). */
  trace: [
    3,
    struct({
      namespaceId: be16,
      /** Five bits of words that a node writes, then that it had no room, then two that are not used. */
      nodelen: u8,
      /** Words of four bytes that there is room for. */
      remlen: u8,
      /** Bit 31 - n: nodes write their field n. The lowest eight are not used. */
      type: be32,
    }),
  ],
  /** The trace goes into k of n packets. */
  freqK: [4, u32],
  freqN: [5, u32],
});
