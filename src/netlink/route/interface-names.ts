import { SocketError } from '../../socket/index.js';
import type { ObjectEvent } from '../event.js';
import type { Link } from './link.js';
import type { RouteMessages } from './messages.js';
import type { Rtnetlink } from './rtnetlink.js';

export interface Interface {
  name: string;
  up: boolean;
}

/** The number that stands for the namespace of the connection itself. */
const own = -1;

/**
 * The names of interfaces by number, in our namespace and in those it has numbers for. Read once, then kept up to
 * date from the events about links, renames included.
 */
export class InterfaceNames {
  readonly #namespaces = new Map<number, Map<number, Interface>>();

  /** Whom to ask for an interface of our own namespace that is not known. */
  #lookUp: ((index: number) => Interface | undefined) | undefined;

  /** Asks the kernel of our own namespace for each name when it is first needed. */
  lookUpIn(rtnetlink: Rtnetlink): void {
    const { connection } = rtnetlink;
    this.lookUpWith(index => (connection.closed ? undefined : connection.interfaceAt(index)));
  }

  /** Asks a function for each name of our own namespace when it is first needed. */
  lookUpWith(lookUp: (index: number) => Interface | undefined): void {
    this.#lookUp = lookUp;
    this.#namespaces.set(own, new Map());
  }

  /**
   * Reads the names of a namespace: our own, or the one with this nsid. Those that may not be read have none. Resolves
   * with the links that have them.
   */
  async load(rtnetlink: Rtnetlink, nsid: number = own): Promise<readonly Link[]> {
    if (nsid === own) this.lookUpIn(rtnetlink);
    const filter = nsid === own ? {} : { targetNetnsid: nsid };
    this.#namespaces.set(nsid, new Map());
    try {
      const links = await rtnetlink.links.list({ extMask: ['skipStats'], ...filter }).toArray();
      this.learn(links, nsid);
      return links;
    } catch (error) {
      if (nsid === own || !(error instanceof SocketError)) throw error;
      return [];
    }
  }

  /** Takes note of links of a namespace that are there; from then on it is known. */
  learn(links: readonly Link[], nsid: number = own): void {
    const interfaces = this.#namespaces.get(nsid) ?? new Map<number, Interface>();
    this.#namespaces.set(nsid, interfaces);
    for (const link of links) remember(interfaces, link);
  }

  /** Events about links were lost: what is known may not hold any more. Our own are asked for again, others read. */
  forget(): void {
    this.#namespaces.clear();
    this.#namespaces.set(own, new Map());
  }

  /** Whether the names of a namespace were read. */
  knows(nsid: number | undefined): boolean {
    return this.#namespaces.has(nsid ?? own);
  }

  /** Takes note of what an event says about a link; others it passes over. */
  observe(event: ObjectEvent<RouteMessages>): void {
    if (event.object === 'nsid') {
      if (event.event === 'del' && event.value.nsid !== undefined) this.#namespaces.delete(event.value.nsid);
      return;
    }
    if (event.object !== 'link') return;
    const interfaces = this.#namespaces.get(event.nsid ?? own);
    if (interfaces === undefined) return;
    // A bridge tells in this way that a port left it; the interface itself stays.
    if (event.event !== 'del') remember(interfaces, event.value);
    else if (event.value.family !== 'bridge') interfaces.delete(event.value.index);
  }

  /** The name of an interface; `if7` for one that is not known. */
  name(index: number, nsid: number | undefined = own): string {
    return this.#find(index, nsid)?.name ?? `if${index}`;
  }

  /** Whether an interface is up; undefined for one that is not known. */
  isUp(index: number, nsid: number | undefined = own): boolean | undefined {
    return this.#find(index, nsid)?.up;
  }

  /** Messages about a new interface may come before the one that names it: in our own namespace one can ask. */
  #find(index: number, nsid: number): Interface | undefined {
    const interfaces = this.#namespaces.get(nsid);
    const known = interfaces?.get(index);
    if (known !== undefined || nsid !== own) return known;
    const found = this.#lookUp?.(index);
    if (found !== undefined) interfaces?.set(index, found);
    return found;
  }
}

function remember(interfaces: Map<number, Interface>, { index, ifname, flags }: Link): void {
  if (ifname !== undefined) interfaces.set(index, { name: ifname, up: flags.includes('up') });
}
