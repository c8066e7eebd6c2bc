/** IPv4 and IPv6 raw sockets, and the datagram sockets that need no privilege (raw(7), icmp(7), udp(7)). */
import { constants, MessageBatch, type NetworkNamespace, Socket, type WaitOptions } from '../socket/index.js';
import { EventReader, type QueueEvent } from './event-reader.js';
import { explainOpening, explainSending } from './explanations.js';
import { interfaceIndex } from './interface-index.js';
import { decodeIpControl, encodeIpControl, type IpControl, type IpSendControl } from './ip-control.js';
import { decodeEndpoint, encodeEndpoint, familyOf, type IpEndpoint, type IpFamily } from './ip-endpoint.js';
import { type IpSocketOptions, ipOptions } from './ip-options.js';
import {
  encodeMulticast,
  encodeSourceFilter,
  type MulticastRequest,
  multicastLevel,
  type SourceFilter,
} from './multicast.js';
import { Outgoing, type OutgoingParts } from './outgoing.js';
import { getOption, type SocketOption, setOptions, unknownWord } from './socket-option.js';

/** A protocol by the name of its constant (`icmp` for IPPROTO_ICMP) or its number, 1 to 255. */
export type IpProtocol =
  | 'icmp'
  | 'icmpv6'
  | 'igmp'
  | 'tcp'
  | 'udp'
  | 'gre'
  | 'sctp'
  | 'raw'
  | (string & {})
  | number;

export interface IpSocketInit extends IpSocketOptions {
  readonly family: IpFamily;
  /**
   * `raw` takes CAP_NET_RAW. `datagram` is for udp, and for icmp and icmpv6 under net.ipv4.ping_group_range. `stream`
   * is for tcp: connecting with a time to live of one's own, and hearing of ICMP errors.
   */
  readonly type?: 'raw' | 'datagram' | 'stream';
  readonly protocol: IpProtocol;
  readonly namespace?: NetworkNamespace | undefined;
  /** Messages that one call receives at most: 64. */
  readonly slots?: number;
  /** Bytes of a message that there is room for: 65,536. */
  readonly payloadSize?: number;
}

/** A message that arrived. */
export interface IpMessage {
  readonly event: 'message';
  /** What the kernel delivers: on IPv4 raw sockets from the IP header on, on all others from behind it. A copy. */
  readonly data: Uint8Array;
  /** Bytes it had: more than `data` when there was no room for all. */
  readonly length: number;
  readonly from: IpEndpoint;
  readonly control: IpControl;
}

/** A message to send. */
export interface IpOutgoing {
  readonly data: Uint8Array;
  /** An address, or an endpoint with a port; not for connected sockets. */
  readonly to?: string | IpEndpoint;
  readonly control?: IpSendControl;
}

export type IpEvent = IpMessage | QueueEvent;

const controlSize = 512;

const types = {
  raw: constants.SOCK_RAW,
  datagram: constants.SOCK_DGRAM,
  stream: constants.SOCK_STREAM,
} as const;

/**
 * A socket for IP packets of one protocol. Iterate over it for what comes: messages, errors about what was sent (with
 * `recvErr`), and times when it was sent (with `timestamping`), told apart by `event`.
 *
 * Every call but {@link close} throws SocketError EBADF once it is closed; iterations then end.
 */
export class IpSocket implements AsyncIterable<IpEvent>, Disposable, AsyncDisposable {
  readonly family: IpFamily;
  readonly type: 'raw' | 'datagram' | 'stream';
  /** The protocol's number. */
  readonly protocol: number;
  /** The socket below, for options without a name here. */
  readonly socket: Socket;
  readonly #reader: EventReader<IpMessage>;
  readonly #outgoing: Outgoing;
  readonly #batch: MessageBatch;

  private constructor(socket: Socket, init: IpSocketInit, protocol: number) {
    this.family = init.family;
    this.type = init.type ?? 'raw';
    this.protocol = protocol;
    this.socket = socket;
    const { slots = 64, payloadSize = 0x10000 } = init;
    this.#batch = new MessageBatch({ slots, payloadSize, nameSize: 128, controlSize });
    this.#reader = new EventReader(socket, this.#batch, decodeMessage);
    this.#outgoing = new Outgoing(socket);
  }

