/** What is written about unixctl, against unixctl. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { has, launcher, root } from './unixctl-support.js';

const run = (...args: string[]) => spawnSync(process.execPath, [launcher, ...args], { encoding: 'utf8' });
const guide = readFileSync(`${root}docs/unixctl.md`, 'utf8');
const manual = readFileSync(`${root}docs/man/unixctl.1`, 'utf8').replaceAll('\\-', '-');
const help = run('--help').stdout;
const commands = [...help.matchAll(/^ {2}unixctl ([a-z-]+)/gm)].map(([, name]) => name!);
const listed = [...new Set(commands)];

const optionsOf = (text: string): string[] => [
  ...new Set(text.match(/(?<=^[^\n]{0,16}[ ,])--?[a-zA-Z0-9][a-z-]*/gm) ?? []),
];

it('lists its commands', () => {
  for (const name of ['ls', 'send-fd', 'recv-fd', 'peercred', 'fdstore', 'journal', 'bench', 'completion']) {
    expect(listed).toContain(name);
  }
  expect(listed).not.toContain('bench-peer');
  expect(help.split('\n').length).toBeLessThan(60);
});

it('every command is in the guide and in the man page', () => {
  for (const name of listed) {
    if (name !== 'completion') expect(guide, name).toMatch(new RegExp(`\`(unixctl )?${name}[ \`]`));
    expect(manual, name).toMatch(new RegExp(`(?<![\\w-])${name}(?![\\w-])`));
  }
});

it('every option of every command is in the man page', () => {
  for (const name of listed) {
    for (const option of optionsOf(run(name, '--help').stdout.split('Examples:')[0]!)) {
      expect(manual, `${name} ${option}`).toMatch(new RegExp(`(?<![\\w-])${option}(?![\\w-])`));
    }
  }
});

it('the help of each command has an example that starts with it, or none', () => {
  for (const name of listed) {
    const text = run(name, '--help').stdout;
    expect(text).toMatch(new RegExp(`^unixctl ${name}`));
    if (text.includes('Examples:')) expect(text).toMatch(new RegExp(`^ {2}(unixctl ${name}|kill )`, 'm'));
  }
});

it.skipIf(!has('man') || !has('groff'))(
  'the man page renders without a warning (skipped without man and groff)',
  () => {
    const { status, stderr, stdout } = spawnSync('man', ['--warnings', '-l', `${root}docs/man/unixctl.1`], {
      encoding: 'utf8',
      env: { ...process.env, MANWIDTH: '100', LC_ALL: 'C' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const title of ['NAME', 'COMMANDS', 'OPTIONS', 'EXIT STATUS', 'EXAMPLES', 'SEE ALSO']) {
      expect(stdout).toMatch(new RegExp(`^${title}$`, 'm'));
    }
  },
);

it('completes commands, options and addresses', () => {
  const words = (...line: string[]) =>
    run('--get-yargs-completions', 'unixctl', ...line)
      .stdout.split('\n')
      .slice(0, -1);
  expect(words('se')).toEqual(['send', 'send-fd']);
  expect(words('bench-')).toEqual([]);
  expect(words('ls', '--list')).toEqual(['--listening']);
  expect(words('fdstore', 'p')).toEqual([]);
  expect(run('completion').stdout).toContain('unixctl --get-yargs-completions');
});
