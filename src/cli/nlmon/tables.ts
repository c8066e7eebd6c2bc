import type { Dump } from '../../netlink/index.js';
import { actionKinds } from '../../netlink/route/action-kinds/index.js';
import { filterPlaces } from '../../netlink/route/filter-places.js';
import type { Rtnetlink } from '../../netlink/route/rtnetlink.js';
import type { Family } from './format/format.js';
import type { TableName } from './object-names.js';

/** Which part of a table: what the kernel is asked to leave out. */
export interface Selection {
  readonly family: Family | undefined;
  readonly table: number | undefined;
  readonly ifindex: number | undefined;
  /** Links with their counters. */
  readonly statistics: boolean;
  /** What is read of links: all that they have unless given. */
  readonly attributes?: readonly string[] | undefined;
  /** Filters of this qdisc or class: `1:`, `1:10`, `root`, `ffff:fff2`. */
  readonly parent?: string | undefined;
  /** Filters and actions without what they look at and do. */
  readonly brief?: boolean;
  /** Fields of the request that words behind the object ask for. */
  readonly ask?: Readonly<Record<string, unknown>>;
}

/** Those that the kernel only lists in parts: of a qdisc, or of a kind. */
type TcPartName = 'filters' | 'chains' | 'actions';

/** The kernel's table of an object. */
export function readTable(
  rtnetlink: Rtnetlink,
  name: Exclude<TableName, TcPartName | 'maddrs'>,
  { family, table, ifindex, statistics, attributes, ask }: Selection,
): Dump<any> {
  const chosen: any = { ...(family === undefined ? {} : { family }), ...ask };
  switch (name) {
    case 'links':
      return rtnetlink.links.list(
        { extMask: statistics ? ['vf'] : ['vf', 'skipStats'], ...ask },
        { only: attributes },
      );
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
    case 'fdb':
      return rtnetlink.neighs.list({
        family: 'bridge',
        ...(ifindex === undefined ? {} : { ifindex }),
        ...ask,
      });
    case 'ports':
      return rtnetlink.links.list({ family: 'bridge', ...ask });
    case 'mdb':
      return rtnetlink.mdb.list();
    case 'vlans':
      return rtnetlink.vlans.list(ifindex === undefined ? {} : { ifindex });
    case 'vnis':
      return rtnetlink.tunnels.list({
        ...(ifindex === undefined ? {} : { ifindex }),
        ...(statistics ? { flags: ['stats'] } : {}),
      });
    case 'stats':
      return rtnetlink.stats.list();
    case 'ntables':
      return rtnetlink.neightbls.list(chosen);
    case 'qdiscs':
      return rtnetlink.qdiscs.list();
    case 'classes':
      return rtnetlink.classes.list(ifindex === undefined ? {} : { ifindex });
  }
}

const terse = { value: ['terse'], selector: ['terse'] } as const;

/** Filters, chains and actions, which the kernel lists by where they are and of what kind. */
export async function* partsOf(
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
