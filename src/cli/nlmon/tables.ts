import type { Dump } from '../../netlink/index.js';
import { actionKinds } from '../../netlink/route/action-kinds/index.js';
import { filterPlaces } from '../../netlink/route/filter-places.js';
import type { Rtnetlink } from '../../netlink/route/rtnetlink.js';
import type { TableName } from './object-names.js';

/** Which part of a table: what the kernel is asked to leave out. */
export interface Selection {
  readonly family: 'inet' | 'inet6' | undefined;
  readonly table: number | undefined;
  readonly ifindex: number | undefined;
  /** Links with their counters. */
  readonly statistics: boolean;
  /** Filters of this qdisc or class: `1:`, `1:10`, `root`, `ffff:fff2`. */
  readonly parent?: string | undefined;
  /** Filters and actions without what they look at and do. */
  readonly brief?: boolean;
}

/** Those that the kernel only lists in parts: of a qdisc, or of a kind. */
type TcPartName = 'filters' | 'chains' | 'actions';

/** The kernel's table of an object. */
export function readTable(
  rtnetlink: Rtnetlink,
  name: Exclude<TableName, TcPartName>,
  { family, table, ifindex, statistics }: Selection,
): Dump<any> {
  const chosen = family === undefined ? {} : { family };
  switch (name) {
    case 'links':
      return rtnetlink.links.list({ extMask: statistics ? ['vf'] : ['vf', 'skipStats'] });
    case 'addrs':
      return rtnetlink.addrs.list({ ...chosen, ...(ifindex === undefined ? {} : { index: ifindex }) });
    case 'routes':
      return rtnetlink.routes.list({
        ...chosen,
        ...(table === undefined ? {} : { table }),
        ...(ifindex === undefined ? {} : { oif: ifindex }),
      });
    case 'mroutes':
      return rtnetlink.routes.list({
        family: family === 'inet6' ? 'ip6mr' : 'ipmr',
        ...(table === undefined ? {} : { table }),
      });
    case 'neighs':
      return rtnetlink.neighs.list({ ...chosen, ...(ifindex === undefined ? {} : { viaIfindex: ifindex }) });
    case 'rules':
      return rtnetlink.rules.list(chosen);
    case 'nexthops':
      return rtnetlink.nexthops.list({ ...chosen, ...(ifindex === undefined ? {} : { oif: ifindex }) });
    case 'netconfs':
      return rtnetlink.netconfs.list(chosen);
    case 'nsids':
      return rtnetlink.nsids.list();
    case 'qdiscs':
      return rtnetlink.qdiscs.list();
    case 'classes':
      return rtnetlink.classes.list(ifindex === undefined ? {} : { ifindex });
  }
}

/** Tables that the kernel keeps for each interface, and lists for one. */
const ofInterfaces: ReadonlySet<TableName> = new Set<TableName>(['classes']);

/** The parts of an object's table: of those that interfaces have, the one's that is asked for, or of each one. */
export async function* readTables(
  rtnetlink: Rtnetlink,
  name: TableName,
  selection: Selection,
): AsyncGenerator<Dump<any>> {
  if (name === 'filters' || name === 'chains' || name === 'actions') {
    yield* partsOf(rtnetlink, name, selection);
    return;
  }
  if (!ofInterfaces.has(name) || selection.ifindex !== undefined) {
    yield readTable(rtnetlink, name, selection);
    return;
  }
  for (const { index } of await rtnetlink.links.list({ extMask: ['skipStats'] }).toArray())
    yield readTable(rtnetlink, name, { ...selection, ifindex: index });
}

const terse = { value: ['terse'], selector: ['terse'] } as const;

async function* partsOf(
  rtnetlink: Rtnetlink,
  name: TcPartName,
  { ifindex, parent, brief = false }: Selection,
): AsyncGenerator<Dump<any>> {
  if (name === 'actions') {
    for (const kind of Object.keys(actionKinds)) yield rtnetlink.actions.list({ kind, terse: brief });
    return;
  }
  const places =
    ifindex !== undefined && parent !== undefined ? [{ ifindex, parent }] : filterPlaces(rtnetlink, ifindex);
  for await (const place of places) {
    if (parent !== undefined && place.parent !== parent) continue;
    if (name === 'chains') yield rtnetlink.chains.list({ ...place });
    else yield rtnetlink.filters.list({ ...place, ...(brief ? { dumpFlags: terse } : {}) });
  }
}
