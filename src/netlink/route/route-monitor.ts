import type { NetworkNamespace } from '../../socket/index.js';
import type { NetlinkEvent } from '../event.js';
import type { Subscription } from '../subscription.js';
import type { RouteGroup } from './groups.js';
import { InterfaceNames } from './interface-names.js';
import type { RouteMessages } from './messages.js';
import { namespaceNames } from './namespace-names.js';
import { Rtnetlink } from './rtnetlink.js';

export interface RouteMonitorOptions {
  /** Where to listen; the process's own namespace unless given. */
  readonly namespace?: NetworkNamespace | string | number | undefined;
  /** Bytes of the receive buffer; see SubscriptionOptions. */
  readonly receiveBuffer?: number | undefined;
  /** Listen to every namespace that ours has a number for. */
  readonly allNamespaces?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type RouteEvent = NetlinkEvent<RouteMessages>;

/** The kernel's routing events together with the names that stand for the numbers in them. */
export class RouteMonitor implements AsyncDisposable {
  readonly rtnetlink: Rtnetlink;
  readonly interfaces = new InterfaceNames();
  /** Names under /run/netns by nsid. */
  namespaces: ReadonlyMap<number, string> = new Map();
  readonly #subscription: Subscription<RouteMessages>;

  private constructor(rtnetlink: Rtnetlink, subscription: Subscription<RouteMessages>) {
    this.rtnetlink = rtnetlink;
    this.#subscription = subscription;
  }

  /** Subscribes to groups, and reads the names that are there. Throws SocketError. */
  static async open(groups: Iterable<RouteGroup>, options: RouteMonitorOptions = {}): Promise<RouteMonitor> {
    const { namespace, ...subscribing } = options;
    const rtnetlink = Rtnetlink.open({ namespace });
    try {
      // Names follow the events about links, and numbers of namespaces those about nsids, asked for or not.
      const subscription = rtnetlink.subscribe(new Set([...groups, 'link', 'nsid'] as const), subscribing);
      const monitor = new RouteMonitor(rtnetlink, subscription);
      try {
        await monitor.interfaces.load(rtnetlink);
        monitor.namespaces = await namespaceNames(rtnetlink);
      } catch (error) {
        subscription.close();
        throw error;
      }
      return monitor;
    } catch (error) {
      rtnetlink.close();
      throw error;
    }
  }

  /**
   * The events by the bufferful. Call `interfaces.observe` with each before its names are looked up, so that names are
   * those of the moment. Ends when the monitor is closed.
   */
  async *batches(): AsyncGenerator<RouteEvent[], void, undefined> {
    for await (const batch of this.#subscription.batches()) {
      await this.#learnNamespaces(batch);
      yield batch;
    }
  }

  /** Does nothing the second time. */
  close(): void {
    this.#subscription.close();
    this.rtnetlink.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  async #learnNamespaces(batch: readonly RouteEvent[]): Promise<void> {
    let appeared = false;
    for (const event of batch) {
      if (event.nsid !== undefined && !this.interfaces.knows(event.nsid)) {
        await this.interfaces.load(this.rtnetlink, event.nsid);
      }
      if (event.event === 'new' && event.object === 'nsid') appeared = true;
    }
    // Those that are gone keep their names: the event that says so comes after the name was removed.
    if (appeared) this.namespaces = new Map([...this.namespaces, ...(await namespaceNames(this.rtnetlink))]);
  }
}
