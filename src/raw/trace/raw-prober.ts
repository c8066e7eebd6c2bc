/** Probes as whole packets (IP_HDRINCL, IPV6_HDRINCL), and raw sockets that hear what becomes of them. */
import { foldedSum } from '../../wire/index.js';
import { realtime } from '../clock.js';
import { icmpText } from '../icmp-names.js';
import type { IpFamily } from '../ip-endpoint.js';
import { type IpMessage, IpSocket } from '../ip-socket.js';
import { buildPacket, decodePacket, type Packet, type Piece } from '../packet.js';
import { arrival } from './arrival.js';
import { isTooBig, kindOf, labelsOf } from './icmp-answer.js';
import type { TraceSettings } from './options.js';
import type { Heard, Probe, ProbeAnswer } from './probe.js';
import type { Prober } from './prober.js';

/** ICMP's checksum in the first flow. Routers that look at the first words of what IP carries see it. */
const firstChecksum = 0x4a4b;
/** What the sequence numbers of SYNs begin with; the probe's id follows. */
const sequenceBase = 0x5a7e;

const ipSize = { inet: 20, inet6: 40 } as const;
const headerSize = { udp: 8, icmp: 8, tcp: 20 } as const;

export class RawProber implements Prober {
  readonly kind = 'raw';
  readonly #family: IpFamily;
  readonly #source: string;
  readonly #target: string;
  readonly #settings: TraceSettings;
  readonly #sender: IpSocket;
  readonly #to: string;
  readonly sockets: IpSocket[] = [];
  readonly #underWay = new Set<number>();

