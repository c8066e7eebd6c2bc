import { enumOf, i16, names, struct, u8, u16, u32 } from '../../../wire/index.js';

/** How packets travel, which adds to their length (linux/pkt_sched.h). */
const linkLayers = names('TC_LINKLAYER', { unaware: 0, ethernet: 1, atm: 2 });

/** struct tc_ratespec (linux/pkt_sched.h). */
export const rateSpecification = struct({
  cellLog: u8,
  linklayer: enumOf(u8, linkLayers),
  /** Bytes that a packet has besides. */
  overhead: u16,
  cellAlign: i16,
  /** Bytes that a packet counts at least. */
  mpu: u16,
  /** Bytes a second; 4294967295 where it is more and another attribute tells it. */
  rate: u32,
});
