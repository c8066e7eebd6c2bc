import type { Neightbl, Stats } from '../../netlink/route/index.js';
import { type MembershipFamily, readMemberships } from '../../netlink/route/memberships.js';
import type { Rtnetlink } from '../../netlink/route/rtnetlink.js';
import type { Display } from './format/display.js';
import type { Format } from './format/format.js';
import { loadFormat } from './formats.js';
import type { TableName } from './object-names.js';
import type { Chosen } from './selectors/selector.js';
import { partsOf, readTable, type Selection } from './tables.js';

/** What makes a difference to what is read. */
type Shown = Pick<Display, 'details' | 'statistics' | 'oneline'>;

/** What is read: the kernel's table, or what came of several. */
interface Readable {
  forEach(visit: (value: any) => void): Promise<void>;
  toArray(): Promise<any[]>;
}

/** A part of what is printed of an object. */
export interface TablePart {
  readonly format: Format<any>;
  readonly table: Readable;
  /** A line in front of the text of the first part. */
  readonly heading?: string;
}

/** Tables that the kernel keeps for each interface, and lists for one. */
const ofInterfaces: ReadonlySet<TableName> = new Set<TableName>(['classes']);

/** The parts of an object's table: of those that interfaces have, the one's that is asked for, or of each one. */
export async function* readTables(
  rtnetlink: Rtnetlink,
  name: TableName,
  selection: Selection,
  chosen: Chosen,
  display: Shown,
): AsyncGenerator<TablePart> {
  const { ifindex } = selection;
  if (name === 'vlans') return yield* vlanParts(rtnetlink, selection, chosen, display);
  if (name === 'mdb') return yield* mdbParts(rtnetlink, selection, display);
  if (name === 'vnis') return yield await vniPart(rtnetlink, selection);
  if (name === 'ntables') return yield await ntablePart(rtnetlink, selection);
  if (name === 'maddrs') return yield await membershipPart(rtnetlink, selection, display);
  const format = await loadFormat(name);
  if (name === 'filters' || name === 'chains' || name === 'actions')
    for await (const table of partsOf(rtnetlink, name, selection)) yield { format, table };
  else if (name === 'stats') yield { format, table: statsOf(rtnetlink, selection, chosen) };
  else if (!ofInterfaces.has(name) || ifindex !== undefined)
    yield { format, table: readTable(rtnetlink, name, selection) };
  else
    for (const { index } of await rtnetlink.links.list({ extMask: ['skipStats'] }).toArray())
      yield { format, table: readTable(rtnetlink, name, { ...selection, ifindex: index }) };
}

/** As bridge(8): what ports are members of, and with -d the ports of multicast routers. */
async function* mdbParts(
  rtnetlink: Rtnetlink,
  selection: Selection,
  { details }: Shown,
): AsyncGenerator<TablePart> {
  const { mdbEntriesFormat, mdbRoutersFormat } = await import('./format/bridge/mdb.js');
  yield { format: mdbEntriesFormat, table: readTable(rtnetlink, 'mdb', selection) };
  if (details) yield { format: mdbRoutersFormat, table: readTable(rtnetlink, 'mdb', selection) };
}

