import type { Vlan } from '../../../../netlink/route/index.js';
import { multicastRouterTypes } from '../../../../netlink/route/link-kinds/bridge.js';
import type { Wide } from '../../../../wire/index.js';
import { type Field, fieldsJson, fieldsOf, fieldsText, type Json, jsonNumber } from '../fields.js';
import type { Format, FormatContext } from '../format.js';
import { type RouterPort, routerPortJson } from './router-port.js';
import { flagsText, optionIndent, portLines, rangeText, vlanFlagNames } from './vlan-lines.js';

type Entry = NonNullable<Vlan['entry']>[number];
type GlobalOptions = NonNullable<Vlan['globalOptions']>[number];

const entry = fieldsOf<Entry>();
const entryFields: readonly Field<Entry>[] = [
  entry.shown('state', 'state', state => (typeof state === 'number' ? `(${state})` : state)),
  entry.shown('mcastRouter', 'mcast_router', type =>
    typeof type === 'number' ? type : multicastRouterTypes.numbers[type],
  ),
];

const { number } = fieldsOf<GlobalOptions>();
const globalFields: readonly Field<GlobalOptions>[] = [
  number('mcastSnooping', 'mcast_snooping'),
  number('mcastQuerier', 'mcast_querier'),
  number('mcastIgmpVersion', 'mcast_igmp_version'),
  number('mcastMldVersion', 'mcast_mld_version'),
  number('mcastLastMemberCnt', 'mcast_last_member_count'),
  number('mcastLastMemberIntvl', 'mcast_last_member_interval'),
  number('mcastStartupQueryCnt', 'mcast_startup_query_count'),
  number('mcastStartupQueryIntvl', 'mcast_startup_query_interval'),
  number('mcastMembershipIntvl', 'mcast_membership_interval'),
  number('mcastQuerierIntvl', 'mcast_querier_interval'),
  number('mcastQueryIntvl', 'mcast_query_interval'),
  number('mcastQueryResponseIntvl', 'mcast_query_response_interval'),
];

/**
 * A port's VLANs with their options, or what holds for VLANs on the whole bridge, as `bridge -d vlan show`,
 * `bridge vlan global show` and `bridge monitor vlan` print them.
 */
export const vlanFormat: Format<Vlan> = {
  text(vlan, context) {
    const lines = [
      ...entriesOf(vlan, context).map(entry => entryText(entry, context)),
      ...globalOptionsOf(vlan, context).map(
        options =>
          `${rangeText(options.id ?? 0, options.range)}\n` +
          `${optionIndent}${fieldsText(globalFields, options, context)}${routersText(options, context)}`,
      ),
    ];
    return portLines(context.interfaceName(vlan.ifindex), lines, context);
  },
  json(vlan, context) {
    const vlans = [
      ...entriesOf(vlan, context).map(entry => entryJson(entry, context)),
      ...globalOptionsOf(vlan, context).map(options => ({
        ...rangeJson(options.id ?? 0, options.range),
        ...fieldsJson(globalFields, options, context),
        ...routersJson(options, context),
      })),
    ];
    if (vlans.length === 0) return undefined;
    return {
      ...(context.deleted ? { deleted: true } : {}),
      ifname: context.interfaceName(vlan.ifindex),
      vlans,
    };
  },
};

function routersOf({ mcastRouterPorts }: GlobalOptions): readonly RouterPort[] {
  return mcastRouterPorts?.router?.port ?? [];
}

function routersText(options: GlobalOptions, context: FormatContext): string {
  const ports = routersOf(options).map(port => {
    const { port: name, timer, type } = routerPortJson(port, context);
    return `${name} ${timer === undefined ? '' : ` ${timer}`}${type === undefined ? '' : ` ${type}`}`;
  });
  return ports.length === 0 ? '' : `\n${optionIndent}router ports: ${ports.join('')}`;
}

function routersJson(options: GlobalOptions, context: FormatContext): Json {
  const ports = routersOf(options);
  return ports.length === 0 ? {} : { router_ports: ports.map(port => routerPortJson(port, context)) };
}

function within(first: number, last: number | undefined, vlan: number | undefined): boolean {
  return vlan === undefined || (first <= vlan && vlan <= (last ?? first));
}

function entriesOf({ entry = [] }: Vlan, { vlan }: FormatContext): Entry[] {
  const shown = entry.filter(({ info, range }) => info !== undefined && within(info.vid, range, vlan));
  // The kernel does not tell the state of VLANs that are gone: bridge takes it for 0.
  return shown.map(entry => ({ state: 'disabled', ...entry }));
}

function globalOptionsOf({ globalOptions = [] }: Vlan, { vlan }: FormatContext): GlobalOptions[] {
  return globalOptions.filter(({ id = 0, range }) => within(id, range, vlan));
}

function rangeJson(vlan: number, end: number | undefined): Json {
  return end === undefined || end <= vlan ? { vlan } : { vlan, vlanEnd: end };
}

function entryText(entry: Entry, context: FormatContext): string {
  const { vid, flags } = entry.info!;
  let text = `${rangeText(vid, entry.range)}${flagsText(flags)}\n${optionIndent}`;
  text += fieldsText(entryFields, entry, context);
  if (context.display.statistics > 0) {
    const { stats = {} } = entry;
    text += `\n${optionIndent}${countersText('RX', stats.rxBytes, stats.rxPackets)}`;
    text += `\n${optionIndent}${countersText('TX', stats.txBytes, stats.txPackets)}`;
  }
  return text;
}

export function countersText(direction: 'RX' | 'TX', bytes: Wide = 0, packets: Wide = 0): string {
  return `${direction}: ${bytes} bytes ${packets} packets`;
}

function entryJson(entry: Entry, context: FormatContext): Json {
  const { vid, flags } = entry.info!;
  const json: Json = rangeJson(vid, entry.range);
  if (flags.length > 0) json.flags = vlanFlagNames(flags);
  Object.assign(json, fieldsJson(entryFields, entry, context));
  if (context.display.statistics > 0) {
    const { stats = {} } = entry;
    json.rx_bytes = jsonNumber(stats.rxBytes ?? 0);
    json.rx_packets = jsonNumber(stats.rxPackets ?? 0);
    json.tx_bytes = jsonNumber(stats.txBytes ?? 0);
    json.tx_packets = jsonNumber(stats.txPackets ?? 0);
  }
  return json;
}

/** A port's VLANs may come in several messages, one behind the other. */
export function byPort(list: readonly Vlan[]): Vlan[] {
  const ports: Vlan[] = [];
  for (const vlan of list) {
    const last = ports.at(-1);
    if (last?.ifindex !== vlan.ifindex) ports.push({ ...vlan });
    else {
      if (vlan.entry !== undefined) last.entry = [...(last.entry ?? []), ...vlan.entry];
      if (vlan.globalOptions !== undefined)
        last.globalOptions = [...(last.globalOptions ?? []), ...vlan.globalOptions];
    }
  }
  return ports;
}
