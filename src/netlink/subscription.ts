import { setImmediate, setTimeout } from 'node:timers/promises';
import {
  constants,
  decodeControlMessages,
  decodeInt,
  type NetworkNamespace,
  SocketError,
} from '../socket/index.js';
import { Channel } from './channel.js';
import { ownNamespace } from './connection.js';
import { type Messages, type NetlinkEvent, readEvent, type TypeTable, typeTable } from './event.js';
import { align4, controlTypes, messageHeaderSize, readHeader } from './header.js';

export interface SubscriptionOptions {
  /** The netlink protocol; NETLINK_ROUTE unless given. */
  readonly protocol?: number;
  /** The namespace to listen in, or what NetworkNamespace.open takes; the process's own unless given. */
  readonly namespace?: NetworkNamespace | string | number | undefined;
  /**
   * Bytes of the receive buffer, as SO_RCVBUF takes them: the kernel doubles the number and counts about 800 bytes for
   * a small event. More than net.core.rmem_max only with CAP_NET_ADMIN. 8 MiB, or what is allowed of it, unless given.
   */
  readonly receiveBuffer?: number | undefined;
  /** Listen to every namespace that ours has a number for (NETLINK_LISTEN_ALL_NSID). Needs CAP_NET_BROADCAST. */
  readonly allNamespaces?: boolean | undefined;
  /** Hand out each message's bytes too, under `raw`: a copy. */
  readonly raw?: boolean | undefined;
  /** Closes the subscription; its iteration rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const defaultReceiveBuffer = 8 * 1024 * 1024;

/** Events a wakeup brings from which on the next look comes after a pause instead of at once. */
const busy = 8;
/**
 * Milliseconds of that pause, at least and at most: one wakeup for all that comes meanwhile costs a quarter of one for
 * each. It grows while what comes in it leaves most of the receive buffer free.
 */
const shortestPause = 1;
const longestPause = 4;
/** About what the kernel counts for a small event in a receive buffer. */
const bytesPerEvent = 1024;
/** The part of the receive buffer that a pause may fill. */
const fillable = 1 / 8;

/** struct cmsghdr with an int behind it (recvmsg(2)). */
const nsidControlSize = 24;

/**
 * What the kernel multicasts to groups, as it comes. Iterating takes events out of the kernel's buffer as they are
 * consumed; when that buffer overflows, a `gap` event stands where events were lost and the stream goes on.
 */
export class Subscription<S extends Messages> implements AsyncIterable<NetlinkEvent<S>>, AsyncDisposable {
  readonly #channel: Channel;
  readonly #types: TypeTable;
  readonly #raw: boolean;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.close();
  /** An overrun was reported, and what the kernel had queued before it is still being read. */
  #overrun = false;
  /** The last pause, in milliseconds. */
  #pause = shortestPause / 2;
  /** Bytes of the receive buffer. */
  readonly #room: number;

  /** Opens a socket and joins the groups, by their numbers. Throws SocketError. */
  constructor(schemas: S, groups: Iterable<number>, options: SubscriptionOptions = {}) {
    const {
      protocol = constants.NETLINK_ROUTE,
      namespace,
      allNamespaces = false,
      receiveBuffer,
      raw = false,
      signal,
    } = options;
    signal?.throwIfAborted();
    this.#types = typeTable(schemas);
    this.#raw = raw;
    this.#signal = signal;
    const own = namespace === undefined ? undefined : ownNamespace(namespace);
    try {
      this.#channel = new Channel({
        protocol,
        namespace: own,
        slots: 64,
        controlSize: allNamespaces ? nsidControlSize : 0,
      });
    } finally {
      own?.close();
    }
    try {
      this.#setReceiveBuffer(receiveBuffer ?? defaultReceiveBuffer);
      const { SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, NETLINK_LISTEN_ALL_NSID } = constants;
      if (allNamespaces) this.#channel.socket.setOption(SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, 1);
      for (const group of groups) this.#channel.socket.setOption(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
    } catch (error) {
      this.#channel.close();
      throw error;
    }
    this.#room = this.receiveBuffer;
    signal?.addEventListener('abort', this.#onAbort);
  }

  /** Bytes of the kernel's receive buffer, as it accounts them. */
  get receiveBuffer(): number {
    return this.#channel.socket.getIntOption(constants.SOL_SOCKET, constants.SO_RCVBUF);
  }

  get closed(): boolean {
    return this.#channel.socket.closed;
  }

  /** Lets the process end although the iteration goes on. */
  unref(): this {
    this.#channel.socket.unref();
    return this;
  }

