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
import { printedOf } from './format/link-attributes.js';
import { loadFormat } from './formats.js';
import { HostNames } from './host-names.js';
import { KnownNexthops, wantsNexthops } from './known-nexthops.js';
import { hasTable, type TableName } from './object-names.js';
import { jsonLine, rendered, renderedJson } from './rendering.js';
import { isAboutLinks } from './selectors/index.js';
import { type Chosen, everything, type Matching } from './selectors/selector.js';
import type { Settings } from './settings.js';
import { readTables } from './table-parts.js';
import { readTable, type Selection } from './tables.js';

const mainTable = 254;
/** Where IPv4's multicast routes are unless somebody made tables of them, and what `ip mroute show` shows. */
const defaultTable = 253;
/** Tables that are printed as they are read. The others are read whole, and again when they change meanwhile. */
const large: ReadonlySet<TableName> = new Set(['routes', 'neighs']);

/** Prints what is there, as `ip OBJECT show` does, or as a JSON object a line. */
export async function once(settings: Settings): Promise<void> {
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
  const indexOf = (device: string): number => rtnetlink.connection.interfaceIndex(device);
  const matching: Matching = {
    live: false,
    is: (index, device) => index === indexOf(device),
    nameOf: index => interfaces.name(index),
  };
  for (const name of settings.objects.filter(hasTable)) {
    const chosen = settings.selections?.get(name) ?? everything;
    const device = (chosen.value('dev') as string | undefined) ?? settings.device;
    const selection: Selection = {
      ...(await selectionOf(rtnetlink, name, settings, chosen)),
      ifindex: device === undefined ? undefined : indexOf(device),
      statistics: settings.display.statistics > 0,
      parent: settings.parent,
      brief: settings.display.brief,
      attributes: printedOf(settings.display),
      ask: chosen.ask({ indexOf }, name === 'addrs' ? isAboutLinks : undefined),
    };
    const contexts = new Contexts(
      'show',
      { ...settings, family: selection.family, device, table: selection.table ?? 0 },
      interfaces,
      nsid => namespaces.get(nsid),
      {
        ...(hosts === undefined ? {} : { hostName: hosts.name }),
        ...(nexthops === undefined ? {} : { nexthop: nexthops.get }),
        ...chosen.context(),
        ...leafOf(name, chosen),
      },
    );
    const context = contexts.for(undefined, false);
    if (name === 'addrs')
      await showAddrs(rtnetlink, selection, { chosen, matching, interfaces }, settings.json, context, output);
    else
      await show(
        rtnetlink,
        name,
        selection,
        { chosen, matching, interfaces },
        settings.json,
        context,
        output,
      );
    output.flush();
  }
}

/** What words behind an object ask for, and how interfaces are told apart; they learn their names from links that are read. */
interface Choice {
  readonly chosen: Chosen;
  readonly matching: Matching;
  readonly interfaces: InterfaceNames;
}

/** What ip shows of an object when it is not told: of routes table main, of routes and rules those of IPv4. */
async function selectionOf(
  rtnetlink: Rtnetlink,
  name: TableName,
  settings: Settings,
  chosen: Chosen,
): Promise<Pick<Selection, 'family' | 'table'>> {
  const family = settings.family ?? chosen.context().family;
  const vrf = chosen.value('vrf') as string | undefined;
  const table =
    (chosen.value('table') as number | 'all' | undefined) ??
    (name === 'routes' && vrf !== undefined ? await tableOfVrf(rtnetlink, vrf) : settings.table);
  if (name === 'rules')
    return { family: family ?? 'inet', table: typeof table === 'number' ? table : undefined };
  if (name === 'mroutes') {
    const usual = family === 'inet6' ? undefined : defaultTable;
    return { family, table: table === 'all' ? undefined : (table ?? usual) };
  }
  if (name !== 'routes') return { family, table: undefined };
  if (table === 'all') return { family, table: undefined };
  return { family: family ?? 'inet', table: table ?? mainTable };
}

async function tableOfVrf(rtnetlink: Rtnetlink, vrf: string): Promise<number> {
  const { linkinfo } = await rtnetlink.links.get({ dev: vrf });
  const table = linkinfo?.kind === 'vrf' ? (linkinfo.data as { table?: number }).table : undefined;
  if (table === undefined) throw new UsageError(`'${vrf}' is no VRF`);
  return table;
}

