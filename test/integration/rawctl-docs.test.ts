/** What is written about rawctl, against its help. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hasProgram } from '../support/programs.js';

const root = new URL('../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const guide = read('docs/rawctl.md');
const manual = read('docs/man/rawctl.1')
  .replaceAll('\\-', '-')
  .replaceAll(/\\f[BRI]/g, '');

/** The part of a text between a heading and the next. */
function part(text: string, from: RegExp, to: RegExp): string {
  const rest = text.slice(text.search(from) + 1);
  return rest.slice(0, rest.search(to));
}

it.each([
  ['ping', /^## Who answers/m, /^\.SH OPTIONS OF PING/m],
  ['trace', /^## The way to a host/m, /^\.SH OPTIONS OF TRACE/m],
])(
  'every option of %s is in its part of the guide and of the man page, and no other',
  (command, inGuide, inManual) => {
    const launcher = `${root}bin/rawctl.js`;
    const { stdout } = spawnSync(process.execPath, [launcher, command, '--help'], { encoding: 'utf8' });
    const found = stdout.match(/(?<=^[^\n]{0,8}[ ,])--?[a-zA-Z0-9][a-z-]*/gm) ?? [];
    // About every command is told at the top.
    const common = ['-h', '--help', '-V', '--version', '--netns', '--sandbox'];
    const options = [...new Set(found)].filter(option => !common.includes(option));
    expect(options.length).toBeGreaterThan(25);
    const guided = part(guide, inGuide, /^## /m);
    const manualled = part(manual, inManual, /^\.SH/m);
    for (const option of options) {
      // What is on unless negated is written about as that.
      const word = new RegExp(`(?<![\\w-])${option === '--paris' ? '--no-paris' : option}(?![\\w-])`);
      expect(guided, option).toMatch(word);
      expect(manualled, option).toMatch(word);
    }
    const table = [...guided.matchAll(/^\| (.*?) \|/gm)].flatMap(
      ([, cell]) => cell!.match(/(?<![\w-])--?[a-zA-Z0-9][a-z-]*/g) ?? [],
    );
    for (const word of table) expect([...options, '--no-paris']).toContain(word);
  },
);

it.each(['send', 'sr', 'listen', 'fields', 'spoof', 'syn', 'record-route', 'igmp', 'udpsum'])(
  'every option of %s is in the guide and in the man page, by one of its names',
  command => {
    const args = [`${root}bin/rawctl.js`, command, '--help'];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const options = [...stdout.matchAll(/^ +((?:-\w, +)*--?[a-zA-Z0-9][a-z0-9-]*)/gm)].map(([, names]) =>
      names!.split(/, +/),
    );
    expect(options.length).toBeGreaterThan(2);
    for (const names of options) {
      if (names.includes('--help') || names.includes('--version')) continue;
      const word = new RegExp(`(?<![\\w-])(${names.join('|')})(?![\\w-])`);
      expect(guide, names.join()).toMatch(word);
      expect(manual, names.join()).toMatch(word);
    }
  },
);

it('the man page renders without a warning', ctx => {
  if (!hasProgram('man') || !hasProgram('groff')) return ctx.skip('needs man(1) and groff(1)');
  const { status, stderr } = spawnSync('man', ['--warnings', '-l', `${root}docs/man/rawctl.1`], {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '100', LC_ALL: 'C' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return undefined;
});
