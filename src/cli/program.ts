import { readFileSync } from 'node:fs';
import yargs, { type Argv, type Options } from 'yargs';
import { nearest } from '../wire/nearest.js';
import { type Command, nameOf } from './command.js';
import { complaint } from './complaint.js';
import { completions } from './completion.js';
import { report, UsageError } from './errors.js';
import { endWhenUnwritable, Output } from './output.js';
import { inSandbox, runInSandbox } from './sandbox.js';

/** One of the commands of afkit, as data: what frames them all is in {@link runProgram}. */
export interface Program {
  readonly name: string;
  /** How it is called and what it does, the name as `$0`. */
  readonly usage: string;
  /** In the order of the help. */
  readonly commands: readonly Command[];
  readonly examples?: readonly (readonly [line: string, describe: string])[];
  /** A command line with the spellings of a program that users come from turned into ours. */
  readonly spelling?: (args: readonly string[]) => readonly string[];
  /** What helps against an errno, where this program knows better than others. */
  readonly advice?: Readonly<Record<string, string>>;
  /** The words that may stand in place of the last of a command line, where its declarations do not say. */
  readonly complete?: (line: readonly string[]) => readonly string[];
}

/** Runs a program's command line and resolves with the exit code. */
export async function runProgram(program: Program, args: readonly string[]): Promise<number> {
  const { name, commands } = program;
  endWhenUnwritable(name);
  if (args[0] === '--get-yargs-completions') {
    const line = args.slice(1);
    const output = new Output();
    const words = program.complete?.(line) ?? (await completions(commands, line));
    for (const word of words) output.write(`${word}\n`);
    output.flush();
    return 0;
  }

  let exitCode = 0;
  // Where -h has another meaning it is still what one tries first.
  const spelt = args.length === 1 && args[0] === '-h' ? ['--help'] : (program.spelling?.(args) ?? args);
  const parser = yargs([...spelt])
    .scriptName(name)
    .usage(program.usage)
    .version(version())
    .alias(commands.some(usesH) ? { V: 'version' } : { h: 'help', V: 'version' })
    .group(['help', 'version'], 'About:')
    .strict()
    .detectLocale(false)
    .parserConfiguration({ 'parse-positional-numbers': false, 'populate--': true })
    .wrap(Math.min(process.stdout.columns ?? 100, 100))
    .exitProcess(false)
    .fail((message, error) => {
      // Its own complaint about an option without its argument is such an error.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw new UsageError(complaint(message ?? error!.message, program, spelt));
    });
  for (const [line, describe] of program.examples ?? []) parser.example(line, describe);
  for (const command of commands) {
    const { usage, describe } = command;
    // Yargs takes false for a command that help does not list; its types know it for other overloads only.
    parser.command(usage, describe as string, builderOf(command), async argv => {
      try {
        exitCode = (await run(name, command, argv)) ?? 0;
      } catch (error) {
        exitCode = report(name, error, program.advice, command.remedies);
      }
    });
  }
  parser.command('completion', `print a script that completes ${name} in bash or zsh`, {}, () => {
    parser.showCompletionScript();
  });

  try {
    checkCommand(program, spelt);
    await parser.parseAsync();
  } catch (error) {
    return report(name, error, program.advice);
  }
  return exitCode;
}

/** Whether -h is another option than help. */
function usesH({ options = {} }: Command): boolean {
  const declared: Readonly<Record<string, Options>> = options;
  return Object.values(declared).some(({ alias }) => [alias].flat().includes('h'));
}

const builderOf =
  ({ positionals = {}, options = {}, examples = [] }: Command) =>
  (builder: Argv): Argv => {
    for (const [name, positional] of Object.entries(positionals))
      builder.positional(name, positional as object);
    builder.options(options);
    for (const [line, describe] of examples) builder.example(line, describe);
    return builder;
  };

async function run(
  program: string,
  { options = {}, positionals = {}, rest, understand, run }: Command,
  argv: Readonly<Record<string, unknown>>,
): Promise<number | undefined> {
  const declared: Readonly<Record<string, { readonly array?: boolean; readonly type?: string }>> = {
    ...options,
    ...positionals,
  };
  for (const [name, { array, type }] of Object.entries(declared)) {
    if (array || type === 'array' || !Array.isArray(argv[name])) continue;
    throw new UsageError(`--${name} is given more than once`);
  }
  if (rest === undefined && argv['--'] !== undefined)
    throw new UsageError(`nothing may follow --, but ${(argv['--'] as string[]).join(' ')} does`);
  const settings = understand === undefined ? argv : await understand(argv as never);
  if (argv.sandbox === true && !inSandbox)
    return runInSandbox(program, { otherwise: 'run as root without --sandbox' });
  return (await run(settings)) ?? undefined;
}

/** Says what commands there are, for a command line without one or with a word that is none. */
function checkCommand({ name, commands }: Program, args: readonly string[]): void {
  const names = commands.map(nameOf);
  if (names.includes('$0')) return;
  const listed = commands.filter(({ describe }) => describe !== false).map(nameOf);
  const [word] = args;
  if (word === undefined) throw new UsageError(`say what to do: ${listed.join(' ')}`);
  if (word.startsWith('-') || [...names, 'completion', 'help'].includes(word)) return;
  const near = nearest(word, listed);
  const offer = near === undefined ? '' : ` Did you mean '${near}'?`;
  throw new UsageError(`${name} has no command '${word}'.${offer} Commands: ${listed.join(' ')}`);
}

function version(): string {
  // Source, compiled file and bundle are all as deep below it; to find it by the package's name takes ten times as long.
  const description = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(description) as { version: string }).version;
}
