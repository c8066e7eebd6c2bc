/** What can be asked of tracing. */
import type { NetworkNamespace } from '../../socket/index.js';

export type TraceMethod = 'udp' | 'icmp' | 'tcp';

export interface TraceOptions {
  /** What probes are: UDP datagrams, ICMP echo requests, TCP SYNs. `udp` by default. */
  readonly method?: TraceMethod;
  /** The destination port: 33434, for TCP 80. */
  readonly port?: number | undefined;
  /** The source port; for ICMP the identifier. Chosen by the number of the process by default. */
  readonly sourcePort?: number | undefined;
  /** Whether all probes are of one flow, so that routers who balance by flow send them the same way: yes by default. */
  readonly paris?: boolean;
  /** The first and the last hop: 1 and 30. */
  readonly firstHop?: number;
  readonly maxHops?: number;
  /** Probes a hop: 3. */
  readonly probes?: number;
  /** Milliseconds to wait for an answer: 3,000. */
  readonly timeout?: number;
  /** Probes under way at once: 16. */
  readonly window?: number;
  /** Milliseconds between two probes: 0. */
  readonly pause?: number;
  /** Bytes of UDP data, or ICMP data: 32. */
  readonly size?: number;
  readonly tos?: number | undefined;
  readonly mark?: number | undefined;
  readonly flowLabel?: number | undefined;
  readonly interface?: string | undefined;
  readonly source?: string | undefined;
  /** No fragmentation on the way. */
  readonly dontFragment?: boolean;
  /**
   * `raw` makes whole packets, IP header included, and hears every ICMP message; it takes CAP_NET_RAW. `datagram` uses
   * ordinary sockets and their error queues. By default `raw` if that is permitted.
   */
  readonly socket?: 'raw' | 'datagram' | undefined;
  readonly namespace?: NetworkNamespace | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The options with their defaults in place. */
export interface TraceSettings extends TraceOptions {
  readonly method: TraceMethod;
  readonly port: number;
  readonly sourcePort: number;
  readonly paris: boolean;
  readonly firstHop: number;
  readonly maxHops: number;
  readonly probes: number;
  readonly timeout: number;
  readonly window: number;
  readonly pause: number;
  readonly size: number;
}

export function settingsOf(options: TraceOptions): TraceSettings {
  const { method = 'udp' } = options;
  return {
    ...options,
    method,
    port: options.port ?? (method === 'tcp' ? 80 : 33434),
    sourcePort: options.sourcePort ?? (process.pid & 0xffff) | 0x8000,
    paris: options.paris ?? true,
    firstHop: options.firstHop ?? 1,
    maxHops: options.maxHops ?? 30,
    probes: options.probes ?? 3,
    timeout: options.timeout ?? 3000,
    window: options.window ?? 16,
    pause: options.pause ?? 0,
    size: options.size ?? 32,
  };
}
