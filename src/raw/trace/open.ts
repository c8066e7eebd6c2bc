/** Chooses how probes are sent, and opens what they go through. */
import { SocketError } from '../../socket/index.js';
import { familyOf } from '../ip-endpoint.js';
import { sourceAddress } from '../source-address.js';
import { ConnectProber } from './connect-prober.js';
import { DatagramProber } from './datagram-prober.js';
import { Exchange } from './exchange.js';
import { settingsOf, type TraceOptions, type TraceSettings } from './options.js';
import type { Prober } from './prober.js';
import { RawProber } from './raw-prober.js';

/** An exchange with a destination, and what it was opened with. */
export interface Opened {
  readonly exchange: Exchange;
  readonly settings: TraceSettings;
  /** The address of this host that probes leave from. */
  readonly source: string;
  /** Why the sockets are not raw ones. */
  readonly reason?: string;
}

/**
 * Opens the sockets for probes to an address.
 *
 * @throws SocketError EPERM for `socket: 'raw'` without CAP_NET_RAW; ENETUNREACH without a route; …
 */
export function openExchange(target: string, options: TraceOptions): Opened {
  const settings = settingsOf(options);
  const family = familyOf(target.split('%')[0]!);
  const source = sourceAddress(target, settings);
  let prober: Prober | undefined;
  let reason: string | undefined;
  if (settings.socket !== 'datagram') {
    try {
      prober = new RawProber(family, target, source, settings);
    } catch (error) {
      if (settings.socket === 'raw' || !(error instanceof SocketError && error.code === 'EPERM')) throw error;
      reason = 'no CAP_NET_RAW';
    }
  }
  prober ??=
    settings.method === 'tcp'
      ? new ConnectProber(family, target, settings)
      : new DatagramProber(family, target, settings);
  const exchange = new Exchange(prober, settings);
  return { exchange, settings, source, ...(reason === undefined ? {} : { reason }) };
}
