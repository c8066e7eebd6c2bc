import { constants as system } from 'node:os';
import { constants, NetworkNamespace, SocketError, type WaitOptions } from '../socket/index.js';
import { littleEndian } from '../wire/index.js';
import { Channel } from './channel.js';
import { Dump, type DumpOptions } from './dump.js';
import { Exchange, type Outcome } from './exchange.js';
import { messageFlags } from './header.js';
import type { DecodedOf, FilterOf, Message, RequestOf } from './message.js';
import { encodeRequest, type Request } from './request.js';

export interface ConnectionOptions {
  /** The netlink protocol; NETLINK_ROUTE unless given. */
  readonly protocol?: number;
  /** The namespace to speak with, or what NetworkNamespace.open takes; the process's own unless given. */
  readonly namespace?: NetworkNamespace | string | number | undefined;
  /** Milliseconds after which a request that the kernel leaves unanswered fails; 5000 unless given. */
  readonly timeout?: number;
}

/** struct ifreq (netdevice(7)): a name in 16 bytes, then what is asked for. */
const ifreqSize = 40;
const nameSize = 16;
const IFF_UP = 1;

/** Idle dump sockets that are kept for the next dump. */
const mostIdle = 2;

/**
 * A conversation with the kernel over one netlink protocol. Requests share a socket; every dump has one of its own,
 * because the kernel runs one dump a socket and answers wait behind what a slow reader has not taken.
 */
export class Connection implements AsyncDisposable {
  readonly protocol: number;
  /** The namespace that it speaks with; undefined for the process's own. Closed with the connection. */
  readonly namespace: NetworkNamespace | undefined;
  readonly #timeout: number;
  readonly #channel: Channel;
  readonly #exchange: Exchange;
  readonly #idle: Channel[] = [];
  readonly #dumping = new Set<Channel>();
  #sequence = 0;
  #closed = false;

  constructor({ protocol = constants.NETLINK_ROUTE, namespace, timeout = 5000 }: ConnectionOptions = {}) {
    this.protocol = protocol;
    this.#timeout = timeout;
    this.namespace = namespace === undefined ? undefined : ownNamespace(namespace);
    try {
      this.#channel = new Channel({ protocol, namespace: this.namespace, slots: 16 });
    } catch (error) {
      this.namespace?.close();
      throw error;
    }
    this.#exchange = new Exchange(this.#channel);
  }

  /** Opens a connection; throws SocketError. */
  static open(options?: ConnectionOptions): Connection {
    return new Connection(options);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Reads a table. `filter` is the request's own header and attributes: the kernel checks them strictly
   * (NETLINK_GET_STRICT_CHK) and leaves out what does not match, where it can.
   */
  dump<M extends Message<any, any>>(
    schema: M,
    filter: FilterOf<M> = {} as FilterOf<M>,
    options: DumpOptions = {},
  ): Dump<M> {
    return this.dumpOf<M, M>(
      { schema, type: typeWith(schema, 'GET'), value: filter as unknown as RequestOf<M> },
      options,
    );
  }

  /** Reads the table that a request asks for with NLM_F_DUMP, where that is not its schema's GET. */
  dumpOf<M extends Message<any, any>, A extends Message<any, any> = M>(
    request: Request<M, A>,
    options: DumpOptions = {},
  ): Dump<A> {
    const asked = { ...request, flags: (request.flags ?? 0) | messageFlags.NLM_F_DUMP };
    const timeout = options.timeout ?? this.#timeout;
    return new Dump(this.#pool, asked, sequence => encodeRequest(asked, sequence), { ...options, timeout });
  }

  /**
   * Sends one request and resolves with the objects that the kernel answers. Rejects with its NetlinkError, a
   * SocketError (ETIMEDOUT; ECANCELED when the connection is closed meanwhile, EBADF when it was before), the signal's
   * reason, or a WireError for a value that cannot be written.
   */
  async request<M extends Message<any, any>, A extends Message<any, any> = M>(
    request: Request<M, A>,
    options: WaitOptions = {},
  ): Promise<DecodedOf<A>[]> {
    const [outcome] = await this.requestAll([request], options);
    if (outcome!.status === 'rejected') throw outcome!.reason;
    return outcome!.value;
  }

  /**
   * Sends many requests, many ahead of their answers; an outcome for each, in order. One refusal stops none; a
   * timeout, an abort or the connection's end leaves the outcomes that are known and fails the others. Rejects, with
   * nothing sent, for values that cannot be written (WireError) and on a closed connection (EBADF).
   */
  async requestAll<M extends Message<any, any>, A extends Message<any, any> = M>(
    requests: readonly Request<M, A>[],
    options: WaitOptions = {},
  ): Promise<Outcome<DecodedOf<A>>[]> {
    this.checkOpen('sendmmsg');
    const outgoing = requests.map(request => {
      const sequence = this.#nextSequence();
      const flags = (request.flags ?? 0) | messageFlags.NLM_F_ACK;
      return { request, sequence, sent: encodeRequest({ ...request, flags }, sequence) };
    });
    const outcomes = await this.#exchange.send(outgoing, {
      ...options,
      timeout: options.timeout ?? this.#timeout,
    });
    return outcomes as Outcome<DecodedOf<A>>[];
  }

