import type { Link } from '../../../netlink/route/index.js';
import type { Wide } from '../../../wire/index.js';
import type { Display } from './display.js';
import { type Json, jsonNumber } from './fields.js';
import { humanText } from './human-text.js';

type Counters = NonNullable<Link['stats64']>;
type CounterName = Exclude<keyof Counters & string, `#${string}`>;

/** The counters of a link: of 64 bits where the kernel has them, or those of IPv6 where it was asked about that. */
function countersOf({ stats64, stats, protinfo }: Link): Counters | undefined {
  return stats64 ?? (stats as Counters | undefined) ?? ipv6Counters(protinfo);
}

/** Where IPv6 counts what ip prints: IPSTATS_MIB_… (linux/snmp.h). */
const ipv6Numbers: Partial<Readonly<Record<CounterName, number>>> = {
  rxPackets: 1,
  rxBytes: 2,
  txPackets: 5,
  txBytes: 6,
  rxErrors: 13,
  txErrors: 14,
  multicast: 23,
  rxFrameErrors: 31,
};

function ipv6Counters(protinfo: Link['protinfo']): Counters | undefined {
  if (protinfo === undefined || protinfo instanceof Uint8Array || !('stats' in protinfo)) return undefined;
  const { stats } = protinfo;
  if (!Array.isArray(stats)) return undefined;
  const counters: Record<string, Wide> = {};
  for (const [name, number] of Object.entries(ipv6Numbers)) counters[name] = stats[number] ?? 0;
  return counters as unknown as Counters;
}

/** A head and the counter below it. One that is absent leaves its room empty, or takes none. */
type Cell = readonly [head: string, value: Wide | undefined, absent?: 'blank' | 'gone'];
type Row = readonly Cell[];

/** What the lines are about, and those with -s -s. The columns of errors begin with the second. */
interface Direction {
  readonly word: string;
  readonly usual: Row;
  readonly errors: Row;
}

/** The widths that columns have at least. */
const least: readonly number[] = [
  '*X errors:',
  'packets',
  'errors',
  'dropped',
  'heartbt',
  'overrun',
  'compressed',
  'otherhost',
].map(({ length }) => length);

/** A counter that goes without saying when it is 0. */
const unlessZero = (value: Wide | undefined): Wide | undefined => value || undefined;

function directions(c: Counters, changes: number | undefined): readonly Direction[] {
  return [
    {
      word: 'RX',
      usual: [
        ['bytes', c.rxBytes],
        ['packets', c.rxPackets],
        ['errors', c.rxErrors],
        ['dropped', c.rxDropped],
        ['missed', c.rxMissedErrors],
        ['mcast', c.multicast],
        ['compressed', unlessZero(c.rxCompressed), 'blank'],
      ],
      errors: [
        ['length', c.rxLengthErrors],
        ['crc', c.rxCrcErrors],
        ['frame', c.rxFrameErrors],
        ['fifo', c.rxFifoErrors],
        ['overrun', c.rxOverErrors],
        ['nohandler', unlessZero(c.rxNohandler), 'gone'],
        ['otherhost', unlessZero(c.rxOtherhostDropped), 'gone'],
      ],
    },
    {
      word: 'TX',
      usual: [
        ['bytes', c.txBytes],
        ['packets', c.txPackets],
        ['errors', c.txErrors],
        ['dropped', c.txDropped],
        ['carrier', c.txCarrierErrors],
        ['collsns', c.collisions],
        ['compressed', unlessZero(c.txCompressed), 'blank'],
      ],
      errors: [
        ['aborted', c.txAbortedErrors],
        ['fifo', c.txFifoErrors],
        ['window', c.txWindowErrors],
        ['heartbt', c.txHeartbeatErrors],
        ['transns', changes, 'blank'],
      ],
    },
  ];
}

/** Every line's columns are as wide as the widest counter; with -h they stay as they are. */
function widthsOf(all: readonly Direction[], { human, statistics }: Display): readonly number[] {
  if (human) return least;
  const widths = [...least];
  const widen = (row: Row, first: number): void => {
    for (const [i, [, value]] of row.entries()) {
      widths[i + first] = Math.max(widths[i + first]!, String(value ?? 0).length);
    }
  };
  for (const { word, usual, errors } of all) {
    widen(usual, 0);
    // ip counts the columns of errors from the second, and makes room for those of what was sent from the third.
    if (statistics > 1) widen(errors, word === 'TX' ? 2 : 1);
  }
  return widths;
}

