/** Probes through ordinary UDP and ICMP datagram sockets: what becomes of them is in the sockets' error queues. */
import { SocketError } from '../../socket/index.js';
import { foldedSum, wordSum } from '../../wire/index.js';
import { realtime } from '../clock.js';
import type { QueuedError } from '../error-queue.js';
import type { IpFamily } from '../ip-endpoint.js';
import { type IpMessage, type IpOutgoing, IpSocket } from '../ip-socket.js';
import { arrival } from './arrival.js';
import { isTooBig, kindOf, labelsIn } from './icmp-answer.js';
import type { TraceSettings } from './options.js';
import type { Heard, Probe, ProbeAnswer } from './probe.js';
import type { Prober } from './prober.js';
import { portOf } from './raw-prober.js';

const headers = { inet: 28, inet6: 48 } as const;
/** Attempts to send while the socket still has errors of earlier probes to report. */
const attempts = 8;

export class DatagramProber implements Prober {
  readonly kind = 'datagram';
  readonly #family: IpFamily;
  readonly #target: string;
  readonly #settings: TraceSettings;
  readonly #source: string | undefined;
  readonly #flows = new Map<number, IpSocket>();
  /** What is under way, the oldest first. */
  readonly #underWay = new Map<number, Probe>();
  /** What was heard while something was sent. */
  #early: Heard[] = [];

