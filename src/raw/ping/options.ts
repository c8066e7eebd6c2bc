/** What can be asked of pinging. */
import type { NetworkNamespace } from '../../socket/index.js';
import type { IpFamily } from '../ip-endpoint.js';
import type { MtuDiscovery } from '../ip-options.js';

/** A host to ping. */
export interface PingTarget {
  /** What it was called: a name or an address. */
  readonly name: string;
  /** An address; link-local ones of IPv6 with their zone (`fe80::1%eth0`). */
  readonly address: string;
}

export interface PingOptions {
  /** Probes a host; endless by default. */
  readonly count?: number | undefined;
  /** Milliseconds between the probes to a host: 1,000; 0 is as fast as `window` allows. */
  readonly interval?: number;
  /** Milliseconds to wait for an answer to the last probe when none came so far: 10,000. Otherwise twice the longest time. */
  readonly linger?: number;
  /** Milliseconds after which it ends, whatever has come. `count` then counts answers. */
  readonly deadline?: number | undefined;
  /** Bytes of data: 56. From 8 on they hold a nonce, from 24 on the time of sending too. */
  readonly size?: number;
  /** Bytes that fill the data, over and over. */
  readonly pattern?: Uint8Array | undefined;
  /** Probes that are sent at once, before anything is waited for: 1. */
  readonly preload?: number;
  /** The next probe goes out when the last is answered. */
  readonly adaptive?: boolean;
  /** The same, or after 10 ms. */
  readonly flood?: boolean;
  /** Probes under way at once, to all hosts together: 256. */
  readonly window?: number;
  /** The sequence number of the first probe: 1. */
  readonly firstSequence?: number;
  /** The identifier on a raw socket: random. On a datagram socket the kernel chooses it. */
  readonly id?: number | undefined;
  readonly ttl?: number | undefined;
  /** Type of service or traffic class. */
  readonly tos?: number | undefined;
  readonly mark?: number | undefined;
  /** An IPv6 flow label, 20 bits. */
  readonly flowLabel?: number | undefined;
  readonly mtuDiscover?: MtuDiscovery | undefined;
  /** IPv4 header options ({@link recordRoute}, {@link timestampOption}). */
  readonly ipOptions?: Uint8Array | undefined;
  /** An interface to send and receive on. */
  readonly interface?: string | undefined;
  /** An address of this host to send from. */
  readonly source?: string | undefined;
  readonly broadcast?: boolean;
  /** Which socket: `raw` if it may be opened, else `datagram`, by default. */
  readonly socket?: 'raw' | 'datagram' | undefined;
  /** The payload of the lecture: the time, then bytes of 0xa5, no nonce. */
  readonly classic?: boolean;
  /** Answers come with the time between the kernel's stamps of sending and receiving. */
  readonly kernelTimes?: boolean;
  /** Events for what else ICMP brings: answers that fit no probe, other types. */
  readonly verbose?: boolean;
  /** Events for each probe that is sent. */
  readonly sentEvents?: boolean;
  readonly namespace?: NetworkNamespace | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Which sockets a family's probes go through. */
export interface PingSocketKind {
  readonly family: IpFamily;
  readonly type: 'raw' | 'datagram';
  /** Why it is not a raw one. */
  readonly reason?: string;
}