/** As bridge(8): VLANs with their options, with what they counted, or as the ports' links tell them. */
async function* vlanParts(
  rtnetlink: Rtnetlink,
  { ifindex }: Selection,
  chosen: Chosen,
  { details, statistics }: Shown,
): AsyncGenerator<TablePart> {
  const { tunnelHeading, vlanHeading } = await import('./format/bridge/vlan-lines.js');
  const port = ifindex === undefined ? {} : { ifindex };
  if (chosen.has('global') || (details && !chosen.has('tunnel'))) {
    const flags = [
      ...(chosen.has('global') ? (['global'] as const) : []),
      ...(statistics > 0 ? (['stats'] as const) : []),
    ];
    const table = rtnetlink.vlans.list({ ...port, ...(flags.length === 0 ? {} : { flags }) });
    const { byPort, vlanFormat } = await import('./format/bridge/vlan.js');
    yield {
      format: vlanFormat,
      table: readable(async () => byPort(await table.toArray())),
      heading: `${vlanHeading}  `,
    };
  } else if (statistics > 0 && !chosen.has('tunnel')) {
    const { vlanStatisticsFormat } = await import('./format/bridge/vlan-statistics.js');
    for (const filterMask of [xstats, xstatsSlave])
      yield {
        format: vlanStatisticsFormat,
        table: rtnetlink.stats.list({ filterMask }),
        heading: vlanHeading,
      };
  } else {
    const { portVlansFormat, tunnelVlansFormat } = await import('./format/bridge/port-vlans.js');
    const tunnel = chosen.has('tunnel');
    const compressed = tunnel || chosen.has('compressed');
    yield {
      format: tunnel ? tunnelVlansFormat : portVlansFormat,
      table: rtnetlink.links.list({
        family: 'bridge',
        extMask: [compressed ? 'brvlanCompressed' : 'brvlan'],
      }),
      heading: tunnel ? tunnelHeading : `${vlanHeading}  `,
    };
  }
}

/** As bridge(8): interfaces with the network identifiers that they take in. */
async function vniPart(rtnetlink: Rtnetlink, selection: Selection): Promise<TablePart> {
  const { vniFormat, vniHeading } = await import('./format/bridge/vni.js');
  return { format: vniFormat, table: readTable(rtnetlink, 'vnis', selection), heading: vniHeading };
}

/** Tables of neighbours, each once: Linux tells of one again in every part of its answer that it goes on in. */
async function ntablePart(rtnetlink: Rtnetlink, selection: Selection): Promise<TablePart> {
  const told = new Set<string>();
  const isNew = ({ name, family, parms }: Neightbl): boolean => {
    const table = `${family} ${name}`;
    if (parms?.ifindex !== undefined) return true;
    if (told.has(table)) return false;
    told.add(table);
    return true;
  };
  const table = readTable(rtnetlink, 'ntables', selection);
  return {
    format: await loadFormat('ntables'),
    table: readable(async () => (await table.toArray()).filter(value => isNew(value as Neightbl))),
  };
}

/** Bits of filterMask: IFLA_STATS_FILTER_BIT (linux/if_link.h). */
const [link64, xstats, xstatsSlave, offload, afSpec] = [1, 2, 4, 8, 16] as const;

const groupBits: Readonly<Record<string, number>> = {
  link: link64,
  xstats,
  xstats_slave: xstatsSlave,
  offload,
  afstats: afSpec,
};

function statsOf(rtnetlink: Rtnetlink, { ifindex }: Selection, chosen: Chosen): Readable {
  const group = chosen.value('group') as string | undefined;
  const filterMask =
    group === undefined ? link64 | xstats | xstatsSlave | offload | afSpec : groupBits[group]!;
  const one = (): Promise<Stats> => rtnetlink.stats.get({ ifindex: ifindex!, filterMask });
  return ifindex === undefined ? rtnetlink.stats.list({ filterMask }) : readable(async () => [await one()]);
}

async function membershipPart(
  rtnetlink: Rtnetlink,
  { family, ifindex }: Selection,
  { oneline }: Shown,
): Promise<TablePart> {
  const { byInterface, membershipsFormat } = await import('./format/membership.js');
  const families: readonly MembershipFamily[] =
    family === undefined || family === 'mpls' ? ['link', 'inet', 'inet6'] : [family];
  return {
    format: membershipsFormat,
    table: readable(async () =>
      byInterface(readMemberships(families, rtnetlink.connection.namespace), oneline).filter(
        interface_ => ifindex === undefined || interface_.ifindex === ifindex,
      ),
    ),
  };
}

function readable(read: () => Promise<any[]>): Readable {
  return {
    toArray: read,
    async forEach(visit) {
      for (const value of await read()) visit(value);
    },
  };
}
