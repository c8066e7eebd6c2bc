/** Messages of IGMP and MLD as they pass an interface, both ways. */
import type { NetworkNamespace } from '../socket/index.js';
import { type GroupQueryOptions, sendGroupQuery } from './group-query.js';
import { familyOf } from './ip-endpoint.js';
import { IpSocket } from './ip-socket.js';
import type { Packet } from './packet.js';
import { PacketSocket } from './packet-socket.js';
import { decodeCooked } from './send-receive.js';

export interface GroupWatchOptions {
  /** All interfaces unless given. */
  readonly interface?: string | undefined;
  /** Groups to join for as long as one watches. */
  readonly join?: readonly string[];
  /** A query to send as soon as one watches. */
  readonly query?: GroupQueryOptions | undefined;
  readonly namespace?: NetworkNamespace | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface GroupMessage {
  readonly packet: Packet;
  readonly bytes: Uint8Array;
  readonly interface: string;
  /** Whether this host sent it. */
  readonly outgoing: boolean;
}

const listenerTypes: readonly unknown[] = ['mgmQuery', 'mgmReport', 'mgmReduction', 'mldv2Report'];

/** Yields the messages until the signal. */
export async function* watchGroups(
  options: GroupWatchOptions = {},
): AsyncGenerator<GroupMessage, void, undefined> {
  const { interface: on, join = [], query, namespace, signal } = options;
  using wire = PacketSocket.open({ type: 'cooked', protocol: 'all', interface: on ?? 0, namespace });
  using stack = new DisposableStackOf<IpSocket>();
  for (const group of join) {
    const socket = stack.use(
      IpSocket.open({
        family: familyOf(group),
        type: 'datagram',
        protocol: 'udp',
        namespace,
        slots: 1,
        payloadSize: 16,
      }),
    );
    socket.multicast('join', group, on);
  }
  if (query !== undefined) await sendGroupQuery(query);
  try {
    for await (const event of wire.events(signal === undefined ? {} : { signal })) {
      if (event.event !== 'message') continue;
      const packet = decodeCooked(event);
      const isListener = listenerTypes.includes(packet?.part('icmpv6')?.type);
      if (packet === undefined || (packet.part('igmp') === undefined && !isListener)) continue;
      const outgoing = event.from.packetType === 'outgoing';
      yield { packet, bytes: event.data, interface: wire.interfaceName(event.from.interface), outgoing };
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/** Closes what it was given, the last first. */
class DisposableStackOf<T extends Disposable> implements Disposable {
  readonly #list: T[] = [];

  use(item: T): T {
    this.#list.push(item);
    return item;
  }

  [Symbol.dispose](): void {
    for (const item of this.#list.reverse()) item[Symbol.dispose]();
  }
}
