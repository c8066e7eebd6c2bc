import { resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { namespaceOf, notEmpty, seconds, wholeNumber } from '../values.js';
import { loadIprouteNames } from './format/iproute-names.js';
import { objectNames, objectWords, resolveObjects } from './object-names.js';
import { recordingFormat } from './recording-format.js';
import type { Settings } from './settings.js';

/** What the command line may have besides objects, as yargs declares it. */
export const options = {
  once: {
    type: 'boolean',
    describe: 'print what is there, as ip OBJECT show does, and stop',
    group: 'What:',
  },
  snapshot: { type: 'boolean', describe: 'print what is there first, then the events', group: 'What:' },
  4: { type: 'boolean', describe: 'IPv4 only', group: 'Which:' },
  6: { type: 'boolean', describe: 'IPv6 only', group: 'Which:' },
  dev: { type: 'string', describe: 'of this interface', requiresArg: true, group: 'Which:' },
  table: {
    type: 'string',
    describe: 'routes of this table: a name, a number, all',
    requiresArg: true,
    group: 'Which:',
  },
  netns: {
    type: 'string',
    describe: 'listen in this network namespace: a name, a process number, a path',
    requiresArg: true,
    group: 'Which:',
  },
  'all-nsid': {
    type: 'boolean',
    describe: 'listen to every namespace that has a number here',
    group: 'Which:',
  },
  json: { alias: 'j', type: 'boolean', describe: 'a JSON object a line', group: 'How:' },
  timestamp: {
    alias: 't',
    type: 'boolean',
    describe: 'the time, in a line before each event',
    group: 'How:',
  },
  ts: { type: 'boolean', describe: 'the time, in front of each event', group: 'How:' },
  label: { type: 'boolean', describe: 'what each event is about; on with all', group: 'How:' },
  count: {
    alias: 'c',
    type: 'number',
    describe: 'stop after so many events',
    requiresArg: true,
    group: 'Until:',
  },
  timeout: {
    alias: 'w',
    type: 'number',
    describe: 'stop after so many seconds',
    requiresArg: true,
    group: 'Until:',
  },
  rcvbuf: { type: 'number', describe: 'bytes of the receive buffer', requiresArg: true, group: 'How:' },
  sandbox: {
    type: 'boolean',
    describe: 'run in a user and network namespace of its own, without root',
    group: 'Which:',
  },
  record: {
    type: 'string',
    describe: 'record what is printed to this file: .pcap or .rtmon',
    requiresArg: true,
    group: 'Files:',
  },
  replay: {
    type: 'string',
    describe: 'print a recording: ours, of rtmon, or a capture of an nlmon interface',
    requiresArg: true,
    group: 'Files:',
  },
  speed: {
    type: 'string',
    describe: 'how fast to replay: 1 as it happened, 10 ten times as fast, max at once (default)',
    requiresArg: true,
    group: 'Files:',
  },
} as const;

/** The command line as yargs hands it over. */
export interface Arguments {
  '--'?: string[];
  object?: string[];
  once?: boolean;
  snapshot?: boolean;
  4?: boolean;
  6?: boolean;
  dev?: string;
  table?: string;
  netns?: string;
  allNsid?: boolean;
  json?: boolean;
  timestamp?: boolean;
  ts?: boolean;
  label?: boolean;
  count?: number;
  timeout?: number;
  rcvbuf?: number;
  sandbox?: boolean;
  record?: string;
  replay?: string;
  speed?: string;
}

/** Options that mean nothing to what is there. */
const aboutEvents = [
  'snapshot',
  'allNsid',
  'timestamp',
  'ts',
  'label',
  'count',
  'timeout',
  'rcvbuf',
  'record',
  'replay',
] as const;

/** Options that mean nothing to a recording. */
const aboutTheKernel = ['netns', 'rcvbuf'] as const;

/** What a command line asks for. Throws UsageError for one that cannot be understood. */
export function understand(argv: Arguments): Settings {
  const { object = [], '--': rest = [], ...single } = argv;
  // What is behind `--` is an object too.
  const given = [...object, ...rest];
  if (given.length === 0 && argv.replay === undefined)
    throw new UsageError(`say what to show: ${objectWords.join(' ')}, or demo for a first look`);
  if (argv[4] && argv[6])
    throw new UsageError('-4 and -6 exclude each other; without either, both are shown');
  if (argv.once) {
    for (const option of aboutEvents) {
      if (single[option] === undefined) continue;
      const name = option === 'allNsid' ? 'all-nsid' : option;
      throw new UsageError(`--once and --${name} exclude each other: --${name} is about events`);
    }
  }
  checkFiles(argv);
  return {
    objects: given.length === 0 ? objectNames : resolveObjects(given),
    json: argv.json ?? false,
    timestamp: argv.ts ? 'short' : argv.timestamp ? 'long' : undefined,
    label: argv.label ?? given.includes('all'),
    family: argv[4] ? 'inet' : argv[6] ? 'inet6' : undefined,
    device: notEmpty('--dev', argv.dev),
    table: argv.table === undefined ? undefined : tableNumber(argv.table),
    namespace: namespaceOf(argv.netns),
    allNamespaces: argv.allNsid ?? false,
    receiveBuffer: wholeNumber('--rcvbuf', argv.rcvbuf, 0x7fff_ffff),
    count: wholeNumber('--count', argv.count),
    timeout: seconds('--timeout', argv.timeout),
    snapshot: argv.snapshot ?? false,
    record: argv.record,
    replay: notEmpty('--replay', argv.replay),
    speed: speedOf(argv.speed),
  };
}

/** What does not go together with recordings. */
function checkFiles(argv: Arguments): void {
  const { record, replay } = argv;
  if (record !== undefined) {
    const format = recordingFormat(record);
    if (argv.allNsid && format === 'rtmon') {
      throw new UsageError('a .rtmon file has no place for numbers of namespaces: record to a .pcap file');
    }
    if (replay !== undefined && resolve(record) === resolve(replay)) {
      throw new UsageError('--record would overwrite the recording that --replay reads');
    }
  }
  if (replay === undefined) {
    if (argv.speed !== undefined) throw new UsageError('--speed needs --replay: the kernel has its own');
    return;
  }
  for (const option of aboutTheKernel) {
    if (argv[option] === undefined) continue;
    throw new UsageError(`--replay and --${option} exclude each other: --${option} is about the kernel`);
  }
}

function speedOf(speed: string | undefined): number | undefined {
  if (speed === undefined || speed === 'max') return undefined;
  const number = Number(speed);
  if (/^[\d.]+$/.test(speed) && number > 0 && Number.isFinite(number)) return number;
  throw new UsageError('--speed takes a number above 0, how many times as fast, or max');
}

/** A routing table by its number or by its name in /etc/iproute2/rt_tables. */
function tableNumber(table: string): number | 'all' {
  if (table === 'all') return 'all';
  if (/^\d+$/.test(table) && Number(table) <= 0xffff_ffff) return Number(table);
  const { tables } = loadIprouteNames();
  for (const [number, name] of tables) if (name === table) return number;
  const known = [...tables.values()].join(' ');
  throw new UsageError(`there is no routing table '${table}': give a number, all, or one of ${known}`);
}
