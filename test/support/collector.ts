import { setTimeout as sleep } from 'node:timers/promises';
import type { NetlinkEvent, RouteMessages, Subscription } from '../../src/netlink/index.js';

type Event = NetlinkEvent<RouteMessages>;

/** Reads a subscription in the background and keeps what comes. */
export class Collector {
  readonly events: Event[] = [];
  /** Settles when the iteration ends. */
  readonly ended: Promise<void>;

  constructor(subscription: Subscription<RouteMessages>) {
    this.ended = this.#read(subscription);
    // Whoever waits for the end hears of its error; the others do not ask.
    this.ended.catch(() => {});
  }

  get gaps(): number {
    return this.events.filter(({ event }) => event === 'gap').length;
  }

  /** Resolves when `condition` is met; rejects when it is not within 20 seconds. */
  async until(condition: (collector: this) => boolean): Promise<void> {
    for (let i = 0; !condition(this); i++) {
      if (i === 4000) throw new Error(`never happened; ${this.events.length} events came`);
      await sleep(5);
    }
  }

  async #read(subscription: Subscription<RouteMessages>): Promise<void> {
    for await (const event of subscription) this.events.push(event);
  }
}

/** The next `count` events. */
export async function next(events: AsyncIterator<Event>, count: number): Promise<Event[]> {
  const list: Event[] = [];
  while (list.length < count) {
    const { done, value } = await events.next();
    if (done) throw new Error(`the stream ended after ${list.length} events`);
    list.push(value);
  }
  return list;
}