  /** The events by the bufferful: what is there, in order. Ends when the subscription is closed. */
  async *batches(): AsyncGenerator<NetlinkEvent<S>[], void, undefined> {
    try {
      while (!this.closed) {
        const { events, more } = this.#drain();
        if (events.length > 0) yield events;
        if (this.closed) break;
        if (more) await setImmediate();
        else if (events.length >= busy) await setTimeout(this.#nextPause(events.length));
        else {
          this.#pause = shortestPause / 2;
          await this.#readable();
        }
      }
      this.#signal?.throwIfAborted();
    } finally {
      this.close();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<NetlinkEvent<S>, void, undefined> {
    for await (const batch of this.batches()) {
      for (const event of batch) {
        yield event;
        if (this.closed) break;
      }
    }
  }

  /** Ends the iteration, at once, and the membership of the groups. Does nothing the second time. */
  close(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#channel.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** How long to wait until the next look, after one that found `count` events. */
  #nextPause(count: number): number {
    const roomy = count * bytesPerEvent < this.#room * fillable;
    this.#pause = roomy ? Math.min(this.#pause * 2, longestPause) : Math.max(this.#pause / 2, shortestPause);
    return this.#pause;
  }

  #setReceiveBuffer(size: number): void {
    const { socket } = this.#channel;
    try {
      socket.setOption(constants.SOL_SOCKET, constants.SO_RCVBUFFORCE, size);
    } catch (error) {
      if (!(error instanceof SocketError && error.code === 'EPERM')) throw error;
      socket.setOption(constants.SOL_SOCKET, constants.SO_RCVBUF, size);
    }
  }

  async #readable(): Promise<void> {
    try {
      await this.#channel.socket.waitReadable();
    } catch (error) {
      if (!this.closed) throw error;
    }
  }

  /** What is there now, up to a bound; `more` says that the bound was met. */
  #drain(): { events: NetlinkEvent<S>[]; more: boolean } {
    const channel = this.#channel;
    const events: NetlinkEvent<S>[] = [];
    const time = now();
    for (let round = 0; round < drainRounds; round++) {
      let count: number;
      try {
        count = channel.receive();
      } catch (error) {
        if (!(error instanceof SocketError && error.code === 'ENOBUFS')) throw error;
        // A second overrun before the end of what was queued was seen: there was an end in between.
        this.#endOverrun(time, events);
        this.#overrun = true;
        continue;
      }
      for (let slot = 0; slot < count; slot++) this.#read(slot, time, events);
      if (count < channel.buffer.batch.slots) {
        this.#endOverrun(time, events);
        return { events, more: false };
      }
    }
    return { events, more: true };
  }

  /**
   * Puts the gap where the events were lost. The kernel reports an overrun at once, ahead of what it had queued, and
   * then queues nothing until all of that is taken (NETLINK_S_CONGESTED, net/netlink/af_netlink.c).
   */
  #endOverrun(time: number, events: NetlinkEvent<S>[]): void {
    if (!this.#overrun) return;
    this.#overrun = false;
    events.push({ event: 'gap', reason: 'overrun', time });
  }

  #read(slot: number, time: number, events: NetlinkEvent<S>[]): void {
    const channel = this.#channel;
    if (!channel.buffer.isFromKernel(slot)) return;
    if (channel.buffer.isTruncated(slot)) {
      events.push({ event: 'gap', reason: 'truncated', time });
      return;
    }
    const { window, batch } = channel.buffer;
    const nsid = batch.controlSize === 0 ? undefined : nsidOf(batch.controlAt(slot));
    let at = slot * batch.payloadSize;
    const end = at + batch.length(slot);
    while (end - at >= messageHeaderSize) {
      const header = readHeader(window, at);
      const begin = at;
      const stop = at + header.length;
      if (header.length < messageHeaderSize || stop > end) return;
      at += align4(header.length);
      if (header.type <= controlTypes.NLMSG_OVERRUN) continue;
      const event = readEvent<S>(this.#types, window, header, begin + messageHeaderSize, stop, time);
      if (nsid !== undefined) (event as { nsid?: number }).nsid = nsid;
      if (this.#raw) (event as { raw?: Uint8Array }).raw = window.copy(begin, stop);
      events.push(event);
    }
  }
}

/** Calls of recvmmsg that one wakeup makes at most. */
const drainRounds = 16;

/** The number of the namespace that a datagram is from; undefined for our own. */
function nsidOf(control: Uint8Array): number | undefined {
  const message = decodeControlMessages(control).find(
    ({ level, type }) => level === constants.SOL_NETLINK && type === constants.NETLINK_LISTEN_ALL_NSID,
  );
  return message && decodeInt(message.data);
}

/** Unknown until it is first asked for: to load the clock takes a command as long as to show a few links. */
let clockOffset: number | undefined;

/** The time of day in milliseconds with fractions; follows the system's clock when that is set. */
function now(): number {
  const day = Date.now();
  clockOffset ??= performance.timeOrigin;
  const time = clockOffset + performance.now();
  if (Math.abs(time - day) < 2) return time;
  clockOffset = day - performance.now();
  return day;
}
