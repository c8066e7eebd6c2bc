import { expect, it } from 'vitest';
import { command } from '../../src/cli/command.js';
import { completions } from '../../src/cli/completion.js';
import { commonOptions } from '../../src/cli/options.js';

const commands = [
  command({
    usage: 'send <address> [files...]',
    describe: 'sends',
    positionals: { address: { type: 'string' }, files: { type: 'string', array: true } },
    options: {
      ...commonOptions,
      4: { type: 'boolean' },
      type: { alias: 't', type: 'string', choices: ['one', 'two'] },
      from: { type: 'string' },
    },
    completions: {
      address: async () => ['@here', '@there', '/run/x'],
      files: current => [`${current}.done`],
      from: () => ['me', 'you'],
    },
    run: async () => {},
  }),
  command({ usage: 'ls', describe: 'lists', run: async () => {} }),
];

it.each<[string, string[]]>([
  ['', ['send', 'ls', 'completion']],
  ['l', ['ls']],
  ['--', ['--help', '--version']],
  ['send ', ['@here', '@there', '/run/x']],
  ['send @t', ['@there']],
  ['send --json @t', ['@there']],
  ['send --from me @h', ['@here']],
  ['send @there fi', ['fi.done']],
  ['send @there a b fi', ['fi.done']],
  ['send --n', ['--netns']],
  ['send -4', ['-4']],
  ['send --type ', ['one', 'two']],
  ['send -t t', ['two']],
  ['send --from y', ['you']],
  ['send --netns no-such-namespace', []],
  ['send @there -- --j', []],
  ['ls ', []],
  ['ls --', ['--help', '--version']],
  ['nothing ', []],
])('completes %j', async (line, words) => {
  expect(await completions(commands, ['tryctl', ...line.split(' ')])).toEqual(words);
});