  /** The number of an interface of the connection's namespace. Throws SocketError ENODEV. */
  interfaceIndex(name: string): number {
    this.checkOpen('ioctl');
    const encoded = new TextEncoder().encode(name);
    const request = new Uint8Array(ifreqSize);
    if (encoded.length < nameSize) request.set(encoded);
    try {
      this.#channel.socket.ioctl(constants.SIOCGIFINDEX, request);
    } catch (error) {
      if (!(error instanceof SocketError && error.code === 'ENODEV')) throw error;
      const explanation = `there is no interface '${name}'`;
      throw new SocketError({ syscall: 'ioctl', errno: error.errno, explanation });
    }
    return new DataView(request.buffer).getInt32(nameSize, littleEndian);
  }

  /** The present name of an interface of the connection's namespace, and whether it is up; undefined without one. */
  interfaceAt(index: number): { name: string; up: boolean } | undefined {
    this.checkOpen('ioctl');
    const request = new Uint8Array(ifreqSize);
    const view = new DataView(request.buffer);
    view.setInt32(nameSize, index, littleEndian);
    try {
      this.#channel.socket.ioctl(constants.SIOCGIFNAME, request);
      const name = new TextDecoder().decode(request.subarray(0, request.indexOf(0)));
      this.#channel.socket.ioctl(constants.SIOCGIFFLAGS, request);
      return { name, up: (view.getInt16(nameSize, littleEndian) & IFF_UP) !== 0 };
    } catch (error) {
      if (!(error instanceof SocketError && error.code === 'ENODEV')) throw error;
      return undefined;
    }
  }

  /** Ends everything: what waits is rejected with ECANCELED. Does nothing the second time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const explanation = 'the connection was closed during the request';
    this.#exchange.close(
      new SocketError({ syscall: 'recvmmsg', errno: -system.errno.ECANCELED, explanation }),
    );
    for (const channel of [this.#channel, ...this.#idle, ...this.#dumping]) channel.close();
    this.namespace?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  readonly #pool = {
    acquire: (): Channel => {
      this.checkOpen('sendmmsg');
      const idle = this.#idle.pop();
      const channel = idle ?? new Channel({ protocol: this.protocol, namespace: this.namespace, slots: 16 });
      this.#dumping.add(channel);
      idle?.discardQueued();
      return channel;
    },
    release: (channel: Channel): void => {
      this.#dumping.delete(channel);
      if (this.#closed || this.#idle.length >= mostIdle) channel.close();
      else this.#idle.push(channel);
    },
    discard: (channel: Channel): void => {
      this.#dumping.delete(channel);
      channel.close();
    },
    nextSequence: (): number => this.#nextSequence(),
  };

  #nextSequence(): number {
    // 0 is what the kernel's own events carry.
    this.#sequence = this.#sequence === 0xffff_ffff ? 1 : this.#sequence + 1;
    return this.#sequence;
  }

  /** Throws SocketError EBADF once the connection is closed. */
  checkOpen(syscall: string): void {
    if (!this.#closed) return;
    const explanation = 'the connection is closed';
    throw new SocketError({ syscall, errno: -system.errno.EBADF, explanation });
  }
}

/** A handle of our own, so that the caller may close theirs. */
export function ownNamespace(which: NetworkNamespace | string | number): NetworkNamespace {
  if (which instanceof NetworkNamespace && which.closed) {
    const explanation = 'the network namespace is closed';
    throw new SocketError({ syscall: 'setns', errno: -system.errno.EBADF, explanation });
  }
  return NetworkNamespace.open(which instanceof NetworkNamespace ? `/proc/self/fd/${which.fd}` : which);
}

/** The schema's message type for a verb: RTM_GETROUTE for GET. */
export function typeWith<M extends Message<any, any>>(
  schema: M,
  verb: 'NEW' | 'DEL' | 'GET' | 'SET',
): keyof M['types'] & string {
  const type = Object.keys(schema.types).find(name => name.includes(`_${verb}`));
  if (type === undefined) throw new TypeError(`${schema.name} has no ${verb} message`);
  return type;
}
