/** Makes events of what a socket brings: finds the probe that an answer or an error is about. */

import { ipv4Text } from '../../wire/index.js';
import { realtime } from '../clock.js';
import type { QueuedError } from '../error-queue.js';
import { icmpText } from '../icmp-names.js';
import { decodeEndpoint } from '../ip-endpoint.js';
import type { EchoSocket } from './echo-socket.js';
import type { PingEvent, PingFailure, PingReply } from './events.js';
import type { Host } from './host.js';
import { probeState } from './probe-ring.js';
import { type QuotedEcho, quotedEcho, quotedPacket } from './quoted-echo.js';
import { TransmitTimes } from './transmit-times.js';

const replyTypes = { inet: 0, inet6: 129 } as const;
const errorTypes: Readonly<Record<'inet' | 'inet6', ReadonlySet<number>>> = {
  inet: new Set([3, 4, 5, 11, 12]),
  inet6: new Set([1, 2, 3, 4]),
};
const redirects = { inet: 5, inet6: 137 } as const;

/** Whom the receiver tells. */
export interface ReceiverListener {
  /** The first answer to a probe, or an error about it: it is under way no more. */
  settled(host: Host, sequence: number): void;
  event(event: PingEvent): void;
}

export class Receiver {
  readonly #socket: EchoSocket;
  readonly #hosts: readonly Host[];
  readonly #byAddress = new Map<string, Host>();
  readonly #listener: ReceiverListener;
  readonly #verbose: boolean;
  readonly transmitTimes: TransmitTimes | undefined;
  readonly #ints: Int32Array;

  constructor(
    socket: EchoSocket,
    hosts: readonly Host[],
    listener: ReceiverListener,
    { verbose = false, kernelTimes = false }: { verbose?: boolean; kernelTimes?: boolean },
  ) {
    this.#socket = socket;
    this.#hosts = hosts;
    this.#listener = listener;
    this.#verbose = verbose;
    if (kernelTimes) this.transmitTimes = new TransmitTimes();
    const { buffer, byteOffset, byteLength } = socket.incoming.payload;
    this.#ints = new Int32Array(buffer, byteOffset, byteLength >> 2);
    for (const host of hosts) {
      if (host.family === socket.family) this.#byAddress.set(host.target.address.split('%')[0]!, host);
    }
  }

  /** Takes what is there; whether there may be more. */
  receive(): boolean {
    const { incoming } = this.#socket;
    let count: number;
    try {
      count = this.#socket.receive();
    } catch (error) {
      if (this.#socket.socket.closed) throw error;
      // What the socket has to report is in its error queue too.
      this.receiveErrors();
      return true;
    }
    for (let slot = 0; slot < count; slot++) this.#take(slot);
    return count === incoming.slots;
  }

  /** Takes what the error queue has; the errors of this host's own kernel. */
  receiveErrors(): QueuedError[] {
    const local: QueuedError[] = [];
    for (;;) {
      const events = this.#socket.socket.receiveErrors();
      if (events.length === 0) return local;
      for (const event of events) {
        if (event.event === 'transmitted') {
          if (event.software !== undefined) this.transmitTimes?.stamped(event.id, event.software);
        } else if (event.origin === 'local') {
          local.push(event);
        } else if (this.#socket.kind.type === 'datagram') {
          this.#queued(event);
        }
      }
    }
  }

  #take(slot: number): void {
    const { incoming, family, kind, id, scanner } = this.#socket;
    const bytes = incoming.payload;
    const start = slot * incoming.payloadSize;
    const end = start + Math.min(incoming.length(slot), incoming.payloadSize);
    const withHeader = family === 'inet' && kind.type === 'raw';
    const at = withHeader ? start + (bytes[start]! & 15) * 4 : start;
    if (end - at < 8) return;
    const type = bytes[at]!;
    if (type !== replyTypes[family]) {
      this.#other(slot, at, end);
      return;
    }
    scanner.scan(slot);
    const wireId = (bytes[at + 4]! << 8) | bytes[at + 5]!;
    const host = wireId === id ? this.#hostOf(slot, at, end) : undefined;
    const sequence = host?.probes.find((bytes[at + 6]! << 8) | bytes[at + 7]!) ?? -1;
    if (host === undefined || sequence < 0) {
      this.#other(slot, at, end);
      return;
    }
    const options = withHeader && at - start > 20 ? bytes.slice(start + 20, at) : undefined;
    this.#reply(slot, host, sequence, at, end, withHeader ? bytes[start + 8]! : scanner.ttl, options);
  }

