import { beforeEach, expect, it } from 'vitest';
import { command } from '../../src/cli/command.js';
import { UsageError } from '../../src/cli/errors.js';
import { commonOptions } from '../../src/cli/options.js';
import { type Program, runProgram } from '../../src/cli/program.js';
import { capturing } from './captured.js';

const captured = capturing();
let ran: unknown[];

beforeEach(() => {
  ran = [];
});

const program: Program = {
  name: 'tryctl',
  usage: '$0 <command> [options]\n\nTries the frame.',
  examples: [['$0 send @there', 'says it there']],
  commands: [
    command({
      usage: 'send <address> [words...]',
      describe: 'say words',
      positionals: {
        address: { type: 'string', demandOption: true, describe: 'where' },
        words: { type: 'string', array: true, describe: 'what' },
      },
      options: {
        ...commonOptions,
        'no-more': { type: 'boolean', describe: 'stop then' },
        count: { alias: 'c', type: 'number', requiresArg: true, describe: 'times' },
        tag: { type: 'string', array: true, describe: 'any number of these' },
      },
      examples: [['$0 send a b', 'b to a']],
      understand: argv => {
        if (argv.address === 'nowhere') throw new UsageError('nowhere is no address');
        const { address, words, count, tag, noMore } = argv;
        return { address, words, count, tag, noMore, rest: argv['--'] };
      },
      rest: 'CMD',
      run: async settings => {
        ran.push(settings);
        return settings.address === 'three' ? 3 : undefined;
      },
    }),
    command({
      usage: 'fail',
      describe: 'fails',
      run: async () => {
        throw Object.assign(new Error('it broke'), { code: 'EMFILE' });
      },
    }),
  ],
};

const run = (...args: string[]) => runProgram(program, args);

it('hands a command what it declares, and passes its exit code on', async () => {
  expect(await run('send', 'a', '1', 'b', '-c', '2', '--tag', 'x', '--tag', 'y')).toBe(0);
  expect(ran).toEqual([
    { address: 'a', words: ['1', 'b'], count: 2, tag: ['x', 'y'], noMore: undefined, rest: undefined },
  ]);
  expect(await run('send', 'three')).toBe(3);
  expect(captured).toEqual({ stdout: '', stderr: '' });
});

it('leaves what is behind -- alone', async () => {
  expect(await run('send', 'a', '--', 'cat', '-n', '--', '--json', '7')).toBe(0);
  expect(ran).toMatchObject([{ address: 'a', words: [], rest: ['cat', '-n', '--', '--json', '7'] }]);
});

it.each<[string[], RegExp]>([
  [[], /say what to do: send fail/],
  [['sent'], /tryctl has no command 'sent'\. Did you mean 'send'\? Commands: send fail/],
  [['send'], /Not enough non-option arguments: got 0, need at least 1: \w+ send </],
  [['send', 'nowhere'], /nowhere is no address/],
  [['send', 'a', '--nope'], /Unknown argument: nope \(/],
  [['send', 'a', '--cuont=3'], /Unknown argument: cuont\. Did you mean --count\? \(/],
  [['send', 'a', '--netsn', 'x', '--no', '1'], /Unknown arguments: netsn, no\. Did you mean --netns\? \(/],
  [['send', 'a', '-x', '--hlep'], /Unknown arguments: x, hlep\. Did you mean --help\? \(/],
  [['send', 'a', '-d'], /Unknown argument: d \(/],
  [['send', 'a', '-c'], /Not enough arguments following: c/],
  [['send', 'a', '-c', '1', '-c', '2'], /--count is given more than once/],
  [['fail', 'more'], /Unknown argument: more/],
  [['fail', '--', 'more'], /nothing may follow --, but more does/],
  [['--json'], /Unknown argument: json/],
])('%j is not understood: 2, in one line', async (args, message) => {
  expect(await run(...args)).toBe(2);
  expect(ran).toEqual([]);
  expect(captured.stdout).toBe('');
  expect(captured.stderr).toMatch(message);
  expect(captured.stderr).toMatch(/^tryctl: [^\n]+ \(see tryctl --help\)\n$/);
});

it.each([
  ['nlmon', 'links --jsno', 'Unknown argument: jsno. Did you mean --json?'],
  ['nlmon', 'links --all-nsdi', 'Unknown argument: all-nsdi. Did you mean --all-nsid?'],
  ['nlmon', 'completion --json', 'Unknown argument: json'],
  ['rawctl', 'ping h --cuont 3', 'Unknown argument: cuont. Did you mean --count?'],
  ['socklab', 'list --jsno', 'Unknown argument: jsno. Did you mean --json?'],
  ['unixctl', 'ls --jsno', 'Unknown argument: jsno. Did you mean --json?'],
])('%s %s: %s', async (name, line, message) => {
  const { main } = await import(`../../src/cli/${name}/main.ts`);
  expect(await main(line.split(' '))).toBe(2);
  expect(captured).toEqual({ stdout: '', stderr: `${name}: ${message} (see ${name} --help)\n` });
});

it('says why something failed, in one line: 1', async () => {
  expect(await run('fail')).toBe(1);
  expect(captured.stderr).toBe('tryctl: it broke (too many open files; raise the limit with ulimit -n)\n');
});

it('helps, with the program and with each command', async () => {
  expect(await run('--help')).toBe(0);
  expect(captured.stdout).toMatch(/^tryctl <command> \[options\]\n[\s\S]*say words[\s\S]*tryctl send @there/);
  captured.stdout = '';
  expect(await run('send', '--help')).toBe(0);
  expect(captured.stdout).toMatch(
    /^tryctl send <address> \[words\.\.\.\]\n[\s\S]*times[\s\S]*tryctl send a b/,
  );
  expect(captured.stderr).toBe('');
});

it('prints the script that completes it, and what completes a line', async () => {
  expect(await run('completion')).toBe(0);
  expect(captured.stdout).toContain('tryctl --get-yargs-completions');
  captured.stdout = '';
  expect(await run('--get-yargs-completions', 'tryctl', 'se')).toBe(0);
  expect(captured.stdout).toBe('send\n');
});

it('lets a program spell its command lines as its users are used to, and keeps -h for help where it stands alone', async () => {
  const seen: unknown[] = [];
  const spelled: Program = {
    name: 'tryctl',
    usage: '$0 [word]',
    spelling: args => args.map(arg => (arg === '-hu' ? '--human' : arg)),
    commands: [
      command({
        usage: '$0 [word]',
        describe: false,
        positionals: { word: { type: 'string' } },
        options: { human: { alias: 'h', type: 'boolean', describe: 'in K, M, G' } },
        run: async ({ word, human }) => void seen.push([word, human]),
      }),
    ],
  };
  for (const args of [['a', '-hu'], ['a', '-h'], ['-h'], ['a']]) {
    expect(await runProgram(spelled, args)).toBe(0);
  }
  expect(seen).toEqual([
    ['a', true],
    ['a', true],
    ['a', undefined],
  ]);
  expect(captured.stdout).toContain('tryctl [word]');
});
