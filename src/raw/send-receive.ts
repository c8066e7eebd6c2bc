/** Sends packets and picks what answers them out of all that arrives. */

import { WireError } from '../wire/index.js';
import { type AnswerKind, answerTo } from './answers.js';
import type { Piece } from './build.js';
import { realtime } from './clock.js';
import { ethertypes, layerOfEthertype } from './ethertypes.js';
import { decodePacket, type Packet } from './packet.js';
import { PacketOutlet } from './packet-outlet.js';
import { type Frame, PacketSocket } from './packet-socket.js';
import { linkTypeOf, type PreparedPacket, type SendOptions } from './prepared-packet.js';
import { QuestionIndex } from './question-index.js';
import { registry } from './registry.js';

export interface ExchangeOptions extends SendOptions {
  /** How many times to send each packet; 1 unless given. */
  readonly count?: number | undefined;
  /** How many times more to send what was not answered; 0 unless given. */
  readonly retries?: number | undefined;
  /** Packets a second; one a second unless given, 1000 where there are several packets. */
  readonly rate?: number | undefined;
  /** Milliseconds to wait for an answer after the last was sent; 2000 unless given. */
  readonly timeout?: number | undefined;
  /** Whether to wait all the time for more answers: to a group, say. */
  readonly all?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** `index` tells which of the packets it is about, from 0. */
export type ExchangeEvent =
  | {
      /** Sent; or in the end, without an answer. */
      readonly event: 'sent' | 'unanswered';
      readonly index: number;
      readonly packet: Packet;
      readonly bytes: Uint8Array;
    }
  | {
      readonly event: AnswerKind;
      readonly index: number;
      readonly packet: Packet;
      readonly bytes: Uint8Array;
      /** Milliseconds since the packet that it answers was sent last. */
      readonly milliseconds: number;
    }
  /** Of several packets one was not sent. */
  | { readonly event: 'failed'; readonly index: number; readonly reason: Error };

/** Bytes for what arrives while packets are sent; the kernel gives what net.core.rmem_max allows. */
const receiveBuffer = 1 << 22;
/** Packets that are sent until what has arrived is looked at. */
const burst = 16;

/**
 * Sends a packet, once or more, and yields it and what answers it as they come: what it asks for, and ICMP errors that
 * quote it. Ends when as many answered as were sent, or when the time is over. The kernel knows nothing of what raw
 * sockets ask: it answers a SYN/ACK with a RST.
 *
 * @throws as PacketSender does
 */
export function sendAndReceive(
  layers: readonly Piece[],
  options: ExchangeOptions = {},
): AsyncGenerator<ExchangeEvent, void, undefined> {
  return sendAndReceiveAll([layers], options);
}

/**
 * The same with many packets, of one kind. One that cannot be sent is an event too, and spoils no other. Where the
 * identification of IPv4 is left out it counts the packets, so that ICMP errors tell which of them they are about.
 *
 * @throws as PacketSender does, where there is one packet; WireError for any that cannot be built
 */
export async function* sendAndReceiveAll(
  packets: readonly (readonly Piece[])[],
  options: ExchangeOptions = {},
): AsyncGenerator<ExchangeEvent, void, undefined> {
  const { count = 1, retries = 0, timeout = 2000, signal } = options;
  using exchange = new Exchange(packets, options);
  let queue = Array.from({ length: count }, () => [...packets.keys()]).flat();
  for (let retry = 0; queue.length > 0 && retry <= retries && !signal?.aborted; retry++) {
    yield* exchange.send(queue);
    yield* exchange.receive(performance.now() + timeout);
    queue = exchange.silent();
  }
  yield* exchange.unanswered();
}

/** What is known of one of the packets. */
interface Question {
  readonly prepared: PreparedPacket;
  sent: number;
  answered: number;
  /** When it was sent last: milliseconds since 1970. */
  sentAt: number;
}

class Exchange implements Disposable {
  readonly #packets: readonly (readonly Piece[])[];
  readonly #options: ExchangeOptions;
  readonly #outlet: PacketOutlet;
  readonly #listener: PacketSocket;
  /** By the index of the packet; null for one that cannot be sent. */
  readonly #questions = new Map<number, Question | null>();
  readonly #index = new QuestionIndex();
  /** How many packets were answered less often than sent. */
  #waiting = 0;

