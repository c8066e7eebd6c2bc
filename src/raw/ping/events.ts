/** What happens while hosts are pinged. Times are milliseconds; `at` counts from 1970. */
import type { PingTarget } from './options.js';

interface OfProbe {
  readonly target: PingTarget;
  readonly sequence: number;
  readonly at: number;
}

/** An answer. */
export interface PingReply extends OfProbe {
  readonly event: 'reply';
  readonly from: string;
  /** Bytes of ICMP: 8 more than the data. */
  readonly bytes: number;
  /** Time to live or hop limit on arrival, where it is known. */
  readonly ttl?: number;
  /** From the program's send to the kernel's receipt. */
  readonly time: number;
  readonly duplicate: boolean;
  /** After an answer to a later probe. */
  readonly reordered: boolean;
  /** Where the data first differ from what was sent: an offset in the data. */
  readonly corruptedAt?: number;
  /** With `kernelTimes`: between the kernel's stamps, and what the host added on top of that. */
  readonly wire?: number;
  readonly overhead?: number;
  /** IPv4 options of the answer (record route, timestamp). */
  readonly options?: Uint8Array;
}

/** An ICMP error about a probe, or this host's kernel refusing it. */
export interface PingFailure extends OfProbe {
  readonly event: 'error';
  readonly origin: 'icmp' | 'local';
  /** Who says so. */
  readonly from?: string;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  /** An errno's name, for `local`. */
  readonly code?: string;
  readonly text: string;
  readonly mtu?: number;
  /** Where a redirect leads. */
  readonly gateway?: string;
}

/** A probe is sent while the one before it has no answer. */
export interface PingUnanswered extends OfProbe {
  readonly event: 'unanswered';
}

export interface PingSent extends OfProbe {
  readonly event: 'sent';
}

/** With `verbose`: an ICMP message that is no answer to a probe of ours. */
export interface PingOther {
  readonly event: 'other';
  readonly at: number;
  readonly from: string;
  readonly bytes: number;
  readonly icmpType: number;
  readonly icmpCode: number;
  readonly text: string;
}

export type PingEvent = PingReply | PingFailure | PingUnanswered | PingSent | PingOther;
