import { type NetworkNamespace, SocketError } from '../../socket/index.js';
import type { NetlinkEvent } from '../event.js';
import type { Subscription } from '../subscription.js';
import type { RouteGroup } from './groups.js';
import { InterfaceNames } from './interface-names.js';
import type { Link } from './link.js';
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
  /** Hand out each message's bytes too; see SubscriptionOptions. */
  readonly raw?: boolean | undefined;
  /** Is told the links of a namespace when their names are read, before its events. */
  readonly onLinks?: ((links: readonly Link[], nsid: number | undefined) => void) | undefined;
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

  readonly #onLinks: RouteMonitorOptions['onLinks'];

  private constructor(
    rtnetlink: Rtnetlink,
    subscription: Subscription<RouteMessages>,
    onLinks: RouteMonitorOptions['onLinks'],
  ) {
    this.rtnetlink = rtnetlink;
    this.#subscription = subscription;
    this.#onLinks = onLinks;
  }

  /** Subscribes to groups, and reads the names that are there. Throws SocketError. */
  static async open(groups: Iterable<RouteGroup>, options: RouteMonitorOptions = {}): Promise<RouteMonitor> {
    const { namespace, onLinks, ...subscribing } = options;
    const rtnetlink = Rtnetlink.open({ namespace });
    try {
      // Names follow the events about links, and numbers of namespaces those about nsids, asked for or not.
      const subscription = subscribe(rtnetlink, new Set([...groups, 'link', 'nsid'] as const), subscribing);
      const monitor = new RouteMonitor(rtnetlink, subscription, onLinks);
      try {
        await monitor.#loadLinks();
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
   * The events by the bufferful. Call `observe` with each before its names are looked up, so that names are those of
   * the moment. Ends when the monitor is closed.
   */
  async *batches(): AsyncGenerator<RouteEvent[], void, undefined> {
    for await (const batch of this.#subscription.batches()) {
      let begin = 0;
      for (let end = 1; end <= batch.length; end++) {
        const gap = batch[end - 1]!.event === 'gap';
        if (!gap && end < batch.length) continue;
        const part = batch.slice(begin, end);
        begin = end;
        await this.#learnNamespaces(part);
        yield part;
        // What was lost may have been about names.
        if (gap) await this.#relearn();
      }
    }
  }

  /** Takes note of what an event says about the names of interfaces. */
  observe(event: RouteEvent): void {
    if (event.event !== 'gap' && event.event !== 'unknown') this.interfaces.observe(event);
  }

  /** Does nothing the second time. */
  close(): void {
    this.#subscription.close();
    this.rtnetlink.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  async #loadLinks(nsid?: number): Promise<void> {
    const links = await this.interfaces.load(this.rtnetlink, nsid);
    this.#onLinks?.(links, nsid);
  }

  async #relearn(): Promise<void> {
    this.interfaces.forget();
    this.namespaces = new Map([...this.namespaces, ...(await namespaceNames(this.rtnetlink))]);
  }

  async #learnNamespaces(batch: readonly RouteEvent[]): Promise<void> {
    let appeared = false;
    for (const event of batch) {
      if (event.nsid !== undefined && !this.interfaces.knows(event.nsid)) {
        await this.#loadLinks(event.nsid);
      }
      if (event.event === 'new' && event.object === 'nsid') appeared = true;
    }
    // Those that are gone keep their names: the event that says so comes after the name was removed.
    if (appeared) this.namespaces = new Map([...this.namespaces, ...(await namespaceNames(this.rtnetlink))]);
  }
}

function subscribe(
  rtnetlink: Rtnetlink,
  groups: Iterable<RouteGroup>,
  options: Omit<RouteMonitorOptions, 'namespace' | 'onLinks'>,
): Subscription<RouteMessages> {
  try {
    return rtnetlink.subscribe(groups, options);
  } catch (error) {
    if (!(options.allNamespaces && error instanceof SocketError && error.code === 'EPERM')) throw error;
    const { syscall, errno } = error;
    const explanation = 'listening to all namespaces needs CAP_NET_BROADCAST: run as root';
    throw new SocketError({ syscall, errno, explanation });
  }
}
