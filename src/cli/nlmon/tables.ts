import type { Dump } from '../../netlink/index.js';
import type { Rtnetlink } from '../../netlink/route/rtnetlink.js';
import type { TableName } from './object-names.js';

/** Which part of a table: what the kernel is asked to leave out. */
export interface Selection {
  readonly family: 'inet' | 'inet6' | undefined;
  readonly table: number | undefined;
  readonly ifindex: number | undefined;
  /** Links with their counters. */
  readonly statistics: boolean;
}

/** The kernel's table of an object. */
export function readTable(
  rtnetlink: Rtnetlink,
  name: TableName,
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
  if (!ofInterfaces.has(name) || selection.ifindex !== undefined) {
    yield readTable(rtnetlink, name, selection);
    return;
  }
  for (const { index } of await rtnetlink.links.list({ extMask: ['skipStats'] }).toArray())
    yield readTable(rtnetlink, name, { ...selection, ifindex: index });
}
