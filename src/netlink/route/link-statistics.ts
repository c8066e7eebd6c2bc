import { struct, u32, u64 } from '../../wire/index.js';

const counters = <T>(counter: T) => ({
  rxPackets: counter,
  txPackets: counter,
  rxBytes: counter,
  txBytes: counter,
  rxErrors: counter,
  txErrors: counter,
  rxDropped: counter,
  txDropped: counter,
  multicast: counter,
  collisions: counter,
  rxLengthErrors: counter,
  rxOverErrors: counter,
  rxCrcErrors: counter,
  rxFrameErrors: counter,
  rxFifoErrors: counter,
  rxMissedErrors: counter,
  txAbortedErrors: counter,
  txCarrierErrors: counter,
  txFifoErrors: counter,
  txHeartbeatErrors: counter,
  txWindowErrors: counter,
  rxCompressed: counter,
  txCompressed: counter,
  rxNohandler: counter,
});

/** struct rtnl_link_stats (linux/if_link.h): counters that wrap at 32 bits. Since Linux 4.6 with rxNohandler. */
export const linkStatistics32 = struct(counters(u32), { min: 23 * 4 });

/** struct rtnl_link_stats64 (linux/if_link.h). Since Linux 4.6 with rxNohandler, since 6.0 with rxOtherhostDropped. */
export const linkStatistics64 = struct({ ...counters(u64), rxOtherhostDropped: u64 }, { min: 23 * 8 });
