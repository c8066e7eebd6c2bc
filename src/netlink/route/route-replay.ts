import { setTimeout } from 'node:timers/promises';
import { Window, WireError } from '../../wire/index.js';
import { readEvent, type TypeTable, typeTable } from '../event.js';
import { controlTypes, messageHeaderSize, readHeader } from '../header.js';
import { type RecordedMessage, readRecording } from '../recording.js';
import { type Interface, InterfaceNames } from './interface-names.js';
import { link } from './link.js';
import { type RouteMessages, routeMessages } from './messages.js';
import type { RouteEvent } from './route-monitor.js';

/** An event of a recording. */
export type ReplayedEvent = RouteEvent & {
  /** It says what was there, rather than what happened. */
  readonly present?: true;
};

export interface RouteReplayOptions {
  /** How many times as fast as it happened; at once unless given. */
  readonly speed?: number | undefined;
}

/** Events that are handed out together at most. */
const batchSize = 256;

/** Milliseconds that a timer can wait. */
const longestWait = 0x7fff_ffff;

/** A link's name and state, and how many messages there are before the one that tells it. */
interface Sighting extends Interface {
  readonly at: number;
}

/** A recording of NETLINK_ROUTE as a RouteMonitor would have it: events, and names of interfaces as of each. */
export class RouteReplay implements AsyncDisposable {
  readonly interfaces = new InterfaceNames();
  /** Recordings do not tell names of namespaces. */
  readonly namespaces: ReadonlyMap<number, string> = new Map();
  readonly #file: Uint8Array;
  readonly #speed: number;
  readonly #closing = new AbortController();
  /** How many messages there are before an event, and before the one whose turn it is. */
  readonly #places = new WeakMap<ReplayedEvent, number>();
  #at = 0;

  /** Looks through the file for names. What ends it too early is an error of the iteration, after what is there. */
  constructor(file: Uint8Array, { speed = Number.POSITIVE_INFINITY }: RouteReplayOptions = {}) {
    this.#file = file;
    this.#speed = speed;
    const ahead = sightings(file);
    this.interfaces.lookUpWith(index => ahead.get(index)?.find(({ at }) => at >= this.#at));
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /**
   * The events in order, by the handful, each when its time has come. Call `observe` with each before its names are
   * looked up. Throws WireError where the file is no recording, or ends inside a message.
   */
  async *batches(): AsyncGenerator<ReplayedEvent[], void, undefined> {
    const types = typeTable(routeMessages);
    const due = this.#pace();
    let batch: ReplayedEvent[] = [];
    let place = 0;
    try {
      for (const message of readRecording(this.#file)) {
        const wait = Math.min(due(message), longestWait);
        if (batch.length > 0 && (wait > 0 || batch.length === batchSize)) {
          yield batch;
          batch = [];
        }
        if (wait > 0) await setTimeout(wait, undefined, { signal: this.#closing.signal }).catch(() => {});
        if (this.closed) return;
        const event = eventOf(types, message);
        this.#places.set(event, place++);
        batch.push(event);
      }
    } catch (error) {
      if (error instanceof WireError && batch.length > 0) yield batch;
      throw error;
    }
    if (batch.length > 0) yield batch;
  }

  /** Takes note of an event whose turn it is: of what it says about names. */
  observe(event: ReplayedEvent): void {
    this.#at = this.#places.get(event) ?? this.#at;
    if (event.event === 'gap' || event.event === 'unknown') return;
    if (!this.interfaces.knows(event.nsid)) this.interfaces.learn([], event.nsid);
    this.interfaces.observe(event);
  }

  /** Ends the iteration. Does nothing the second time. */
  close(): void {
    this.#closing.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** Says how many milliseconds there are until a message's time; none for one that happened with the last. */
  #pace(): (message: RecordedMessage) => number {
    let first: number | undefined;
    let reached: number | undefined;
    const start = performance.now();
    return ({ time, present }) => {
      if (this.#speed === Number.POSITIVE_INFINITY || present || time === 0) return 0;
      first ??= time;
      // A timer may fire a fraction of a millisecond early, which must not tear apart what happened together.
      if (time === reached) return 0;
      reached = time;
      return (time - first) / this.#speed - (performance.now() - start);
    };
  }
}

function eventOf(types: TypeTable, { time, nsid, present, bytes }: RecordedMessage): ReplayedEvent {
  const window = new Window(bytes);
  const header = readHeader(window, 0);
  if (header.type === controlTypes.NLMSG_OVERRUN) return { event: 'gap', reason: 'overrun', time };
  const event = readEvent<RouteMessages>(types, window, header, messageHeaderSize, bytes.length, time);
  const from = nsid === undefined ? {} : { nsid };
  return Object.assign(event, from, { raw: bytes }, present ? { present } : {});
}

/** What the messages about our own links tell, by interface. */
function sightings(file: Uint8Array): ReadonlyMap<number, readonly Sighting[]> {
  const found = new Map<number, Sighting[]>();
  let at = 0;
  try {
    for (const { nsid, bytes } of readRecording(file)) {
      const window = new Window(bytes);
      const place = at++;
      if (nsid !== undefined || readHeader(window, 0).type !== link.types.RTM_NEWLINK) continue;
      const { index, ifname, flags } = link.decode(window, messageHeaderSize, bytes.length);
      if (ifname === undefined) continue;
      const list = found.get(index) ?? [];
      found.set(index, list);
      list.push({ at: place, name: ifname, up: flags.includes('up') });
    }
  } catch (error) {
    // It is met again when the events are read, and is an error there.
    if (!(error instanceof WireError)) throw error;
  }
  return found;
}
