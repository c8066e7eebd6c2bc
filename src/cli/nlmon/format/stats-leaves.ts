import type { Link, Stats } from '../../../netlink/route/index.js';
import type { Display } from './display.js';
import { type Json, jsonNumber } from './fields.js';
import { addLinkStatistics, linkStatisticsText } from './link-statistics.js';
import { type Column, columnsText } from './stats-columns.js';
import type { LeafName } from './stats-leaf-names.js';
import { bondSuite, multicastSuite, type Suite, spanningTreeSuite } from './stats-suites.js';

/** A part of the statistics of an interface, under the names that `ip stats` has for it. */
export interface Leaf {
  readonly group: LeafName<'group'>;
  readonly subgroup?: LeafName<'subgroup'>;
  readonly suite?: LeafName<'suite'>;
  /** What follows the names, without the end of the last line. */
  text(stats: Stats, display: Display): string;
  addJson(json: Json, stats: Stats, display: Display): void;
}

type Counters = NonNullable<Stats['link64']>;
type Xstats = NonNullable<Stats['linkXstats']>;
type Mpls = NonNullable<NonNullable<NonNullable<Stats['afSpec']>['mpls']>['link']>;
type Hardware = NonNullable<NonNullable<Stats['linkOffloadXstats']>['l3Stats']>;

/** Counters as those of a link are printed; every kind of error is among them with -s already, and with -d. */
function countersLeaf(
  names: Pick<Leaf, 'group' | 'subgroup'>,
  get: (stats: Stats) => Counters | undefined,
): Leaf {
  const linkOf = (counters: Counters) => ({ stats64: counters }) as Link;
  const shown = (display: Display): Display =>
    display.statistics > 0 || display.details ? { ...display, statistics: 2 } : display;
  return {
    ...names,
    text(stats, display) {
      const counters = get(stats);
      return counters === undefined ? '\n' : `\n${linkStatisticsText(linkOf(counters), shown(display))}`;
    },
    addJson(json, stats, display) {
      const counters = get(stats);
      if (counters !== undefined) addLinkStatistics(json, linkOf(counters), shown(display));
    },
  };
}

const suiteIndent = ' '.repeat(20);

function suiteLeaf<T>(
  group: LeafName<'group'>,
  subgroup: LeafName<'subgroup'>,
  name: LeafName<'suite'>,
  suite: Suite<T>,
  get: (stats: Xstats) => T | undefined,
): Leaf {
  const find = ({ linkXstats, linkXstatsSlave }: Stats): T | undefined => {
    const xstats = group === 'xstats' ? linkXstats : linkXstatsSlave;
    return xstats && get(xstats);
  };
  return {
    group,
    subgroup,
    suite: name,
    text(stats) {
      const statistics = find(stats);
      if (statistics === undefined) return '';
      return `\n${suite
        .lines(statistics)
        .map(line => `${suiteIndent}${line}\n`)
        .join('')}`;
    },
    addJson(json, stats) {
      const statistics = find(stats);
      if (statistics !== undefined) json[suite.key] = suite.json(statistics);
    },
  };
}

const bondLeaf = (group: LeafName<'group'>): Leaf =>
  suiteLeaf(group, 'bond', '802.3ad', bondSuite, ({ bond }) => bond?.['3ad']);
const multicastLeaf = (group: LeafName<'group'>): Leaf =>
  suiteLeaf(group, 'bridge', 'mcast', multicastSuite, ({ bridge }) => bridge?.mcast);
const spanningTreeLeaf = (group: LeafName<'group'>): Leaf =>
  suiteLeaf(group, 'bridge', 'stp', spanningTreeSuite, ({ bridge }) => bridge?.stp);

function mplsColumns(mpls: Mpls): readonly [received: Column[], sent: Column[]] {
  return [
    [
      ['bytes', mpls.rxBytes],
      ['packets', mpls.rxPackets],
      ['errors', mpls.rxErrors],
      ['dropped', mpls.rxDropped],
      ['noroute', mpls.rxNoroute],
    ],
    [
      ['bytes', mpls.txBytes],
      ['packets', mpls.txPackets],
      ['errors', mpls.txErrors],
      ['dropped', mpls.txDropped],
    ],
  ];
}