  /** Throws SocketError EACCES for ICMP where net.ipv4.ping_group_range does not allow it. */
  constructor(family: IpFamily, target: string, settings: TraceSettings) {
    this.#family = family;
    this.#target = target;
    this.#settings = settings;
    this.#source = settings.source;
    const socket = this.#socket(0);
    socket.practise(this.#message({ id: 1, ttl: 1, flow: 0, number: 0 }));
    realtime();
  }

  get sockets(): IpSocket[] {
    return [...this.#flows.values()];
  }

  send(probe: Probe): number {
    const socket = this.#socket(probe.flow);
    const message = this.#message(probe);
    this.#underWay.set(probe.id, probe);
    for (let attempt = 1; ; attempt++) {
      const at = realtime();
      try {
        socket.sendNow([message]);
        return at;
      } catch (error) {
        // An error of an earlier probe is reported by whatever call comes next.
        const early = this.#errors(socket);
        this.#early.push(...early);
        const own =
          error instanceof SocketError && ['EMSGSIZE', 'EINVAL', 'EACCES', 'EPERM'].includes(error.code);
        if (!own && attempt < attempts && early.length > 0) continue;
        this.#underWay.delete(probe.id);
        throw error;
      }
    }
  }

  wait(socket: IpSocket): Promise<void> {
    return socket.waitReadable();
  }

  forget({ id }: Probe): void {
    this.#underWay.delete(id);
  }

  receive(socket: IpSocket): Heard[] {
    const heard = [...this.#early, ...this.#errors(socket)];
    this.#early = [];
    try {
      for (const message of socket.receive()) {
        const reply = this.#reply(socket, message);
        if (reply !== undefined) heard.push(reply);
      }
    } catch (error) {
      if (socket.closed) throw error;
      heard.push(...this.#errors(socket));
    }
    return heard;
  }

  close(): void {
    for (const socket of this.#flows.values()) socket.close();
  }

  /** The socket of a flow: each has a source port of its own. */
  #socket(flow: number): IpSocket {
    const known = this.#flows.get(flow);
    if (known !== undefined) return known;
    const {
      method,
      namespace,
      tos,
      mark,
      interface: bindToDevice,
      dontFragment,
      sourcePort,
    } = this.#settings;
    const protocol = method === 'icmp' ? (this.#family === 'inet' ? 'icmp' : 'icmpv6') : 'udp';
    const socket = IpSocket.open({
      family: this.#family,
      type: 'datagram',
      protocol,
      namespace,
      slots: 16,
      payloadSize: 4096,
      tos,
      mark,
      bindToDevice,
      recvErr: true,
      recvTtl: true,
      timestamping: ['rxSoftware', 'software'],
      mtuDiscover: dontFragment ? 'probe' : 'dont',
    });
    try {
      if (supportsExtensions(socket)) socket.set({ recvErrRfc4884: true });
      const address = this.#source ?? (this.#family === 'inet' ? '0.0.0.0' : '::');
      bindNear(socket, address, method === 'icmp' ? 0 : portOf(sourcePort + flow));
    } catch (error) {
      socket.close();
      throw error;
    }
    this.#flows.set(flow, socket);
    return socket;
  }

  #message(probe: Probe): IpOutgoing {
    const { method, port, paris } = this.#settings;
    const to = method === 'icmp' ? 0 : paris ? port : portOf(port + probe.number);
    return { data: this.#data(probe), to: { address: this.#target, port: to }, control: { ttl: probe.ttl } };
  }

  /** The data of a probe: its id, or for ICMP a whole echo request with a checksum that does not change. */
  #data({ id, packetSize }: Probe): Uint8Array {
    const { method, size, paris } = this.#settings;
    const length = Math.max(4, packetSize === undefined ? size : packetSize - headers[this.#family]);
    const data = Uint8Array.from({ length }, (_, i) => (i < 4 ? 0 : 0x40 + (i & 0x3f)));
    const view = new DataView(data.buffer);
    if (method !== 'icmp') {
      view.setUint16(0, id);
      return data;
    }
    const echo = new Uint8Array(8 + length);
    echo[0] = this.#family === 'inet' ? 8 : 128;
    new DataView(echo.buffer).setUint16(6, id);
    echo.set(data, 8);
    // The sum of sequence number and this word is the same in all, and so is the checksum that the kernel computes.
    if (paris) new DataView(echo.buffer).setUint16(8, foldedSum(0xffff + (~wordSum(echo, 6, 8) & 0xffff)));
    return echo;
  }

  #errors(socket: IpSocket): Heard[] {
    const heard: Heard[] = [];
    for (;;) {
      const events = socket.receiveErrors();
      if (events.length === 0) return heard;
      for (const event of events) {
        const one = event.event === 'error' ? this.#error(socket, event) : undefined;
        if (one !== undefined) heard.push(one);
      }
    }
  }

  #error(socket: IpSocket, error: QueuedError): Heard | undefined {
    const { icmpType, icmpCode, offender, text, mtu, data, extensionsAt, control } = error;
    if (icmpType === undefined || icmpCode === undefined || offender === undefined) return undefined;
    const kind = kindOf(this.#family, icmpType, icmpCode);
    const probe = kind === undefined ? undefined : this.#probeOf(socket, error);
    if (kind === undefined || probe === undefined) return undefined;
    const labels = extensionsAt === undefined ? undefined : labelsIn(data.subarray(extensionsAt));
    const answer: ProbeAnswer = {
      ...arrival(offender.address, control),
      kind: kind === 'reached' && this.#settings.method === 'icmp' ? 'unreachable' : kind,
      icmpType,
      icmpCode,
      text,
      ...(labels === undefined ? {} : { labels }),
      ...(isTooBig(this.#family, icmpType, icmpCode) && mtu !== undefined ? { mtu } : {}),
    };
    return { id: probe.id, answer };
  }

  /** By the id in the data; a router that quotes none of it leaves the port, where these differ, or the oldest. */
  #probeOf(socket: IpSocket, { data, to }: QueuedError): Probe | undefined {
    const { method, paris, port } = this.#settings;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    if (method === 'icmp') return data.length < 8 ? undefined : this.#underWay.get(view.getUint16(6));
    const named = data.length < 2 ? undefined : this.#underWay.get(view.getUint16(0));
    if (named !== undefined) return named;
    const candidates = [...this.#underWay.values()].filter(({ flow }) => this.#flows.get(flow) === socket);
    return paris ? candidates[0] : candidates.find(({ number }) => portOf(port + number) === to?.port);
  }

  /** The destination itself: an echo reply, or a service that answers a datagram. */
  #reply(socket: IpSocket, { data, from, control }: IpMessage): Heard | undefined {
    if (from.address !== this.#target.split('%')[0]) return undefined;
    if (this.#settings.method === 'icmp') {
      if (data.length < 8 || data[0] !== (this.#family === 'inet' ? 0 : 129)) return undefined;
      const id = (data[6]! << 8) | data[7]!;
      if (!this.#underWay.has(id)) return undefined;
      return { id, answer: { ...arrival(from.address, control), kind: 'reached', text: 'Echo Reply' } };
    }
    const probe = [...this.#underWay.values()].find(({ flow }) => this.#flows.get(flow) === socket);
    if (probe === undefined) return undefined;
    return {
      id: probe.id,
      answer: { ...arrival(from.address, control), kind: 'reached', text: 'UDP reply' },
    };
  }
}

function supportsExtensions(socket: IpSocket): boolean {
  try {
    socket.get('recvErrRfc4884');
    return true;
  } catch {
    // Since 5.9.
    return false;
  }
}

/** Binds to a port, or to any when it is taken. */
function bindNear(socket: IpSocket, address: string, port: number): void {
  try {
    socket.bind({ address, port });
  } catch (error) {
    if (!(error instanceof SocketError && error.code === 'EADDRINUSE')) throw error;
    socket.bind({ address, port: 0 });
  }
}
