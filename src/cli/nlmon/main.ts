import { createRequire } from 'node:module';
import yargs from 'yargs';
import { report, UsageError } from '../errors.js';
import { inSandbox, runInSandbox } from '../sandbox.js';
import { loadIprouteNames } from './format/iproute-names.js';
import { objectWords, resolveObjects } from './object-names.js';
import type { Settings } from './settings.js';

const command = 'nlmon';

/** Runs the command line and resolves with the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const run = async (work: () => Promise<number | undefined>): Promise<void> => {
    try {
      exitCode = (await work()) ?? 0;
    } catch (error) {
      exitCode = report(command, error);
    }
  };

  const parser = yargs([...args])
    .scriptName(command)
    .usage(
      '$0 <object...> [options]\n\nShows the links, addresses, routes, neighbours, … of the kernel as they change.',
    )
    .command(
      '$0 [object...]',
      false,
      builder =>
        builder
          .positional('object', {
            describe: `${objectWords.join(', ')}; or as ip names them, or any beginning`,
            type: 'string',
            array: true,
          })
          .options(options),
      argv => run(() => monitor(argv as unknown as Arguments)),
    )
    .command('demo', 'a first look: changes in a network of its own, and the events that follow', {}, () =>
      run(async () => {
        if (!inSandbox) return runInSandbox(command);
        await (await import('./demo.js')).demo();
        return 0;
      }),
    )
    .completion(
      'completion',
      'print a script that completes nlmon in bash or zsh',
      (current: string, _argv: unknown, defaults: () => void, done: (words: string[]) => void) => {
        if (current.startsWith('-')) defaults();
        else done([...objectWords, 'demo'].filter(word => word.startsWith(current)));
      },
    )
    .example('$0 routes', 'every change of a route, as ip monitor route shows it')
    .example('$0 neigh links --json', 'neighbours and links, a JSON object a line')
    .example('$0 routes --once -6', 'the IPv6 routes that are there, as ip -6 route shows them')
    .example('$0 demo', 'see events without root and without changing anything')
    .version(version())
    .alias({ h: 'help', V: 'version' })
    .group(['help', 'version'], 'About:')
    .strict()
    .detectLocale(false)
    .parserConfiguration({ 'parse-positional-numbers': false })
    .wrap(Math.min(process.stdout.columns ?? 100, 100))
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message);
    });

  if (args[0] === 'completion') {
    parser.showCompletionScript();
    return 0;
  }
  try {
    await parser.parseAsync();
  } catch (error) {
    return report(command, error);
  }
  return exitCode;
}

const options = {
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
} as const;

interface Arguments {
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
}

async function monitor(argv: Arguments): Promise<number | undefined> {
  const settings = understand(argv);
  if (argv.sandbox && !inSandbox) return runInSandbox(command);
  if (argv.once) await (await import('./once.js')).once(settings);
  else await (await import('./watch.js')).watch(settings);
  return undefined;
}

function understand(argv: Arguments): Settings {
  const { object: given = [], ...single } = argv;
  for (const [name, value] of Object.entries(single)) {
    if (Array.isArray(value) && name !== '_') throw new UsageError(`--${name} is given more than once`);
  }
  if (given.length === 0)
    throw new UsageError(`say what to show: ${objectWords.join(' ')}, or demo for a first look`);
  if (argv[4] && argv[6])
    throw new UsageError('-4 and -6 exclude each other; without either, both are shown');
  if (argv.once && argv.snapshot) throw new UsageError('--once and --snapshot exclude each other');
  return {
    objects: resolveObjects(given),
    json: argv.json ?? false,
    timestamp: argv.ts ? 'short' : argv.timestamp ? 'long' : undefined,
    label: argv.label ?? given.includes('all'),
    family: argv[4] ? 'inet' : argv[6] ? 'inet6' : undefined,
    device: argv.dev,
    table: argv.table === undefined ? undefined : tableNumber(argv.table),
    namespace: argv.netns === undefined || !/^\d+$/.test(argv.netns) ? argv.netns : Number(argv.netns),
    allNamespaces: argv.allNsid ?? false,
    receiveBuffer: wholeNumber('--rcvbuf', argv.rcvbuf),
    count: wholeNumber('--count', argv.count),
    timeout: positive('--timeout', argv.timeout),
    snapshot: argv.snapshot ?? false,
  };
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

function wholeNumber(option: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0)) return value;
  throw new UsageError(`${option} takes a whole number from 1`);
}

function positive(option: string, value: number | undefined): number | undefined {
  if (value === undefined || (value > 0 && value <= 2_000_000)) return value;
  throw new UsageError(`${option} takes a number of seconds above 0`);
}

function version(): string {
  // By the package's own name, which holds wherever the build puts this file.
  return (createRequire(import.meta.url)('afkit/package.json') as { version: string }).version;
}
