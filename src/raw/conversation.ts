import { ipv4 } from './ipv4.js';
import { buildPacket } from './packet.js';
import { type TcpInput, tcp } from './tcp.js';
import { udp } from './udp.js';

/** Who speaks: the side that connected, or the one that was connected to. */
export type Speaker = 'client' | 'server';

export interface ConversationEnds {
  /** The address of both. */
  readonly address: string;
  readonly client: number;
  readonly server: number;
}

type TcpFlags = Extract<NonNullable<TcpInput['flags']>, readonly unknown[]>;

const mostInSegment = 65_000;
/** Bytes of a UDP datagram over IPv4 at most (RFC 768, RFC 791). */
const mostInDatagram = 65_507;

/**
 * IPv4 packets as if bytes that were said over something else had been said over TCP, for programs that know how to
 * follow that: a handshake, segments with sequence numbers, acknowledgements and ends.
 */
export class TcpConversation {
  readonly #ends: ConversationEnds;
  /** Sequence numbers of what each says next. */
  readonly #next: Record<Speaker, number> = { client: 0, server: 0 };

  constructor(ends: ConversationEnds) {
    this.#ends = ends;
  }

  /** The handshake. */
  open(): Uint8Array[] {
    const syn = this.#packet('client', ['syn']);
    this.#advance('client', 1);
    const answer = this.#packet('server', ['syn', 'ack']);
    this.#advance('server', 1);
    return [syn, answer, this.#packet('client', ['ack'])];
  }

  /** Segments of what somebody says. */
  say(speaker: Speaker, bytes: Uint8Array): Uint8Array[] {
    const packets: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += mostInSegment) {
      const part = bytes.subarray(at, at + mostInSegment);
      packets.push(this.#packet(speaker, ['psh', 'ack'], part));
      this.#advance(speaker, part.length);
    }
    return packets;
  }

  /** The end of what somebody says, acknowledged. */
  end(speaker: Speaker): Uint8Array[] {
    const fin = this.#packet(speaker, ['fin', 'ack']);
    this.#advance(speaker, 1);
    return [fin, this.#packet(speaker === 'client' ? 'server' : 'client', ['ack'])];
  }

  #packet(speaker: Speaker, flags: TcpFlags, bytes: Uint8Array = new Uint8Array()): Uint8Array {
    const { address, client, server } = this.#ends;
    const [srcPort, dstPort, other] =
      speaker === 'client' ? ([client, server, 'server'] as const) : ([server, client, 'client'] as const);
    const ack = flags.includes('ack') ? this.#next[other] : 0;
    return buildPacket([
      ipv4({ src: address, dst: address }),
      tcp({ srcPort, dstPort, seq: this.#next[speaker], ack, flags }),
      bytes,
    ]);
  }

  #advance(speaker: Speaker, bytes: number): void {
    this.#next[speaker] = (this.#next[speaker] + bytes) >>> 0;
  }
}

/** A message as a UDP datagram over IPv4, as far as there is room for it in one. */
export function udpMessage(
  { address, client, server }: ConversationEnds,
  speaker: Speaker,
  bytes: Uint8Array,
): Uint8Array {
  const [srcPort, dstPort] = speaker === 'client' ? [client, server] : [server, client];
  return buildPacket([
    ipv4({ src: address, dst: address }),
    udp({ srcPort, dstPort }),
    bytes.subarray(0, mostInDatagram),
  ]);
}
