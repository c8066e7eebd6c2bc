import { padding, struct, text, u16, u32, u64 } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { nested } from '../nested.js';
import { family } from './common.js';

/** Sizes in bytes, times in milliseconds ago. */
const config = struct({
  keyLen: u16,
  entrySize: u16,
  entries: u32,
  lastFlush: u32,
  lastRand: u32,
  hashRnd: u32,
  hashMask: u32,
  hashChainGc: u32,
  proxyQlen: u32,
});

const stats = struct({
  allocs: u64,
  destroys: u64,
  hashGrows: u64,
  resFailed: u64,
  lookups: u64,
  hits: u64,
  rcvProbesMcast: u64,
  rcvProbesUcast: u64,
  periodicGcRuns: u64,
  forcedGcRuns: u64,
  tableFulls: u64,
});

/** Times are in milliseconds. */
const parameters = attributes('NDTPA', {
  /** Absent where they are what new interfaces start with. */
  ifindex: [1, u32],
  refcnt: [2, u32],
  reachableTime: [3, u64],
  baseReachableTime: [4, u64],
  retransTime: [5, u64],
  gcStaletime: [6, u64],
  delayProbeTime: [7, u64],
  /** Packets that wait for an address; the kernel's own measure is queueLenbytes. */
  queueLen: [8, u32],
  appProbes: [9, u32],
  ucastProbes: [10, u32],
  mcastProbes: [11, u32],
  anycastDelay: [12, u64],
  proxyDelay: [13, u64],
  proxyQlen: [14, u32],
  locktime: [15, u64],
  queueLenbytes: [16, u32],
  mcastReprobes: [17, u32],
  intervalProbeTimeMs: [19, u64],
});

/**
 * A table of neighbours (ARP's, NDISC's) or its parameters for an interface: struct ndtmsg and NDTA_…
 * (linux/neighbour.h).
 */
export const neightbl = message({
  name: 'neightbl',
  types: { RTM_NEWNEIGHTBL: 64, RTM_GETNEIGHTBL: 66, RTM_SETNEIGHTBL: 67 },
  header: struct({ family, _: padding(3) }),
  attributes: attributes('NDTA', {
    name: [1, text],
    /** Entries below which none are collected, above which old ones are at once, and above which none are made. */
    thresh1: [2, u32],
    thresh2: [3, u32],
    thresh3: [4, u32],
    config: [5, config],
    parms: [6, nested(parameters)],
    stats: [7, stats],
    /** Milliseconds. */
    gcInterval: [8, u64],
  }),
});

export type Neightbl = DecodedOf<typeof neightbl>;
export type NeightblInput = EncodableOf<typeof neightbl>;
