/** IPv4 and IPv6 raw sockets, and the datagram sockets that need no privilege (raw(7), icmp(7), udp(7)). */
import { constants, MessageBatch, type NetworkNamespace, Socket, type WaitOptions } from '../socket/index.js';
import { constantNumber } from './constant-number.js';
import type { QueueEvent } from './event-reader.js';
import { EventSocket } from './event-socket.js';
import { explainOpening, explainSending } from './explanations.js';
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
import type { OutgoingParts } from './outgoing.js';
import { getOption, type SocketOption, setOptions } from './socket-option.js';

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
export class IpSocket extends EventSocket<IpMessage, IpOutgoing> {
  readonly family: IpFamily;
  readonly type: 'raw' | 'datagram' | 'stream';
  /** The protocol's number. */
  readonly protocol: number;

  private constructor(socket: Socket, init: IpSocketInit, protocol: number) {
    const { slots = 64, payloadSize = 0x10000 } = init;
    super(socket, new MessageBatch({ slots, payloadSize, nameSize: 128, controlSize }), decodeMessage);
    this.family = init.family;
    this.type = init.type ?? 'raw';
    this.protocol = protocol;
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

  /**
   * Joins or leaves a group, or one source of it; `block` and `unblock` shut out a source of a joined group.
   *
   * @param on the interface: its name or index; the one that the group is routed to by default
   */
  multicast(request: MulticastRequest, group: string, on: string | number = 0, source?: string): void {
    const { name, value } = encodeMulticast(request, this.indexOf(on), group, source);
    this.socket.setOption(multicastLevel[this.family], name, value);
  }

  /** Replaces the list of sources of a joined group. */
  setSourceFilter(group: string, on: string | number, filter: SourceFilter): void {
    const { name, value } = encodeSourceFilter(this.indexOf(on), group, filter);
    this.socket.setOption(multicastLevel[this.family], name, value);
  }

  /** Sends a message, waiting for room if there is none. */
  async send(
    data: Uint8Array,
    to?: string | IpEndpoint,
    control?: IpSendControl,
    wait?: WaitOptions,
  ): Promise<void> {
    await this.sendAll([{ data, to, control } as IpOutgoing], wait);
  }

  protected parts({ data, to, control }: IpOutgoing): OutgoingParts {
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
    const scope = zone === undefined ? {} : { scope: this.indexOf(/^\d+$/.test(zone) ? Number(zone) : zone) };
    return { ...(typeof to === 'string' ? {} : to), address, ...scope };
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
  return constantNumber('IPPROTO_', protocol, 'a protocol is a whole number from 1 to 255');
}