function hardwareColumns(hardware: Hardware): readonly [received: Column[], sent: Column[]] {
  return [
    [
      ['bytes', hardware.rxBytes],
      ['packets', hardware.rxPackets],
      ['errors', hardware.rxErrors],
      ['dropped', hardware.rxDropped],
      ['mcast', hardware.multicast],
    ],
    [
      ['bytes', hardware.txBytes],
      ['packets', hardware.txPackets],
      ['errors', hardware.txErrors],
      ['dropped', hardware.txDropped],
    ],
  ];
}

function columnsJson([rx, tx]: readonly [readonly Column[], readonly Column[]]): Json {
  const json = (columns: readonly Column[]): Json =>
    Object.fromEntries(
      columns.map(([head, value]) => [head === 'mcast' ? 'multicast' : head, jsonNumber(value)]),
    );
  return { rx: json(rx), tx: json(tx) };
}

const onOff = (value: number): string => (value === 0 ? 'off' : 'on');

/** Whether a device was asked to count what it routes, and whether one does; undefined where that is not told. */
export function hardwareInfo({ linkOffloadXstats }: Stats) {
  return linkOffloadXstats?.hwSInfo;
}

export function hardwareInfoText({ request, used }: { request?: number; used?: number } = {}): string {
  const asked = request === undefined ? '' : ` ${onOff(request)}`;
  return used === undefined ? asked : `${asked} used ${onOff(used)}`;
}

export function hardwareInfoJson({ request, used }: { request?: number; used?: number } = {}): Json {
  return {
    ...(request === undefined ? {} : { request: request !== 0 }),
    ...(used === undefined ? {} : { used: used !== 0 }),
  };
}

const mplsOf = ({ afSpec }: Stats) => afSpec?.mpls?.link;

/** In ip's order. */
export const leaves: readonly Leaf[] = [
  {
    group: 'afstats',
    subgroup: 'mpls',
    text(stats, display) {
      const mpls = mplsOf(stats);
      return mpls === undefined ? '' : `\n${columnsText(...mplsColumns(mpls), display)}`;
    },
    addJson(json, stats) {
      const mpls = mplsOf(stats);
      if (mpls !== undefined) json.mpls_stats = columnsJson(mplsColumns(mpls));
    },
  },
  countersLeaf({ group: 'link' }, ({ link64 }) => link64),
  {
    group: 'offload',
    subgroup: 'l3_stats',
    text(stats, display) {
      const info = hardwareInfo(stats);
      if (info === undefined) return '';
      const counted = stats.linkOffloadXstats?.l3Stats;
      const columns = counted === undefined ? '' : `\n${columnsText(...hardwareColumns(counted), display)}`;
      return hardwareInfoText(info.l3Stats) + columns;
    },
    addJson(json, stats) {
      const info = hardwareInfo(stats);
      if (info === undefined) return;
      json.info = hardwareInfoJson(info.l3Stats);
      const counted = stats.linkOffloadXstats?.l3Stats;
      if (counted !== undefined) json.stats64 = columnsJson(hardwareColumns(counted));
    },
  },
  {
    group: 'offload',
    subgroup: 'hw_stats_info',
    text(stats) {
      const info = hardwareInfo(stats);
      if (info === undefined) return '';
      return info.l3Stats === undefined ? '\n' : `\n    l3_stats${hardwareInfoText(info.l3Stats)}`;
    },
    addJson(json, stats) {
      const info = hardwareInfo(stats);
      if (info === undefined) return;
      json.info = info.l3Stats === undefined ? {} : { l3_stats: hardwareInfoJson(info.l3Stats) };
    },
  },
  countersLeaf(
    { group: 'offload', subgroup: 'cpu_hit' },
    ({ linkOffloadXstats }) => linkOffloadXstats?.cpuHit,
  ),
  bondLeaf('xstats_slave'),
  bondLeaf('xstats'),
  multicastLeaf('xstats_slave'),
  spanningTreeLeaf('xstats_slave'),
  multicastLeaf('xstats'),
  spanningTreeLeaf('xstats'),
];