/** The part of `ip stats` that is asked for. */
function leafOf(name: TableName, chosen: Chosen): Pick<FormatContext, 'leaf'> {
  if (name !== 'stats') return {};
  const leaf: Record<string, string> = {};
  for (const word of ['group', 'subgroup', 'suite'])
    if (chosen.has(word)) leaf[word] = chosen.value(word) as string;
  return { leaf };
}

async function show(
  rtnetlink: Rtnetlink,
  name: TableName,
  selection: Selection,
  { chosen, matching, interfaces }: Choice,
  json: boolean,
  context: FormatContext,
  output: Output,
): Promise<void> {
  let headed = json;
  try {
    for await (const { format, table, heading } of readTables(
      rtnetlink,
      name,
      selection,
      chosen,
      context.display,
    )) {
      if (heading !== undefined && !headed) output.write(`${heading}\n`);
      headed = true;
      const print = (value: DecodedOf<Message<any, any>>): void => {
        if (isElsewhere(name, value, selection) || !chosen.accepts(value, matching)) return;
        output.write(json ? renderedJson(format, value, context) : rendered(format, value, context));
      };
      if (large.has(name)) await table.forEach(print);
      else {
        const values = await table.toArray();
        if (name === 'links') interfaces.learn(values as Link[]);
        for (const value of values) print(value);
      }
    }
  } catch (error) {
    // A namespace has no table main before its first route: that is an empty table, not an error.
    const empty = error instanceof NetlinkError && error.code === 'ENOENT' && selection.table === mainTable;
    if (!empty) throw error;
  }
}

/** Whether something is about another interface than the one asked for, where the kernel does not choose. */
function isElsewhere(name: TableName, value: any, { ifindex }: Selection): boolean {
  if (ifindex === undefined) return false;
  switch (name) {
    case 'links':
    case 'ports':
      return value.index !== ifindex;
    case 'vlans':
      // Of links, of statistics or of VLANs.
      return ((value.index as number | undefined) ?? value.ifindex) !== ifindex;
    case 'fdb':
    case 'mdb':
      return value.ifindex !== ifindex;
    case 'ntables':
      return value.parms?.ifindex !== ifindex;
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
  { chosen, matching, interfaces }: Choice,
  json: boolean,
  context: FormatContext,
  output: Output,
): Promise<void> {
  const { addressesJson, showAddresses } = await import('./format/show-addresses.js');
  let links = (await readTable(rtnetlink, 'links', selection).toArray()) as Link[];
  interfaces.learn(links);
  if (selection.ifindex !== undefined) links = links.filter(({ index }) => index === selection.ifindex);
  if (selection.family === 'inet6' && selection.statistics) {
    // As ip does: of IPv6 the kernel counts apart, where it is asked about IPv6 alone.
    const counted = (await rtnetlink.links.list({ family: 'inet6' }).toArray()) as Link[];
    const byIndex = new Map(counted.map(link => [link.index, link.protinfo]));
    links = links.map(link => ({ ...link, protinfo: byIndex.get(link.index) }) as Link);
  }
  const isAboutAddrs = (word: string): boolean => !isAboutLinks(word);
  const all = (await readTable(rtnetlink, 'addrs', { ...selection, ask: {} }).toArray()) as Addr[];
  const addrs = all.filter(addr => chosen.accepts(addr, matching, isAboutAddrs));
  // As ip does: an interface goes when it has addresses, and none that is asked for.
  const [having, kept] = [all, addrs].map(list => new Set(list.map(({ index }) => index)));
  links = links.filter(
    link =>
      chosen.accepts(link, matching, isAboutLinks) && (!having!.has(link.index) || kept!.has(link.index)),
  );
  if (json)
    for (const object of addressesJson(links, addrs, context))
      output.write(jsonLine(object, context.display));
  else if (chosen.has('label')) {
    // Who asks by label is shown no interfaces.
    const addrFormat = await loadFormat('addrs');
    for (const link of links)
      for (const addr of addrs)
        if (addr.index === link.index) output.write(rendered(addrFormat, addr, context));
  } else for (const text of showAddresses(links, addrs, context)) output.write(text);
}