  /** Throws SocketError EPERM without CAP_NET_RAW. */
  constructor(family: IpFamily, target: string, source: string, settings: TraceSettings) {
    this.#family = family;
    this.#to = target;
    this.#target = target.split('%')[0]!;
    this.#source = source;
    this.#settings = settings;
    const { namespace, interface: bindToDevice, mark } = settings;
    const shared = { family, namespace, bindToDevice } as const;
    this.#sender = IpSocket.open({ ...shared, protocol: 'raw', mark, slots: 1, payloadSize: 64 });
    try {
      const receive = {
        ...shared,
        recvTtl: true,
        timestamping: ['rxSoftware', 'software'],
        payloadSize: 4096,
      } as const;
      const protocol = family === 'inet' ? 'icmp' : 'icmpv6';
      const pass = family === 'inet' ? [0, 3, 11, 12] : [1, 2, 3, 4, 129];
      this.sockets.push(IpSocket.open({ ...receive, protocol, icmpFilter: { pass } }));
      if (settings.method === 'tcp') this.sockets.push(IpSocket.open({ ...receive, protocol: 'tcp' }));
      const probe = { id: 1, ttl: 1, flow: 0, number: 0 };
      this.#sender.practise({ data: this.#packet(probe), to: target });
      realtime();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  send(probe: Probe): number {
    const bytes = this.#packet(probe);
    this.#underWay.add(probe.id);
    const at = realtime();
    try {
      this.#sender.sendNow([{ data: bytes, to: this.#to }]);
    } catch (error) {
      this.#underWay.delete(probe.id);
      throw error;
    }
    return at;
  }

  wait(socket: IpSocket): Promise<void> {
    return socket.waitReadable();
  }

  forget({ id }: Probe): void {
    this.#underWay.delete(id);
  }

  receive(socket: IpSocket): Heard[] {
    return socket.receive().flatMap(message => {
      const first = this.#family === 'inet' ? 'ipv4' : socket.protocol === 6 ? 'tcp' : 'icmpv6';
      const packet = decodePacket(message.data, first);
      const heard = socket.protocol === 6 ? this.#tcpReply(message, packet) : this.#icmp(message, packet);
      return heard === undefined || !this.#underWay.has(heard.id) ? [] : [heard];
    });
  }

  close(): void {
    this.#sender.close();
    for (const socket of this.sockets) socket.close();
  }

  /** A probe's bytes. What tells it from others is in what every ICMP error quotes, and not in what makes a flow. */
  #packet(probe: Probe): Uint8Array {
    const { method, size, tos = 0, flowLabel = 0, dontFragment } = this.#settings;
    const [src, dst] = [this.#source, this.#target];
    const six = this.#family === 'inet6';
    const ip = six
      ? { layer: 'ipv6', src, dst, hopLimit: probe.ttl, dscp: tos >> 2, ecn: tos & 3, flowLabel }
      : {
          layer: 'ipv4',
          src,
          dst,
          id: probe.id,
          ttl: probe.ttl,
          dscp: tos >> 2,
          ecn: tos & 3,
          flags: dontFragment || probe.packetSize !== undefined ? ['df'] : [],
        };
    const head = ipSize[this.#family] + headerSize[method];
    const length =
      method === 'tcp' ? 0 : Math.max(2, probe.packetSize === undefined ? size : probe.packetSize - head);
    const data = Uint8Array.from({ length }, (_, i) => (i < 2 ? 0 : 0x40 + (i & 0x3f)));
    const bytes = buildPacket([ip, this.#carried(probe), data] as Piece[]);
    if (method === 'tcp') return bytes;
    const checksumAt = ipSize[this.#family] + (method === 'udp' ? 6 : 2);
    const wanted = method === 'udp' ? probe.id : this.#icmpChecksum(probe);
    if (wanted !== undefined) giveChecksum(bytes, checksumAt, head, wanted);
    return bytes;
  }

  #icmpChecksum({ flow }: Probe): number | undefined {
    return this.#settings.paris ? firstChecksum + flow : undefined;
  }

  #carried({ id, flow, number }: Probe): Piece {
    const { method, port, sourcePort, paris } = this.#settings;
    if (method === 'icmp') {
      const type = this.#family === 'inet' ? 'echo' : 'echoRequest';
      const layer = this.#family === 'inet' ? 'icmp' : 'icmpv6';
      return { layer, type, id: (sourcePort + flow) & 0xffff, seq: id } as Piece;
    }
    const srcPort = portOf(sourcePort + flow);
    if (method === 'tcp') {
      const options = [{ type: 'mss', value: 1460 }];
      return {
        layer: 'tcp',
        srcPort,
        dstPort: port,
        seq: sequenceBase * 0x10000 + id,
        flags: ['syn'],
        window: 65_535,
        options,
      } as Piece;
    }
    return { layer: 'udp', srcPort, dstPort: paris ? port : portOf(port + number) } as Piece;
  }

  #icmp(message: IpMessage, packet: Packet): Heard | undefined {
    const family = this.#family;
    const offset = family === 'inet' ? (message.data[0]! & 15) * 4 : 0;
    const [icmpType, icmpCode] = [message.data[offset]!, message.data[offset + 1]!];
    const layer = family === 'inet' ? packet.part('icmp') : packet.part('icmpv6');
    if (layer === undefined) return undefined;
    if (icmpType === (family === 'inet' ? 0 : 129))
      return this.#echoReply(message, layer as { id?: number; seq?: number });
    const kind = kindOf(family, icmpType, icmpCode);
    const { quoted, extensions, mtu } = layer as {
      quoted?: Packet;
      extensions?: { objects?: readonly never[] };
      mtu?: number;
    };
    const found = kind === undefined || quoted === undefined ? undefined : this.#quoted(quoted);
    if (kind === undefined || found === undefined) return undefined;
    const labels = labelsOf(extensions?.objects);
    const answer: ProbeAnswer = {
      ...arrival(message.from.address, message.control),
      // A port that nobody listens to is the destination's answer to a datagram, and to nothing else.
      kind: kind === 'reached' && this.#settings.method === 'icmp' ? 'unreachable' : kind,
      icmpType,
      icmpCode,
      text: icmpText(family, icmpType, icmpCode),
      ...(found.ttl === undefined ? {} : { quotedTtl: found.ttl }),
      ...(labels === undefined ? {} : { labels }),
      ...(isTooBig(family, icmpType, icmpCode) && mtu !== undefined ? { mtu } : {}),
      ...(found.changed.length === 0 ? {} : { changed: found.changed }),
    };
    return { id: found.id, answer };
  }

  /** The probe that is quoted, and what of it is not as it was sent. */
  #quoted(quoted: Packet): { id: number; ttl?: number; changed: string[] } | undefined {
    const { method, sourcePort, tos = 0 } = this.#settings;
    const four = quoted.part('ipv4');
    const six = quoted.part('ipv6');
    const [dst, src] = [four?.dst ?? six?.dst, four?.src ?? six?.src];
    const ttl = four?.ttl ?? six?.hopLimit;
    const dscp = four?.dscp ?? six?.dscp;
    const changed: string[] = [];
    let id: number | undefined;
    if (method === 'udp') {
      const udp = quoted.part('udp');
      if (udp?.srcPort === undefined || !near(udp.srcPort, sourcePort)) return undefined;
      id = four !== undefined && this.#underWay.has(four.id ?? 0) ? four.id : udp.checksum;
      if (udp.checksum !== undefined && udp.checksum !== id) changed.push('udp checksum');
    } else if (method === 'tcp') {
      const tcp = quoted.part('tcp');
      if (tcp?.seq === undefined || tcp.seq >>> 16 !== sequenceBase) return undefined;
      if (!near(tcp.srcPort ?? 0, sourcePort)) changed.push('source port');
      id = tcp.seq & 0xffff;
    } else {
      const echo = (quoted.part('icmp') ?? quoted.part('icmpv6')) as
        | { id?: number; seq?: number }
        | undefined;
      if (echo?.seq === undefined || !near(echo.id ?? 0, sourcePort & 0xffff)) return undefined;
      id = echo.seq;
    }
    if (id === undefined) return undefined;
    if (dst !== undefined && dst !== this.#target) changed.push('destination');
    if (src !== undefined && src !== this.#source) changed.push('source');
    if (dscp !== undefined && dscp !== tos >> 2) changed.push('tos');
    return { id, ...(ttl === undefined ? {} : { ttl }), changed };
  }

  #echoReply(message: IpMessage, { id, seq }: { id?: number; seq?: number }): Heard | undefined {
    const { method, sourcePort } = this.#settings;
    if (method !== 'icmp' || seq === undefined || !near(id ?? 0, sourcePort & 0xffff)) return undefined;
    if (message.from.address !== this.#target) return undefined;
    const base = arrival(message.from.address, message.control);
    return { id: seq, answer: { ...base, kind: 'reached', text: 'Echo Reply' } };
  }

  #tcpReply(message: IpMessage, packet: Packet): Heard | undefined {
    const { port, sourcePort } = this.#settings;
    const tcp = packet.find('tcp');
    if (tcp === undefined || message.from.address !== this.#target) return undefined;
    if (tcp.srcPort !== port || !near(tcp.dstPort, sourcePort)) return undefined;
    const seq = (tcp.ack - 1) >>> 0;
    if (seq >>> 16 !== sequenceBase) return undefined;
    const text = tcp.flags.includes('rst') ? 'RST' : 'SYN/ACK';
    return {
      id: seq & 0xffff,
      answer: { ...arrival(message.from.address, message.control), kind: 'reached', text },
    };
  }
}

/** Flows have ports from the first on. */
const near = (port: number, first: number): boolean => port - first >= 0 && port - first < 4096;

/** A port, beginning again from 1024 behind the last. */
export const portOf = (port: number): number => (port > 0xffff ? 1024 + (port - 0x10000) : port);

/** Sets a checksum and, so that it is right, the word at `wordAt`, which is 0 so far. */
function giveChecksum(bytes: Uint8Array, checksumAt: number, wordAt: number, wanted: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = foldedSum((~wanted & 0xffff) + view.getUint16(checksumAt));
  view.setUint16(checksumAt, wanted);
  view.setUint16(wordAt, word);
}