  constructor(packets: readonly (readonly Piece[])[], options: ExchangeOptions) {
    this.#packets = packets;
    this.#options = options;
    const { interface: on = 0, namespace } = options;
    this.#outlet = PacketOutlet.open(packets[0] ?? [], options);
    try {
      // Cooked, so that one way of reading serves interfaces of every kind. What is sent is not looked at: on the
      // loopback interface it arrives too.
      this.#listener = PacketSocket.open({
        type: 'cooked',
        protocol: 'all',
        interface: on,
        ignoreOutgoing: true,
        timestamping: ['rxSoftware', 'software'],
        receiveBuffer,
        namespace,
      });
    } catch (error) {
      this.#outlet.close();
      throw error;
    }
  }

  get #several(): boolean {
    return this.#packets.length > 1;
  }

  /** Sends packets at the rate, and yields what comes meanwhile. */
  async *send(queue: readonly number[]): AsyncGenerator<ExchangeEvent, void, undefined> {
    const { rate = this.#several ? 1000 : 1, signal } = this.#options;
    const start = performance.now();
    for (let next = 0; next < queue.length && !signal?.aborted; ) {
      const due = Math.floor(((performance.now() - start) * rate) / 1000) + 1;
      for (const end = Math.min(queue.length, due, next + burst); next < end; next++)
        yield* this.#sendOne(queue[next]!);
      if (next < queue.length) yield* this.receive(start + (next * 1000) / rate, true);
    }
  }

  async *#sendOne(index: number): AsyncGenerator<ExchangeEvent, void, undefined> {
    if (this.#questions.get(index) === null) return;
    try {
      const question = this.#question(index);
      question.sentAt = realtime();
      await this.#outlet.send(question.prepared);
      if (question.sent++ === question.answered) this.#waiting++;
    } catch (reason) {
      if (!this.#several || reason instanceof WireError) throw reason;
      this.#questions.set(index, null);
      yield { event: 'failed', index, reason: reason as Error };
      return;
    }
    yield { event: 'sent', index, ...this.#asSent(index) };
  }

  #question(index: number): Question {
    const known = this.#questions.get(index);
    if (known) return known;
    const layers = this.#packets[index]!;
    const prepared = this.#outlet.prepare(this.#several ? numbered(layers, index) : layers);
    const question = { prepared, sent: 0, answered: 0, sentAt: 0 };
    this.#questions.set(index, question);
    this.#index.add(index, this.#decoded(prepared));
    return question;
  }

  /** What comes until a time; not longer than something is missing, unless `all`. */
  async *receive(until: number, all = this.#options.all): AsyncGenerator<ExchangeEvent, void, undefined> {
    const { signal } = this.#options;
    for (;;) {
      const left = until - performance.now();
      for (let frames = this.#listener.receive(); frames.length > 0; frames = this.#listener.receive())
        for (const frame of frames) yield* this.#heard(frame);
      if (left <= 0 || signal?.aborted || (!all && this.#waiting === 0)) return;
      await this.#listener
        .waitReadable({ timeout: Math.max(1, Math.ceil(left)), ...(signal && { signal }) })
        .catch(() => undefined);
    }
  }

  *#heard(frame: Frame): Generator<ExchangeEvent, void, undefined> {
    const packet = decodeCooked(frame);
    if (packet === undefined) return;
    const found = this.#asked(packet);
    if (found === undefined) return;
    const question = this.#questions.get(found.index)!;
    if (++question.answered === question.sent) this.#waiting--;
    const stamp = frame.timestamps?.software;
    const at = stamp === undefined ? realtime() : Number(stamp) / 1e6;
    const milliseconds = Math.max(0, at - question.sentAt);
    yield { event: found.kind, index: found.index, packet, bytes: frame.data, milliseconds };
  }

  /** Which packet another answers: of several the one with the identification that is quoted, else one that waits. */
  #asked(reply: Packet): { index: number; kind: AnswerKind } | undefined {
    const quotedId = reply.find('icmp')?.quoted?.part('ipv4')?.id;
    let best: { index: number; kind: AnswerKind; rank: number } | undefined;
    for (const index of this.#index.candidates(reply)) {
      const { prepared, answered, sent } = this.#questions.get(index)!;
      const asked = this.#decoded(prepared);
      const kind = answerTo(asked, reply);
      if (kind === undefined) continue;
      const same = quotedId !== undefined && asked.find('ipv4')?.id === quotedId;
      const rank = (same ? 2 : 0) + (answered < sent ? 1 : 0);
      if (best === undefined || rank > best.rank) best = { index, kind, rank };
      if (rank === 3) break;
    }
    return best;
  }

  /** The packets that nothing answered. */
  silent(): number[] {
    return [...this.#questions].filter(([, question]) => question?.answered === 0).map(([index]) => index);
  }

  *unanswered(): Generator<ExchangeEvent, void, undefined> {
    for (const index of this.silent()) yield { event: 'unanswered', index, ...this.#asSent(index) };
  }

  #asSent(index: number): { packet: Packet; bytes: Uint8Array } {
    const { prepared } = this.#questions.get(index)!;
    return { packet: this.#decoded(prepared), bytes: prepared.bytes };
  }

  #decoded({ bytes }: PreparedPacket): Packet {
    return decodePacket(bytes, linkTypeOf(this.#outlet.kind));
  }

  [Symbol.dispose](): void {
    this.#listener.close();
    this.#outlet.close();
  }
}

/** Layers with the identification of IPv4 counted from 1, for of 0 the kernel makes its own. */
function numbered(layers: readonly Piece[], index: number): readonly Piece[] {
  const [ip] = layers;
  if (typeof ip !== 'object' || !('layer' in ip) || ip.layer !== 'ipv4') return layers;
  if ((ip as { id?: number }).id !== undefined) return layers;
  const identified: { layer: string; id: number } = { ...ip, id: (index % 0xffff) + 1 };
  return [identified, ...layers.slice(1)];
}

const names = new Map<number, string>(
  Object.entries(ethertypes.numbers).map(([name, number]) => [number, name]),
);

/** A packet of a cooked packet socket, by what the kernel says that it is; undefined for one that nobody knows. */
export function decodeCooked({ data, from }: Frame): Packet | undefined {
  const layer = layerOfEthertype(names.get(from.protocol) ?? from.protocol);
  return layer === undefined || !registry.has(layer) ? undefined : decodePacket(data, layer as 'ipv4');
}
