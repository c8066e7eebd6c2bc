import type { Tunnel } from '../../../../netlink/route/index.js';
import { type Json, jsonNumber } from '../fields.js';
import type { Format } from '../format.js';
import { isMulticast, isUnspecified } from '../link-kinds/tunnel-parts.js';

type Entry = NonNullable<Tunnel['entry']>[number];
type CounterName = Extract<keyof NonNullable<Entry['stats']>, `${'rx' | 'tx'}${string}`>;

/** What bridge(8) prints in front of all. */
export const vniHeading = 'dev               vni              group/remote   ';

/** Where network identifiers begin. */
const indent = ' '.repeat(19);

/** By name, the counter: `rx_bytes`. */
const counters = (['rx', 'tx'] as const).map(direction =>
  (['bytes', 'pkts', 'drops', 'errors'] as const).map(what => {
    const field = `${direction}${what[0]!.toUpperCase()}${what.slice(1)}` as CounterName;
    return { direction, what, field };
  }),
);

/** The network identifiers that a VXLAN interface takes in, as `bridge vni show` and `bridge monitor vni` print them. */
export const vniFormat: Format<Tunnel> = {
  text({ ifindex, entry = [] }, context) {
    if (entry.length === 0) return '';
    const name = context.display.paint('ifname', `${context.interfaceName(ifindex).padEnd(16)}  `);
    const lines = entry.map(
      (item, i) => `${i === 0 ? `${name} ` : indent}${entryText(item)}\n${countersText(item)}`,
    );
    return `${lines.join('')}\n`;
  },
  json({ ifindex, entry = [] }, context) {
    if (entry.length === 0) return undefined;
    return {
      ...(context.deleted ? { deleted: true } : {}),
      ifname: context.interfaceName(ifindex),
      vnis: entry.map(item => entryJson(item)),
    };
  },
};

/** The address that frames of a network go to: a group that the interface joins, or one host. */
function remoteOf({ group, group6 }: Entry): { key: 'group' | 'remote'; address: string } | undefined {
  const given = group ?? group6;
  if (given === undefined) return undefined;
  const address = String(given);
  if (isUnspecified(address)) return undefined;
  return { key: isMulticast(address) ? 'group' : 'remote', address };
}

function entryText(entry: Entry): string {
  const remote = remoteOf(entry);
  const { start = 0, end = 0 } = entry;
  const range = end === 0 ? String(start).padEnd(14) : `${start}-${String(end).padEnd(15)}`;
  return remote === undefined ? range : `${range} ${remote.address}`;
}

function countersText({ stats }: Entry): string {
  if (stats === undefined) return '';
  const lines = counters.map(list => {
    const words = list.map(({ what, field }) => `${what} ${stats[field] ?? 0} `);
    return `${indent}${list[0]!.direction.toUpperCase()}: ${words.join('')}\n`;
  });
  return lines.join('');
}

function entryJson(entry: Entry): Json {
  const { start = 0, end = 0, stats } = entry;
  const remote = remoteOf(entry);
  const json: Json = { vni: start };
  if (end !== 0) json.vniEnd = end;
  if (remote !== undefined) json[remote.key] = remote.address;
  if (stats !== undefined) {
    json.stats = Object.fromEntries(
      counters
        .flat()
        .map(({ direction, what, field }) => [`${direction}_${what}`, jsonNumber(stats[field] ?? 0)]),
    );
  }
  return json;
}
