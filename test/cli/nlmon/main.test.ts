import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { main } from '../../../src/cli/nlmon/main.js';
import { capturing } from '../captured.js';

const captured = capturing();

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url).pathname, 'utf8'),
);

it.each([[['--version']], [['-V']], [['routes', '--version']]])('%j: the version', async args => {
  expect(await main(args)).toBe(0);
  expect([captured.stdout, captured.stderr]).toEqual([`${version}\n`, '']);
});

it.each([[['--help']], [['-h']], [['help']], [['routes', '--help']]])('%j: help', async args => {
  expect(await main(args)).toBe(0);
  expect(captured.stdout).toMatch(/^nlmon <object\.\.\.> \[options\]\n[\s\S]*--all-nsid[\s\S]*nlmon demo/);
  expect(captured.stderr).toBe('');
});

it('completes in the shell', async () => {
  expect(await main(['completion'])).toBe(0);
  expect(captured.stdout).toContain('nlmon --get-yargs-completions');
  captured.stdout = '';
  expect(await main(['--get-yargs-completions', 'nlmon', 'routes', '--onc'])).toBe(0);
  expect([captured.stdout, captured.stderr]).toEqual(['--once\n', '']);
});

it.each<[string[], RegExp]>([
  [[], /say what to show/],
  [['--json'], /say what to show/],
  [['rute'], /Did you mean 'route'\?/],
  [['routes', '--nope'], /Unknown argument: nope/],
  [['routes', '-x'], /Unknown argument: x/],
  [['routes', '-5'], /there is no object '-5'/],
  [['routes', '--', '--once'], /there is no object '--once'/],
  [['routes', '--dev'], /Not enough arguments following: dev/],
  [['routes', '-n'], /Not enough arguments following: n/],
  [['routes', '--count', 'many'], /--count takes a whole number/],
  [['routes', '--dev', 'a', '--dev', 'b'], /--dev is given more than once/],
  [['routes', '-n', '1', '--count', '2'], /is given more than once/],
  [['routes', '-4', '-6'], /-4 and -6 exclude each other/],
  [['routes', 'demo'], /'demo' is no object/],
  [['routes', 'completion'], /'completion' is no object/],
  [['demo', '--json'], /Unknown argument: json/],
  [['demo', 'more'], /Unknown argument: more/],
  [['completion', '--json'], /Unknown argument: json/],
])('%j is not understood: 2, in one line', async (args, message) => {
  expect(await main(args)).toBe(2);
  expect(captured.stdout).toBe('');
  expect(captured.stderr).toMatch(message);
  expect(captured.stderr).toMatch(/^nlmon: [^\n]+ \(see nlmon --help\)\n$/);
});

it('runs what is understood, and passes on what fails: 1', async () => {
  expect(await main(['links', '--once', '--dev', 'lo', '--json'])).toBe(0);
  expect(JSON.parse(captured.stdout)).toMatchObject({ ifindex: 1, ifname: 'lo' });
  expect(captured.stderr).toBe('');
  expect(await main(['links', '--once', '--dev', 'nowhere0'])).toBe(1);
  expect(captured.stderr).toBe("nlmon: ioctl ENODEV: there is no interface 'nowhere0'\n");
});
