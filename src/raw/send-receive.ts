/** Sends packets and picks what answers them out of all that arrives. */
import { type AnswerKind, answerTo } from './answers.js';
import type { Piece } from './build.js';
import { ethertypes, layerOfEthertype } from './ethertypes.js';
import { decodePacket, type Packet } from './packet.js';
import { PacketSender } from './packet-sender.js';
import { type Frame, PacketSocket } from './packet-socket.js';
import type { SendOptions } from './prepared-packet.js';
import { registry } from './registry.js';
import { pause } from './repeated-sending.js';

export interface ExchangeOptions extends SendOptions {
  /** How many times to send it; 1 unless given. */
  readonly count?: number | undefined;
  /** Packets a second; one a second unless given. */
  readonly rate?: number | undefined;
  /** Milliseconds to wait for an answer after the last was sent; 2000 unless given. */
  readonly timeout?: number | undefined;
  /** Whether to wait all the time for more answers: to a group, say. */
  readonly all?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type ExchangeEvent =
  | { readonly event: 'sent'; readonly index: number; readonly packet: Packet; readonly bytes: Uint8Array }
  | {
      readonly event: AnswerKind;
      readonly packet: Packet;
      readonly bytes: Uint8Array;
      /** Milliseconds since the last packet was sent. */
      readonly milliseconds: number;
    };

/** Frames arrive at the packet socket both when they are sent and, on the loopback interface, when they arrive. */
const outgoing = 'outgoing';

/**
 * Sends a packet, once or more, and yields it and what answers it as they come: what it asks for, and ICMP errors that
 * quote it. Ends when as many answered as were sent, or when the time is over. The kernel knows nothing of what raw
 * sockets ask: it answers a SYN/ACK with a RST.
 */
export async function* sendAndReceive(
  layers: readonly Piece[],
  { count = 1, rate = 1, timeout = 2000, all = false, signal, ...options }: ExchangeOptions = {},
): AsyncGenerator<ExchangeEvent, void, undefined> {
  using sender = PacketSender.open(layers, options);
  const { packet: request, bytes } = sender;
  // Cooked, so that one way of reading serves interfaces of every kind.
  using listener = PacketSocket.open({
    type: 'cooked',
    protocol: 'all',
    interface: options.interface ?? 0,
    namespace: options.namespace,
  });
  let answered = 0;
  for (let index = 0; index < count && !signal?.aborted; index++) {
    await sender.send();
    const sentAt = performance.now();
    yield { event: 'sent', index, packet: request, bytes };
    const last = index === count - 1;
    const until = sentAt + (last ? timeout : 1000 / rate);
    for (;;) {
      const left = until - performance.now();
      for (const frame of listener.receive()) {
        if (frame.from.packetType === outgoing) continue;
        const packet = decodeCooked(frame);
        const kind = packet === undefined ? undefined : answerTo(request, packet);
        if (kind === undefined) continue;
        answered++;
        yield { event: kind, packet: packet!, bytes: frame.data, milliseconds: performance.now() - sentAt };
      }
      if (left <= 0 || signal?.aborted || (last && !all && answered >= count)) break;
      await Promise.race([
        listener.waitReadable({ timeout: Math.max(1, Math.ceil(left)) }).catch(() => undefined),
        ...(signal === undefined ? [] : [pause(left, signal)]),
      ]);
    }
  }
}

const names = new Map<number, string>(
  Object.entries(ethertypes.numbers).map(([name, number]) => [number, name]),
);

/** A packet of a cooked packet socket, by what the kernel says that it is; undefined for one that nobody knows. */
export function decodeCooked({ data, from }: Frame): Packet | undefined {
  const layer = layerOfEthertype(names.get(from.protocol) ?? from.protocol);
  return layer === undefined || !registry.has(layer) ? undefined : decodePacket(data, layer as 'ipv4');
}
