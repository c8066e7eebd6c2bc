/** TCP without privilege: connections that shall not come about. Each takes a socket, and so a source port, of its own. */
import { constants, SocketError } from '../../socket/index.js';
import { realtime } from '../clock.js';
import type { QueuedError } from '../error-queue.js';
import { encodeEndpoint, type IpFamily } from '../ip-endpoint.js';
import { IpSocket } from '../ip-socket.js';
import { arrival } from './arrival.js';
import { kindOf, labelsIn } from './icmp-answer.js';
import type { TraceSettings } from './options.js';
import type { Heard, Probe, ProbeAnswer } from './probe.js';
import type { Prober } from './prober.js';

export class ConnectProber implements Prober {
  readonly kind = 'datagram';
  readonly #family: IpFamily;
  readonly #target: string;
  readonly #settings: TraceSettings;
  readonly #connections = new Map<IpSocket, Probe>();
  readonly #refused = new WeakSet<IpSocket>();

  constructor(family: IpFamily, target: string, settings: TraceSettings) {
    this.#family = family;
    this.#target = target;
    this.#settings = settings;
  }

  get sockets(): IpSocket[] {
    return [...this.#connections.keys()];
  }

  send(probe: Probe): number {
    const { namespace, tos, mark, interface: bindToDevice, source, port } = this.#settings;
    const socket = IpSocket.open({
      family: this.#family,
      type: 'stream',
      protocol: 'tcp',
      namespace,
      slots: 4,
      payloadSize: 2048,
      ttl: probe.ttl,
      tos,
      mark,
      bindToDevice,
      recvErr: true,
      recvTtl: true,
      timestamping: ['rxSoftware', 'software'],
    });
    this.#connections.set(socket, probe);
    try {
      if (source !== undefined) socket.bind(source);
      const at = realtime();
      socket.socket.connect(encodeEndpoint({ address: this.#target, port }), this.#target);
      return at;
    } catch (error) {
      // Within the host itself it is refused at once; the next look at the socket tells.
      if (error instanceof SocketError && error.code === 'ECONNREFUSED') {
        this.#refused.add(socket);
        return realtime();
      }
      this.forget(probe);
      throw error;
    }
  }

  wait(socket: IpSocket): Promise<void> {
    return socket.socket.waitWritable();
  }

  forget(probe: Probe): void {
    for (const [socket, other] of this.#connections) {
      if (other !== probe) continue;
      this.#connections.delete(socket);
      socket.close();
    }
  }

  receive(socket: IpSocket): Heard[] {
    const probe = this.#connections.get(socket);
    if (probe === undefined) return [];
    for (const event of socket.receiveErrors()) {
      const answer = event.event === 'error' ? this.#error(event) : undefined;
      if (answer !== undefined) return [{ id: probe.id, answer }];
    }
    const error = socket.socket.getIntOption(constants.SOL_SOCKET, constants.SO_ERROR);
    const failure = error === 0 ? undefined : SocketError.from(-error, 'connect').code;
    const refused = failure === 'ECONNREFUSED' || this.#refused.has(socket);
    const text = refused ? 'RST' : isConnected(socket) ? 'SYN/ACK' : undefined;
    if (text === undefined) return [];
    return [{ id: probe.id, answer: { from: this.#target, at: realtime(), kind: 'reached', text } }];
  }

  close(): void {
    for (const socket of this.#connections.keys()) socket.close();
    this.#connections.clear();
  }

  #error({
    icmpType,
    icmpCode,
    offender,
    text,
    data,
    extensionsAt,
    control,
  }: QueuedError): ProbeAnswer | undefined {
    if (icmpType === undefined || icmpCode === undefined || offender === undefined) return undefined;
    const kind = kindOf(this.#family, icmpType, icmpCode);
    if (kind === undefined) return undefined;
    const labels = extensionsAt === undefined ? undefined : labelsIn(data.subarray(extensionsAt));
    return {
      ...arrival(offender.address, control),
      kind: kind === 'reached' ? 'unreachable' : kind,
      icmpType,
      icmpCode,
      text,
      ...(labels === undefined ? {} : { labels }),
    };
  }
}

function isConnected(socket: IpSocket): boolean {
  try {
    socket.socket.remoteAddress();
    return true;
  } catch {
    return false;
  }
}
