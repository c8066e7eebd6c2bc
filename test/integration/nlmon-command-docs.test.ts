/** What is written about nlmon, against nlmon. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launcher, Network, possible, root } from './nlmon-command-support.js';

const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const readme = read('README.md');
const guide = read('docs/nlmon.md');
const manual = read('docs/man/nlmon.1');
const help = spawnSync(process.execPath, [launcher, '--help'], { encoding: 'utf8' }).stdout;

/** The man page without its requests and escapes. */
const manualText = manual.replaceAll('\\-', '-').replaceAll(/\\\(dq/g, '"');

const options = [...new Set(help.match(/(?<=^[^\n]{0,16}[ ,])--?[a-zA-Z0-9][a-z-]*/gm))].sort();

it('reads the options of --help', () => {
  expect(options.length).toBeGreaterThanOrEqual(20);
  for (const option of ['-4', '-6', '--dev', '-t', '--all-nsid', '--sandbox', '-c', '-N', '-V']) {
    expect(options).toContain(option);
  }
});

it.each(options)('%s is in the man page, and in docs/nlmon.md', option => {
  const word = new RegExp(`(?<![\\w-])${option}(?![\\w-])`);
  expect(word.test(manualText)).toBe(true);
  if (!['-h', '--help', '-V', '--version'].includes(option)) expect(word.test(guide)).toBe(true);
});

it('no option is written about that there is not', () => {
  // --no-label is how yargs negates; -br is ip's way of writing --brief.
  const known = new Set([...options, '--no-label', '-br']);
  const table = guide.slice(guide.indexOf('## Options'), guide.indexOf('## JSON'));
  const words = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(
    ([, cell]) => cell!.match(/(?<![\w-])--?[a-z0-9][a-z-]*/g) ?? [],
  );
  expect(words.length).toBeGreaterThan(15);
  for (const word of words) expect(known).toContain(word);
});

const hasMan = spawnSync('man', ['--version']).status === 0 && spawnSync('groff', ['--version']).status === 0;

it.skipIf(!hasMan)('the man page renders without a warning (skipped without man and groff)', () => {
  const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-l', `${root}docs/man/nlmon.1`], {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '100', LC_ALL: 'C' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const title of ['NAME', 'SYNOPSIS', 'OPTIONS', 'EXIT STATUS', 'EXAMPLES', 'SEE ALSO']) {
    expect(stdout).toMatch(new RegExp(`^${title}$`, 'm'));
  }
  expect(stdout).toContain(`jq 'select(.event == "new") | .local'`);
});

/** The command lines that a text shows, without those that need a file or another program. */
function commandLines(text: string): string[] {
  const inLines = [...text.matchAll(/^ {4}(?:npx )?(nlmon [^#\n]*)/gm)];
  const inWords = [...text.matchAll(/`(nlmon [^`]+)`/g)];
  const inManual = [...text.matchAll(/^\.B (nlmon [^\n]*)/gm)];
  const inHelp = [...text.matchAll(/^ {2}(nlmon (?!demo {2}|completion {2})\S[^\n]*?) {2,}/gm)];
  return [...inLines, ...inWords, ...inManual, ...inHelp]
    .map(([, line]) => line!.trim())
    .filter(
      line => !/[<[|…]|FILE|NAME|\.pcap|\.rtmon|OBJECT/.test(line) && !/^nlmon (demo|explain)/.test(line),
    );
}

const shown = [readme, guide, manualText, help].flatMap(commandLines);

describe.skipIf(!possible)('each command line that is shown (skipped without user namespaces or ip)', () => {
  let network: Network;

  beforeAll(async () => {
    network = await Network.create();
    network.ip('link set lo up');
  });

  afterAll(() => network[Symbol.asyncDispose]());

  it('is found', () => {
    for (const line of [
      'nlmon routes --once -6',
      'nlmon neigh links --json',
      'nlmon r n',
      'nlmon all --ts',
    ]) {
      expect(shown).toContain(line);
    }
  });

  it.each([...new Set(shown)])('%s', async line => {
    const ends = /--once|--timeout|completion/.test(line) ? '' : ' --timeout 0.02';
    const { code, stderr } = await network.nlmon(line.slice('nlmon '.length) + ends);
    expect(code).toBe(0);
    if (line.includes('--sandbox'))
      expect(stderr).toMatch(/^nlmon: in a user and network namespace[^\n]*\n$/);
    else expect(stderr).toBe('');
  });
});
