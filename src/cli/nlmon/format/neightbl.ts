import type { Neightbl } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import { familyName } from './family-names.js';
import { type Field, fieldsJson, fieldsOf, fieldsText, type Json } from './fields.js';
import type { Format, FormatContext } from './format.js';
import { hexText } from './numbers.js';

type Config = NonNullable<Neightbl['config']>;
type Parameters = NonNullable<Neightbl['parms']>;
type Counters = NonNullable<Neightbl['stats']>;

type Line<T> = readonly Field<T>[];

const thresholds: Line<Neightbl> = (({ number }) => [
  number('thresh1', 'thresh1'),
  number('thresh2', 'thresh2'),
  number('thresh3', 'thresh3'),
  number('gcInterval', 'gc_int', 'gc_interval'),
])(fieldsOf<Neightbl>());

const configs: readonly Line<Config>[] = (({ number, shown }) => [
  [
    number('keyLen', 'key_len', 'key_length'),
    number('entrySize', 'entry_size'),
    number('entries', 'entries'),
  ],
  [shown('lastFlush', 'last_flush', ago), shown('lastRand', 'last_rand', ago)],
  [
    number('hashRnd', 'hash_rnd'),
    {
      text: ({ hashMask }) => `hash_mask ${hashMask.toString(16).padStart(8, '0')} `,
      addJson(json, { hashMask }) {
        json.hash_mask = hexText(hashMask);
      },
    },
    number('hashChainGc', 'hash_chain_gc'),
    number('proxyQlen', 'proxy_qlen'),
  ],
])(fieldsOf<Config>());

const parameters: readonly Line<Parameters>[] = (({ number }) => [
  [
    number('refcnt', 'refcnt'),
    number('reachableTime', 'reachable'),
    number('baseReachableTime', 'base_reachable'),
    number('retransTime', 'retrans'),
  ],
  [number('gcStaletime', 'gc_stale'), number('delayProbeTime', 'delay_probe'), number('queueLen', 'queue')],
  [
    number('appProbes', 'app_probes'),
    number('ucastProbes', 'ucast_probes'),
    number('mcastProbes', 'mcast_probes'),
  ],
  [
    number('anycastDelay', 'anycast_delay'),
    number('proxyDelay', 'proxy_delay'),
    number('proxyQlen', 'proxy_queue'),
    number('locktime', 'locktime'),
  ],
])(fieldsOf<Parameters>());

const counters: readonly Line<Counters>[] = (({ number }) => [
  [number('allocs', 'allocs'), number('destroys', 'destroys'), number('hashGrows', 'hash_grows')],
  [number('resFailed', 'res_failed'), number('lookups', 'lookups'), number('hits', 'hits')],
  [number('rcvProbesMcast', 'rcv_probes_mcast'), number('rcvProbesUcast', 'rcv_probes_ucast')],
  [number('periodicGcRuns', 'periodic_gc_runs'), number('forcedGcRuns', 'forced_gc_runs')],
  [number('tableFulls', 'table_fulls')],
])(fieldsOf<Counters>());

/** A neighbour table, or what its parameters are for an interface, as `ip ntable show` prints it. */
export const neightblFormat: Format<Neightbl> = {
  text(table, context) {
    if (isHidden(table, context)) return '';
    const { name, config, parms, stats } = table;
    const statistics = context.display.statistics > 0;
    const lines = [`${familyName(table.family) ?? table.family} ${name ?? ''} `];
    if (parms?.ifindex !== undefined)
      lines.push(`    dev ${context.display.paint('ifname', `${deviceName(parms.ifindex, context)} `)}`);
    const limits = fieldsText(thresholds, table, context);
    if (limits !== '') lines.push(`    ${limits}`);
    if (config !== undefined && statistics)
      lines.push(...linesOf(configs, config, 'config ', '        ', context));
    if (parms !== undefined) lines.push(...linesOf(parameters, parms, '', '    ', context));
    if (stats !== undefined && statistics) lines.push(...linesOf(counters, stats, 'stats ', '    ', context));
    return `${lines.join('\n')}\n\n`;
  },
  json(table, context) {
    if (isHidden(table, context)) return undefined;
    const { name, config, parms, stats } = table;
    const statistics = context.display.statistics > 0;
    const json: Json = { family: familyName(table.family) ?? table.family };
    if (name !== undefined) json.name = name;
    if (parms?.ifindex !== undefined) json.dev = deviceName(parms.ifindex, context);
    Object.assign(json, fieldsJson(thresholds, table, context));
    if (config !== undefined && statistics) Object.assign(json, fieldsJson(configs.flat(), config, context));
    if (parms !== undefined) Object.assign(json, fieldsJson(parameters.flat(), parms, context));
    if (stats !== undefined && statistics) Object.assign(json, fieldsJson(counters.flat(), stats, context));
    return json;
  },
};

function isHidden({ family }: Neightbl, context: FormatContext): boolean {
  return context.family !== undefined && family !== context.family;
}

/** The first begins with a word, the others further in. */
function linesOf<T>(
  lines: readonly Line<T>[],
  data: T,
  word: string,
  indent: string,
  context: FormatContext,
): string[] {
  return lines.map((line, i) => `${i === 0 ? `    ${word}` : indent}${fieldsText(line, data, context)}`);
}

/** When it was so many milliseconds ago, in local time. */
function ago(milliseconds: number): string {
  const date = new Date(Date.now() - milliseconds);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