  /** The host that an answer is from: by the nonce, where there is room for one, and by where it came from. */
  #hostOf(slot: number, at: number, end: number): Host | undefined {
    const { writer, names, incoming } = this.#socket;
    const nameAt = (slot * incoming.nameSize) >> 2;
    const nonce = at + 8 + writer.layout.nonce;
    if (writer.layout.nonce < 0 || nonce + 8 > end) {
      // A short answer to a long probe is no answer to it.
      if (writer.layout.nonce >= 0) return undefined;
      const from = decodeEndpoint(incoming.nameAt(slot))!;
      return this.#byAddress.get(from.address) ?? this.#hosts.find(({ anySource }) => anySource);
    }
    if (this.#ints[nonce >> 2] !== writer.session) return undefined;
    const host = this.#hosts[writer.hostOf(this.#ints[(nonce >> 2) + 1]!)];
    return host?.isFrom(names, nameAt) ? host : undefined;
  }

  #reply(
    slot: number,
    host: Host,
    sequence: number,
    at: number,
    end: number,
    ttl: number,
    options: Uint8Array | undefined,
  ): void {
    const { incoming, writer, scanner, family, kind } = this.#socket;
    const { tally, probes } = host;
    const bytes = incoming.payload;
    const now = realtime();
    const sentAt = probes.time(sequence);
    const receivedAt = scanner.received || now;
    const time = Math.max(0, receivedAt - sentAt);
    const duplicate = probes.state(sequence) === probeState.answered;
    const reordered = !duplicate && sequence < host.highest;
    const differs = writer.differs(bytes, at + 8, end - at - 8);
    const badChecksum = family === 'inet' && kind.type === 'raw' && checksum(bytes, at, end) !== 0;
    if (badChecksum) {
      tally.corrupted++;
    } else {
      host.acknowledged(sequence);
      if (differs >= 0) tally.corrupted++;
      if (duplicate) tally.duplicates++;
      else {
        tally.received++;
        if (reordered) tally.reordered++;
        if (probes.state(sequence) === probeState.sent) this.#listener.settled(host, sequence);
        probes.setState(sequence, probeState.answered);
        host.highest = Math.max(host.highest, sequence);
      }
      tally.addTime(time);
    }
    const left = duplicate ? undefined : this.transmitTimes?.take(host.index, sequence);
    const wire = left === undefined || scanner.received === 0 ? undefined : scanner.received - left;
    const reply: PingReply = {
      event: 'reply',
      target: host.target,
      sequence,
      at: receivedAt,
      from: host.anySource ? decodeEndpoint(incoming.nameAt(slot))!.address : host.target.address,
      bytes: incoming.length(slot) - (at - slot * incoming.payloadSize),
      ...(ttl < 0 ? {} : { ttl }),
      time,
      duplicate,
      reordered,
      ...(badChecksum ? { corruptedAt: 0 } : differs >= 0 ? { corruptedAt: differs } : {}),
      ...(wire === undefined ? {} : { wire, overhead: Math.max(0, now - sentAt - wire) }),
      ...(options === undefined ? {} : { options }),
    };
    this.#listener.event(reply);
  }

  /** An ICMP message that is not an echo reply of ours: an error about a probe, or somebody else's. */
  #other(slot: number, at: number, end: number): void {
    const { incoming, family } = this.#socket;
    const bytes = incoming.payload;
    const [type, code] = [bytes[at]!, bytes[at + 1]!];
    const from = decodeEndpoint(incoming.nameAt(slot))?.address ?? '';
    const redirect = type === redirects[family];
    if (errorTypes[family].has(type) || redirect) {
      const quoteAt = redirect && family === 'inet6' ? undefined : at + 8;
      const quoted = quoteAt === undefined ? undefined : quotedPacket(family, bytes.subarray(quoteAt, end));
      const host = quoted && this.#quotedHost(quoted, bytes.subarray(at + 8 + quoted.dataAt, end));
      if (host !== undefined && quoted !== undefined) {
        const mtuAt = family === 'inet' ? at + 6 : at + 4;
        const tooBig = family === 'inet' ? type === 3 && code === 4 : type === 2;
        const mtu = (bytes[mtuAt]! << 8) | bytes[mtuAt + 1]!;
        const long = (bytes[at + 4]! << 24) | (bytes[at + 5]! << 16) | (bytes[at + 6]! << 8) | bytes[at + 7]!;
        this.#failure(host, quoted.sequence, {
          origin: 'icmp',
          from,
          icmpType: type,
          icmpCode: code,
          text: icmpText(family, type, code),
          ...(tooBig ? { mtu: family === 'inet' ? mtu : long >>> 0 } : {}),
          ...(redirect && family === 'inet' ? { gateway: ipv4Text(bytes, at + 4) } : {}),
        });
        return;
      }
    }
    if (!this.#verbose) return;
    const text = icmpText(family, type, code);
    const length = incoming.length(slot) - (at - slot * incoming.payloadSize);
    this.#listener.event({
      event: 'other',
      at: realtime(),
      from,
      bytes: length,
      icmpType: type,
      icmpCode: code,
      text,
    });
  }

  /** An error about a datagram socket's probe. */
  #queued(error: QueuedError): void {
    const { family } = this.#socket;
    const quoted = quotedEcho(family, error.data);
    if (quoted === undefined) return;
    const packet: QuotedEcho = error.to === undefined ? quoted : { ...quoted, to: error.to.address };
    const host = this.#quotedHost(packet, error.data.subarray(quoted.dataAt));
    if (host === undefined) return;
    const { icmpType, icmpCode, text, mtu, offender } = error;
    this.#failure(host, quoted.sequence, {
      origin: 'icmp',
      text,
      ...(icmpType === undefined ? {} : { icmpType, icmpCode }),
      ...(offender === undefined ? {} : { from: offender.address }),
      ...(mtu === undefined ? {} : { mtu }),
    });
  }

  /** The host that a quoted probe went to; its nonce counts where that much was quoted. */
  #quotedHost(quoted: QuotedEcho, data: Uint8Array): Host | undefined {
    const { writer, id } = this.#socket;
    if (quoted.id !== id) return undefined;
    const { nonce } = writer.layout;
    const byAddress = quoted.to === undefined ? undefined : this.#byAddress.get(quoted.to);
    if (nonce < 0 || data.length < nonce + 8) return byAddress;
    const words = new Int32Array(data.slice(nonce, nonce + 8).buffer);
    return words[0] === writer.session ? this.#hosts[writer.hostOf(words[1]!)] : undefined;
  }

  #failure(host: Host, wire: number, what: Omit<PingFailure, 'event' | 'target' | 'sequence' | 'at'>): void {
    const sequence = host.probes.find(wire);
    if (sequence < 0) return;
    const soft =
      what.icmpType !== undefined && [4, redirects.inet].includes(what.icmpType) && host.family === 'inet';
    if (!soft && host.probes.state(sequence) === probeState.sent) {
      host.probes.setState(sequence, probeState.failed);
      this.#listener.settled(host, sequence);
    }
    if (!soft) {
      host.acknowledged(sequence);
      host.tally.errors++;
      host.tally.reported++;
    }
    this.#listener.event({ event: 'error', target: host.target, sequence, at: realtime(), ...what });
  }
}

/** The internet checksum over bytes that hold their own: 0 when it is right. */
function checksum(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  let at = start;
  for (; at + 1 < end; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!;
  if (at < end) sum += bytes[at]! << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum ^ 0xffff;
}
