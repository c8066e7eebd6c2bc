import { createRequire } from 'node:module';
import yargs from 'yargs';
import { report, UsageError } from '../errors.js';
import { endWhenUnwritable, Output } from '../output.js';
import { inSandbox, runInSandbox } from '../sandbox.js';
import { type Arguments, options, understand } from './arguments.js';
import { complete } from './completion.js';
import { objectWords } from './object-names.js';

const command = 'nlmon';

/** Runs the command line and resolves with the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  endWhenUnwritable(command);
  if (args[0] === '--get-yargs-completions') {
    const output = new Output();
    for (const word of complete(args.slice(1))) output.write(`${word}\n`);
    output.flush();
    return 0;
  }

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
      '$0 <object...> [options]\n\nShows links, addresses, routes, neighbours and more of the kernel as they change.',
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
    .command(
      'explain [input...]',
      'netlink messages byte by byte: hexadecimal, or a file of messages, strace, pcap or rtmon',
      builder =>
        builder
          .positional('input', {
            describe: 'hexadecimal, a file, or - for standard input',
            type: 'string',
            array: true,
          })
          .option('json', { alias: 'j', type: 'boolean', describe: 'a JSON object a message' }),
      ({ input, json }) =>
        run(async () => {
          await (await import('./explain.js')).explainInput(input ?? [], json ?? false);
          return 0;
        }),
    )
    .command('completion', 'print a script that completes nlmon in bash or zsh', {}, () => {
      parser.showCompletionScript();
    })
    .example('$0 routes', 'every change of a route, as ip monitor route shows it')
    .example('$0 neigh links --json', 'neighbours and links, a JSON object a line')
    .example('$0 routes --once -6', 'the IPv6 routes that are there, as ip -6 route shows them')
    .example('$0 all --record F.pcap', 'print events and record them; --replay F.pcap prints them again')
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
      // Its own complaint about an option without its argument is such an error.
      throw error === undefined || error.name === 'YError' ? new UsageError(message ?? error.message) : error;
    });

  try {
    await parser.parseAsync();
  } catch (error) {
    return report(command, error);
  }
  return exitCode;
}

async function monitor(argv: Arguments): Promise<number | undefined> {
  const settings = understand(argv);
  if (argv.sandbox && !inSandbox) return runInSandbox(command);
  if (argv.once) await (await import('./once.js')).once(settings);
  else await (await import('./watch.js')).watch(settings);
  return undefined;
}

function version(): string {
  // By the package's own name, which holds wherever the build puts this file.
  return (createRequire(import.meta.url)('afkit/package.json') as { version: string }).version;
}
