import type { Rtnetlink } from './rtnetlink.js';
import { egressBlockHandle, ingressBlockHandle } from './tc/handle.js';
import type { Qdisc } from './tc/qdisc.js';

/** What the kernel lists filters and chains of: an interface, and a qdisc or class that they choose for. */
export interface FilterPlace {
  readonly ifindex: number;
  readonly parent: string;
}

/** Kinds of qdiscs whose classes have filters of their own. */
const withFiltersInClasses: ReadonlySet<string | undefined> = new Set(['htb', 'hfsc']);

/**
 * Where filters may be, of an interface or of all: in each qdisc and, where they have their own, in its classes. A block
 * that several share is there once.
 */
export async function* filterPlaces(
  rtnetlink: Rtnetlink,
  ifindex?: number,
): AsyncGenerator<FilterPlace, void, undefined> {
  const shared = new Set<number>();
  for (const qdisc of await rtnetlink.qdiscs.list().toArray()) {
    if (ifindex !== undefined && qdisc.ifindex !== ifindex) continue;
    for (const parent of parentsOf(qdisc, shared)) yield { ifindex: qdisc.ifindex, parent };
    if (!withFiltersInClasses.has(qdisc.kind)) continue;
    const major = qdisc.handle.slice(0, -1);
    for (const { handle } of await rtnetlink.classes.list({ ifindex: qdisc.ifindex }).toArray())
      if (handle.startsWith(`${major}:`)) yield { ifindex: qdisc.ifindex, parent: handle };
  }
}

/** A qdisc that nobody gave a handle has no filters. */
function parentsOf({ kind, handle, ingressBlock, egressBlock }: Qdisc, shared: Set<number>): string[] {
  if (kind !== 'ingress' && kind !== 'clsact') return handle === '0:' ? [] : [handle];
  const parents: string[] = [];
  if (isNew(ingressBlock, shared)) parents.push(ingressBlockHandle);
  if (kind === 'clsact' && isNew(egressBlock, shared)) parents.push(egressBlockHandle);
  return parents;
}

function isNew(block: number | undefined, shared: Set<number>): boolean {
  if (block === undefined || block === 0) return true;
  if (shared.has(block)) return false;
  shared.add(block);
  return true;
}
