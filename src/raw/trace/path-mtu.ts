/** Finds the MTU of a way, and where it becomes smaller. */
import { SocketError } from '../../socket/index.js';
import { familyOf } from '../ip-endpoint.js';
import { IpSocket } from '../ip-socket.js';
import type { Exchange, TimedAnswer } from './exchange.js';
import { openExchange } from './open.js';
import type { TraceOptions, TraceSettings } from './options.js';

export interface MtuHop {
  readonly ttl: number;
  /** The answer to a packet of the size that got this far. */
  readonly answer: TimedAnswer | undefined;
  /** The MTU of the way up to here, in bytes. */
  readonly mtu: number;
  /** Whether it is smaller than the hop before's. */
  readonly changed: boolean;
  readonly last: boolean;
}

/** The least that a host must take: RFC 791, RFC 8200. */
const least = { inet: 68, inet6: 1280 } as const;

/**
 * Sends packets that must not be fragmented, as large as the way so far lets through, hop after hop.
 *
 * @throws SocketError without a route, …
 */
export async function* pathMtu(
  target: string,
  options: TraceOptions = {},
): AsyncGenerator<MtuHop, void, undefined> {
  const { exchange, settings } = openExchange(target, { ...options, dontFragment: true });
  const close = () => exchange.close();
  settings.signal?.addEventListener('abort', close);
  try {
    let mtu = firstMtu(target, settings);
    let before: number | undefined;
    for (let ttl = settings.firstHop; ttl <= settings.maxHops; ttl++) {
      const found = await largest(exchange, {
        ttl,
        mtu,
        probes: settings.probes,
        least: least[familyOf(target.split('%')[0]!)],
      });
      settings.signal?.throwIfAborted();
      mtu = found.mtu;
      const { answer } = found;
      const last = answer?.kind === 'reached' || answer?.kind === 'unreachable' || ttl === settings.maxHops;
      yield { ttl, answer, mtu, changed: mtu !== before, last };
      before = mtu;
      if (last) return;
    }
  } finally {
    settings.signal?.removeEventListener('abort', close);
    close();
  }
}

/** The largest packet that a hop answers, from `mtu` down as the errors tell. */
async function largest(
  exchange: Exchange,
  { ttl, mtu, probes, least }: { ttl: number; mtu: number; probes: number; least: number },
): Promise<{ answer: TimedAnswer | undefined; mtu: number }> {
  let size = mtu;
  for (let attempt = 0; attempt < probes; ) {
    let smaller: number | undefined;
    try {
      const answer = await exchange.ask({ ttl, flow: 0, packetSize: size });
      if (answer !== undefined && answer.mtu === undefined) return { answer, mtu: size };
      // Routers of before RFC 1191 tell 0.
      if (answer !== undefined) smaller = answer.mtu || size - 8;
      else attempt++;
    } catch (error) {
      if (!(error instanceof SocketError && error.code === 'EMSGSIZE')) throw error;
      smaller = size - 4;
    }
    if (smaller === undefined) continue;
    if (smaller >= size || smaller < least) return { answer: undefined, mtu: size };
    size = smaller;
  }
  return { answer: undefined, mtu: size };
}

/** The MTU of the interface that the way begins with. */
function firstMtu(target: string, { namespace, interface: bindToDevice, mark }: TraceSettings): number {
  const family = familyOf(target.split('%')[0]!);
  using socket = IpSocket.open({
    family,
    type: 'datagram',
    protocol: 'udp',
    namespace,
    bindToDevice,
    mark,
    slots: 1,
  });
  socket.connect({ address: target, port: 1025 });
  return Math.min(socket.get('mtu'), 65_535);
}