function headsText(row: Row, widths: readonly number[]): string {
  let text = '';
  for (const [i, [head, value, absent]] of row.entries()) {
    if (value !== undefined || absent === undefined) text += ` ${head.padStart(widths[i]!)}`;
    else if (absent !== 'gone') text += ' '.repeat(widths[i]! + 1);
  }
  return text;
}

function numbersText(row: Row, widths: readonly number[], display: Display): string {
  let text = '';
  for (const [i, [, value, absent]] of row.entries()) {
    if (value === undefined && absent !== undefined) continue;
    text += `${humanText(value ?? 0, display).padStart(widths[i]!)} `;
  }
  return text;
}

/** The lines that `ip -s` prints of a link's counters, without the end of the last; empty where there are none. */
export function linkStatisticsText(link: Link, display: Display): string {
  const counters = countersOf(link);
  if (counters === undefined) return '';
  const all = directions(counters, link.carrierChanges);
  const widths = widthsOf(all, display);
  const [first, ...others] = widths as [number, ...number[]];
  const lines: string[] = [];
  for (const { word, usual, errors } of all) {
    lines.push(`    ${word}:${headsText(usual, [first - 4, ...others])}`);
    lines.push(`    ${numbersText(usual, widths, display)}`);
    if (display.statistics < 2) continue;
    lines.push(`    ${word} errors:${' '.repeat(first - 10)}${headsText(errors, others)}`);
    lines.push(' '.repeat(first + 5) + numbersText(errors, others, display));
  }
  return lines.join('\n');
}

type Keys = readonly (readonly [key: string, name: CounterName])[];

/** Counters by their keys in ip's JSON; the optional ones are there when they are not 0. */
interface JsonCounters {
  readonly usual: Keys;
  readonly optional: Keys;
  readonly errors: Keys;
  readonly optionalErrors: Keys;
}

const receivedJson: JsonCounters = {
  usual: [
    ['bytes', 'rxBytes'],
    ['packets', 'rxPackets'],
    ['errors', 'rxErrors'],
    ['dropped', 'rxDropped'],
    ['over_errors', 'rxOverErrors'],
    ['multicast', 'multicast'],
  ],
  optional: [['compressed', 'rxCompressed']],
  errors: [
    ['length_errors', 'rxLengthErrors'],
    ['crc_errors', 'rxCrcErrors'],
    ['frame_errors', 'rxFrameErrors'],
    ['fifo_errors', 'rxFifoErrors'],
    ['missed_errors', 'rxMissedErrors'],
  ],
  optionalErrors: [
    ['nohandler', 'rxNohandler'],
    ['otherhost', 'rxOtherhostDropped'],
  ],
};

const sentJson: JsonCounters = {
  usual: [
    ['bytes', 'txBytes'],
    ['packets', 'txPackets'],
    ['errors', 'txErrors'],
    ['dropped', 'txDropped'],
    ['carrier_errors', 'txCarrierErrors'],
    ['collisions', 'collisions'],
  ],
  optional: [['compressed', 'txCompressed']],
  errors: [
    ['aborted_errors', 'txAbortedErrors'],
    ['fifo_errors', 'txFifoErrors'],
    ['window_errors', 'txWindowErrors'],
    ['heartbeat_errors', 'txHeartbeatErrors'],
  ],
  optionalErrors: [],
};

function countersJson(names: JsonCounters, counters: Counters, { statistics }: Display): Json {
  const json: Json = {};
  for (const [key, name] of names.usual) json[key] = jsonNumber(counters[name] ?? 0);
  for (const [key, name] of names.optional) if (counters[name]) json[key] = jsonNumber(counters[name]);
  if (statistics < 2) return json;
  for (const [key, name] of names.errors) json[key] = jsonNumber(counters[name] ?? 0);
  for (const [key, name] of names.optionalErrors) if (counters[name]) json[key] = jsonNumber(counters[name]);
  return json;
}

/** Adds the object that `ip -s -j` has for a link's counters. */
export function addLinkStatistics(json: Json, link: Link, display: Display): void {
  const counters = countersOf(link);
  if (counters === undefined) return;
  const tx = countersJson(sentJson, counters, display);
  if (display.statistics > 1 && link.carrierChanges !== undefined) tx.carrier_changes = link.carrierChanges;
  json[link.stats64 === undefined && link.stats !== undefined ? 'stats' : 'stats64'] = {
    rx: countersJson(receivedJson, counters, display),
    tx,
  };
}