  /**
   * Opens a socket and sets its options.
   *
   * @throws SocketError EPERM without CAP_NET_RAW; EACCES for a datagram socket outside ping_group_range;
   *   EPROTONOSUPPORT for protocol 0 on a raw socket. RangeError for an option that does not exist.
   */
  static open(init: IpSocketInit): IpSocket {
    const { family, type = 'raw', protocol, namespace, slots, payloadSize, ...options } = init;
    const number = protocolNumber(protocol);
    const kind = {
      domain: family === 'inet' ? constants.AF_INET : constants.AF_INET6,
      type: types[type],
      protocol: number,
      namespace,
    };
    const socket = explainOpening(type, () => Socket.open(kind));
    try {
      const opened = new IpSocket(socket, init, number);
      opened.set(options);
      return opened;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  get closed(): boolean {
    return this.socket.closed;
  }

  /** Sets options by name. */
  set(options: IpSocketOptions): void {
    setOptions(this.socket, ipOptions, this.family, options);
  }

  /** The value of an option. */
  get<K extends keyof typeof ipOptions>(
    name: K,
  ): (typeof ipOptions)[K] extends SocketOption<infer V> ? V : never {
    return getOption(this.socket, ipOptions, this.family, name) as never;
  }

  /** Only what is sent to this address of the host arrives, and what is sent comes from it. */
  bind(to: string | IpEndpoint): void {
    const endpoint = this.#endpoint(to);
    this.socket.bind(encodeEndpoint(endpoint), endpoint.address);
  }

  /** Only what comes from this address arrives, and what is sent without an address goes there. */
  connect(to: string | IpEndpoint): void {
    const endpoint = this.#endpoint(to);
    explainSending(
      () => this.socket.connect(encodeEndpoint(endpoint), endpoint.address),
      () => endpoint.address,
    );
  }

  /** The socket's own address. */
  localEndpoint(): IpEndpoint {
    return decodeEndpoint(this.socket.localAddress())!;
  }

  /** The index of an interface by its name, in the socket's namespace. */
  interfaceIndex(name: string): number {
    return interfaceIndex(this.socket, name);
  }

  /**
   * Joins or leaves a group, or one source of it; `block` and `unblock` shut out a source of a joined group.
   *
   * @param on the interface: its name or index; the one that the group is routed to by default
   */
  multicast(request: MulticastRequest, group: string, on: string | number = 0, source?: string): void {
    const { name, value } = encodeMulticast(request, this.#index(on), group, source);
    this.socket.setOption(multicastLevel[this.family], name, value);
  }

  /** Replaces the list of sources of a joined group. */
  setSourceFilter(group: string, on: string | number, filter: SourceFilter): void {
    const { name, value } = encodeSourceFilter(this.#index(on), group, filter);
    this.socket.setOption(multicastLevel[this.family], name, value);
  }

  /** Sends a message, waiting for room if there is none. */
  async send(
    data: Uint8Array,
    to?: string | IpEndpoint,
    control?: IpSendControl,
    wait?: WaitOptions,
  ): Promise<void> {
    await this.#outgoing.all([this.#parts({ data, to, control })], wait);
  }

  /** Sends messages by the batch, waiting for room. What comes before one that the kernel refuses is sent. */
  async sendAll(messages: Iterable<IpOutgoing>, wait?: WaitOptions): Promise<number> {
    return this.#outgoing.all(
      Array.from(messages, message => this.#parts(message)),
      wait,
    );
  }

  /** Sends without waiting: how many of the messages, at most 64, the kernel took. */
  sendNow(messages: readonly IpOutgoing[], flags = 0): number {
    return this.#outgoing.now(
      messages.slice(0, 64).map(message => this.#parts(message)),
      flags,
    );
  }

  /** Does all of a send but the system call, so that the first one that is timed takes no longer than others. */
  practise(message: IpOutgoing): void {
    this.#outgoing.practise(this.#parts(message));
  }

  /** The messages that are there, without waiting. Throws what the socket has to report. */
  receive(): IpMessage[] {
    return this.#reader.messages();
  }

  /** The entries of the error queue that are there, without waiting. */
  receiveErrors(): QueueEvent[] {
    return this.#reader.errors();
  }

  /** Waits until there is something to take, of either kind. */
  waitReadable(options?: WaitOptions): Promise<void> {
    return this.socket.waitReadable(options);
  }

  /** Batches of what comes: errors first, then messages. */
  batches(options?: Pick<WaitOptions, 'signal'>): AsyncGenerator<IpEvent[], void, undefined> {
    return this.#reader.batches(options);
  }

  /** What comes, one by one. */
  async *events(options?: Pick<WaitOptions, 'signal'>): AsyncGenerator<IpEvent, void, undefined> {
    for await (const batch of this.batches(options)) yield* batch;
  }

  [Symbol.asyncIterator](): AsyncGenerator<IpEvent, void, undefined> {
    return this.events();
  }

  /** Closes the socket; iterations end. Does nothing the second time. */
  close(): void {
    this.socket.close();
    this.#batch.close();
    this.#outgoing.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #parts({
    data,
    to,
    control,
  }: {
    data: Uint8Array;
    to?: string | IpEndpoint | undefined;
    control?: IpSendControl | undefined;
  }): OutgoingParts {
    const endpoint = to === undefined ? undefined : this.#endpoint(to);
    return {
      data,
      name: endpoint === undefined ? undefined : encodeEndpoint(endpoint),
      control: control === undefined ? undefined : encodeIpControl(this.family, control),
      address: endpoint?.address,
    };
  }

  /** An endpoint of the socket's family; a zone (`fe80::1%eth0`) becomes its scope. */
  #endpoint(to: string | IpEndpoint): IpEndpoint {
    const [address, zone] = (typeof to === 'string' ? to : to.address).split('%') as [string, string?];
    if (familyOf(address) !== this.family) {
      throw new RangeError(`${address} is not an address of the socket's family, ${this.family}`);
    }
    const scope = zone === undefined ? {} : { scope: this.#index(/^\d+$/.test(zone) ? Number(zone) : zone) };
    return { ...(typeof to === 'string' ? {} : to), address, ...scope };
  }

  #index(on: string | number): number {
    return typeof on === 'number' ? on : this.interfaceIndex(on);
  }
}

function decodeMessage(batch: MessageBatch, slot: number): IpMessage {
  return {
    event: 'message',
    data: batch.payloadAt(slot).slice(),
    length: batch.length(slot),
    from: decodeEndpoint(batch.nameAt(slot)) ?? { address: '' },
    control: decodeIpControl(batch.controlMessages(slot)),
  };
}

function protocolNumber(protocol: IpProtocol): number {
  if (typeof protocol === 'number') {
    if (Number.isInteger(protocol) && protocol >= 0 && protocol <= 0xffff) return protocol;
    throw new RangeError(`a protocol is a whole number from 1 to 255, not ${protocol}`);
  }
  const number = (constants as Readonly<Record<string, number>>)[`IPPROTO_${protocol.toUpperCase()}`];
  if (number === undefined) {
    const known = Object.keys(constants).filter(name => name.startsWith('IPPROTO_'));
    throw unknownWord(
      protocol,
      known.map(name => name.slice('IPPROTO_'.length).toLowerCase()),
    );
  }
  return number;
}
