import type { Mdb } from '../../../../netlink/route/index.js';
import { deviceName } from '../address.js';
import { paintAddress } from '../colors.js';
import type { Json } from '../fields.js';
import type { Format, FormatContext } from '../format.js';
import { protocolName } from '../number-names.js';
import { routerPortJson, timerText } from './router-port.js';

type Entry = NonNullable<NonNullable<NonNullable<Mdb['mdb']>['entry']>[number]['info']>[number];

/** The entries of a bridge's multicast database as `bridge mdb show` prints them, a line and an object each. */
export const mdbEntriesFormat: Format<Mdb> = {
  text: (mdb, context) => linesOf(entryLines(mdb, context), context),
  json: (mdb, context) => mdbEntriesFormat.jsonList!(mdb, context)[0],
  jsonList: (mdb, context) => entriesOf(mdb, context).map(entry => entryJson(mdb, entry, context)),
};

/** The ports behind which there are multicast routers, which `bridge -d mdb show` prints behind all entries. */
export const mdbRoutersFormat: Format<Mdb> = {
  text: (mdb, context) => linesOf(routerLines(mdb, context), context),
  json(mdb, context) {
    const ports = mdb.router?.port ?? [];
    if (ports.length === 0) return undefined;
    const bridge = deviceName(mdb.ifindex, context);
    return { router: { [bridge]: ports.map(port => routerPortJson(port, context)) } };
  },
};

/** What a message says of both, as `bridge monitor mdb` prints it. */
export const mdbFormat: Format<Mdb> = {
  text: (mdb, context) => linesOf([...entryLines(mdb, context), ...routerLines(mdb, context)], context),
  json: (mdb, context) => mdbFormat.jsonList!(mdb, context)[0],
  jsonList(mdb, context) {
    const router = mdbRoutersFormat.json(mdb, context);
    return [...mdbEntriesFormat.jsonList!(mdb, context), ...(router === undefined ? [] : [router])];
  },
};

function entryLines(mdb: Mdb, context: FormatContext): string[] {
  return entriesOf(mdb, context).map(entry => entryText(mdb, entry, context));
}

/** Each is deleted that a message about what is gone has; the first has that from the event already. */
function linesOf(lines: readonly string[], { deleted }: FormatContext): string {
  return lines.map((line, i) => `${deleted && i > 0 ? 'Deleted ' : ''}${line}\n`).join('');
}

function entriesOf({ mdb }: Mdb, { vlan }: FormatContext): Entry[] {
  const all = (mdb?.entry ?? []).flatMap(({ info = [] }) => info);
  return vlan === undefined ? all : all.filter(({ vid }) => vid === vlan);
}

function entryText({ ifindex }: Mdb, entry: Entry, context: FormatContext): string {
  const { display, names } = context;
  let text = display.paint('ifname', `dev ${deviceName(ifindex, context)}`);
  text += ` port ${deviceName(entry.ifindex, context)}`;
  text += painted(' grp ', groupOf(entry), context);
  if (entry.source !== undefined) text += painted(' src ', String(entry.source), context);
  text += ` ${stateOf(entry)}`;
  if (display.details) {
    if (entry.groupMode !== undefined) text += ` filter_mode ${modeOf(entry)}`;
    const sources = sourcesOf(entry);
    if (sources !== undefined)
      text += ` source_list ${sources.map(({ address, timer }) => `${painted('', address, context)}/${timer.trimStart()}`).join(',')}`;
    if (entry.rtprot !== undefined) text += ` proto ${protocolName(entry.rtprot, names)} `;
  }
  for (const flag of flagNames(entry)) text += ` ${flag}`;
  if (entry.vid) text += ` vid ${entry.vid}`;
  if (display.statistics > 0 && entry.timer !== undefined) text += ` ${timerText(entry.timer)}`;
  return text;
}

function entryJson({ ifindex }: Mdb, entry: Entry, context: FormatContext): Json {
  const { display, names } = context;
  const json: Json = context.deleted ? { deleted: true } : {};
  json.index = ifindex;
  json.dev = deviceName(ifindex, context);
  json.port = deviceName(entry.ifindex, context);
  json.grp = groupOf(entry);
  if (entry.source !== undefined) json.src = entry.source;
  json.state = stateOf(entry);
  if (display.details) {
    if (entry.groupMode !== undefined) json.filter_mode = modeOf(entry);
    const sources = sourcesOf(entry);
    if (sources !== undefined)
      json.source_list = sources.map(({ address, timer }) => ({ address, timer: timer.trimStart() }));
    if (entry.rtprot !== undefined) json.protocol = protocolName(entry.rtprot, names);
  }
  json.flags = flagNames(entry);
  if (entry.vid) json.vid = entry.vid;
  if (display.statistics > 0 && entry.timer !== undefined) json.timer = timerText(entry.timer);
  return json;
}

/** An address and the word before it in the colour of its family; those of the link layer have none here. */
function painted(word: string, address: string, { display }: FormatContext): string {
  const text = word + address;
  if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address)) return text;
  return paintAddress(display.paint, address.includes(':') ? 'inet6' : 'inet', text);
}

function groupOf({ addr }: Entry): string {
  return String(addr.u);
}

function stateOf({ state }: Entry): string {
  return state === 'permanent' || (typeof state === 'number' && state & 1) ? 'permanent' : 'temp';
}

function modeOf({ groupMode }: Entry): string {
  return groupMode === 'include' ? 'include' : 'exclude';
}

function sourcesOf({ srcList }: Entry): { address: string; timer: string }[] | undefined {
  return srcList?.entry?.map(({ address, timer = 0 }) => ({
    address: String(address),
    timer: timerText(timer),
  }));
}

const printedFlags = [
  ['offload', 'offload'],
  ['fastLeave', 'fast_leave'],
  ['starExcl', 'added_by_star_ex'],
  ['blocked', 'blocked'],
] as const;

function flagNames({ flags }: Entry): string[] {
  return printedFlags.filter(([flag]) => flags.includes(flag)).map(([, name]) => name);
}

function routerLines({ ifindex, router }: Mdb, context: FormatContext): string[] {
  const ports = router?.port ?? [];
  if (ports.length === 0) return [];
  const bridge = deviceName(ifindex, context);
  if (context.mode === 'monitor')
    return [`router port dev ${deviceName(ports[0]!.ifindex, context)} master ${bridge}`];
  if (!context.display.details) return [];
  const names = ports.map(port => deviceName(port.ifindex, context));
  if (context.display.statistics === 0)
    return [`router ports on ${bridge}: ${names.map(name => `${name} `).join('')}`];
  return ports.map((port, i) => {
    const { timer, type } = routerPortJson(port, context);
    return `router ports on ${bridge}: ${names[i]}${timer === undefined ? '' : ` ${timer}`}${type === undefined ? '' : ` ${type}`}`;
  });
}
