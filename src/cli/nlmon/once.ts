import { NetlinkError } from '../../netlink/error.js';
import type { DecodedOf, Message } from '../../netlink/message.js';
import type { Addr, Link } from '../../netlink/route/index.js';
import { InterfaceNames } from '../../netlink/route/interface-names.js';
import { namespaceNames } from '../../netlink/route/namespace-names.js';
import { Rtnetlink } from '../../netlink/route/rtnetlink.js';
import { UsageError } from '../errors.js';
import { Output } from '../output.js';
import { Contexts } from './contexts.js';
import type { FormatContext } from './format/format.js';
import { addressesJson, showAddresses } from './format/show-addresses.js';
import { HostNames } from './host-names.js';
import { KnownNexthops, wantsNexthops } from './known-nexthops.js';
import { hasTable, type TableName } from './object-names.js';
import { objects } from './objects.js';
import { jsonLine, rendered, renderedJson } from './rendering.js';
import type { Settings } from './settings.js';
import { readTable, readTables, type Selection } from './tables.js';

const mainTable = 254;
/** Where IPv4's multicast routes are unless somebody made tables of them, and what `ip mroute show` shows. */
const defaultTable = 253;
/** Tables that are printed as they are read. The others are read whole, and again when they change meanwhile. */
const large: ReadonlySet<TableName> = new Set(['routes', 'neighs']);

/** Prints what is there, as `ip OBJECT show` does, or as a JSON object a line. */
export async function once(settings: Settings): Promise<void> {
  const tables = settings.objects.filter(hasTable);
  if (tables.length === 0)
    throw new UsageError(`${settings.objects.join(' and ')}: there are only events, no table`);
  await using rtnetlink = Rtnetlink.open({ namespace: settings.namespace });
  const hosts = settings.display.resolve ? new HostNames(process.stdout) : undefined;
  const output = new Output(hosts);
  const nexthops = wantsNexthops(settings) ? new KnownNexthops() : undefined;
  await nexthops?.load(rtnetlink);
  const interfaces = new InterfaceNames();
  interfaces.lookUpIn(rtnetlink);
  const namespaces = settings.objects.some(name => name === 'links' || name === 'addrs' || name === 'nsids')
    ? await namespaceNames(rtnetlink)
    : new Map<number, string>();
  const ifindex =
    settings.device === undefined ? undefined : rtnetlink.connection.interfaceIndex(settings.device);
  for (const name of tables) {
    const statistics = settings.display.statistics > 0;
    const { parent } = settings;
    const { brief } = settings.display;
    const selection = { ...selectionOf(name, settings), ifindex, statistics, parent, brief };
    const contexts = new Contexts(
      'show',
      { ...settings, table: selection.table ?? 0 },
      interfaces,
      nsid => namespaces.get(nsid),
      {
        ...(hosts === undefined ? {} : { hostName: hosts.name }),
        ...(nexthops === undefined ? {} : { nexthop: nexthops.get }),
      },
    );
    const context = contexts.for(undefined, false);
    if (name === 'addrs') await showAddrs(rtnetlink, selection, settings.json, context, output);
    else await show(rtnetlink, name, selection, settings.json, context, output);
    output.flush();
  }
}

/** What ip shows of an object when it is not told: of routes table main, of routes and rules those of IPv4. */
function selectionOf(name: TableName, { family, table }: Settings): Pick<Selection, 'family' | 'table'> {
  if (name === 'rules') return { family: family ?? 'inet', table: undefined };
  if (name === 'mroutes') {
    const usual = family === 'inet6' ? undefined : defaultTable;
    return { family, table: table === 'all' ? undefined : (table ?? usual) };
  }
  if (name !== 'routes') return { family, table: undefined };
  if (table === 'all') return { family, table: undefined };
  return { family: family ?? 'inet', table: table ?? mainTable };
}

async function show(
  rtnetlink: Rtnetlink,
  name: TableName,
  selection: Selection,
  json: boolean,
  context: FormatContext,
  output: Output,
): Promise<void> {
  const { format } = objects[name];
  const print = (value: DecodedOf<Message<any, any>>): void => {
    if (isElsewhere(name, value, selection)) return;
    output.write(json ? renderedJson(format, value, context) : rendered(format, value, context));
  };
  try {
    for await (const table of readTables(rtnetlink, name, selection)) {
      if (large.has(name)) await table.forEach(print);
      else for (const value of await table.toArray()) print(value);
    }
  } catch (error) {
    // A namespace has no table main before its first route: that is an empty table, not an error.
    const empty = error instanceof NetlinkError && error.code === 'ENOENT' && selection.table === mainTable;
    if (!empty) throw error;
  }
}

/** Whether something is about another interface than the one asked for, where the kernel does not choose. */
function isElsewhere(name: TableName, value: DecodedOf<Message<any, any>>, { ifindex }: Selection): boolean {
  if (ifindex === undefined) return false;
  switch (name) {
    case 'links':
      return value.index !== ifindex;
    case 'mroutes':
      return value.iif !== ifindex;
    case 'qdiscs':
      return value.ifindex !== ifindex;
    default:
      return false;
  }
}

async function showAddrs(
  rtnetlink: Rtnetlink,
  selection: Selection,
  json: boolean,
  context: FormatContext,
  output: Output,
): Promise<void> {
  let links = (await readTable(rtnetlink, 'links', selection).toArray()) as Link[];
  if (selection.ifindex !== undefined) links = links.filter(({ index }) => index === selection.ifindex);
  if (selection.family === 'inet6' && selection.statistics) {
    // As ip does: of IPv6 the kernel counts apart, where it is asked about IPv6 alone.
    const counted = (await rtnetlink.links.list({ family: 'inet6' }).toArray()) as Link[];
    const byIndex = new Map(counted.map(link => [link.index, link.protinfo]));
    links = links.map(link => ({ ...link, protinfo: byIndex.get(link.index) }) as Link);
  }
  const addrs = (await readTable(rtnetlink, 'addrs', selection).toArray()) as Addr[];
  if (json)
    for (const object of addressesJson(links, addrs, context))
      output.write(jsonLine(object, context.display));
  else for (const text of showAddresses(links, addrs, context)) output.write(text);
}
