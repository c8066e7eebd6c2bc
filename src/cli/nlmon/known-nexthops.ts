import { NetlinkError } from '../../netlink/error.js';
import type { Nexthop } from '../../netlink/route/index.js';
import type { ReplayedEvent } from '../../netlink/route/route-replay.js';
import type { Rtnetlink } from '../../netlink/route/rtnetlink.js';
import type { Settings } from './settings.js';

/** Whether routes are to be printed with the next hop objects that they are over. */
export function wantsNexthops({ objects, display }: Settings): boolean {
  return display.details && objects.includes('routes');
}

/** Linux before 5.3 has no such objects. */
function noneBefore53(error: unknown): Nexthop[] {
  if (error instanceof NetlinkError && error.code === 'EOPNOTSUPP') return [];
  throw error;
}

/** The next hop objects of our own namespace, as of each event: what `-d` tells of a route that is over one. */
export class KnownNexthops {
  readonly #byId = new Map<number, Nexthop>();

  readonly get = (id: number): Nexthop | undefined => this.#byId.get(id);

  /** Forgets what was known, and reads the kernel's table. */
  async load(rtnetlink: Rtnetlink): Promise<void> {
    this.#byId.clear();
    const table = await rtnetlink.nexthops.list().toArray().catch(noneBefore53);
    for (const nexthop of table) if (nexthop.id !== undefined) this.#byId.set(nexthop.id, nexthop);
  }

  observe(event: ReplayedEvent): void {
    if (event.event === 'gap' || event.event === 'unknown' || event.object !== 'nexthop') return;
    const { id } = event.value;
    if (id === undefined || event.nsid !== undefined) return;
    if (event.event === 'del') this.#byId.delete(id);
    else this.#byId.set(id, event.value);
  }
}
