import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { main } from '../../../src/cli/nlmon/main.js';

let said: string;
let printed: string;
let listeners: readonly unknown[];

beforeEach(() => {
  [said, printed] = ['', ''];
  listeners = process.stdout.listeners('error');
  vi.spyOn(process.stderr, 'write').mockImplementation(chunk => {
    said += chunk;
    return true;
  });
  vi.spyOn(console, 'log').mockImplementation(text => {
    printed += `${text}\n`;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation(chunk => {
    printed += chunk;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const listener of process.stdout.listeners('error')) {
    if (!listeners.includes(listener)) process.stdout.off('error', listener as () => void);
  }
});

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url).pathname, 'utf8'),
);

it.each([[['--version']], [['-V']], [['routes', '--version']]])('%j: the version', async args => {
  expect(await main(args)).toBe(0);
  expect([printed, said]).toEqual([`${version}\n`, '']);
});

it.each([[['--help']], [['-h']], [['help']], [['routes', '--help']]])('%j: help', async args => {
  expect(await main(args)).toBe(0);
  expect(printed).toMatch(/^nlmon <object\.\.\.> \[options\]\n[\s\S]*--all-nsid[\s\S]*nlmon demo/);
  expect(said).toBe('');
});

it('completes in the shell', async () => {
  expect(await main(['completion'])).toBe(0);
  expect(printed).toContain('nlmon --get-yargs-completions');
  printed = '';
  expect(await main(['--get-yargs-completions', 'nlmon', 'routes', '--on'])).toBe(0);
  expect([printed, said]).toEqual(['--once\n', '']);
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
  [['routes', '-c'], /Not enough arguments following: c/],
  [['routes', '--count', 'many'], /--count takes a whole number/],
  [['routes', '--dev', 'a', '--dev', 'b'], /--dev is given more than once/],
  [['routes', '-c', '1', '--count', '2'], /is given more than once/],
  [['routes', '-4', '-6'], /-4 and -6 exclude each other/],
  [['routes', 'demo'], /'demo' is no object/],
  [['routes', 'completion'], /'completion' is no object/],
  [['demo', '--json'], /Unknown argument: json/],
  [['demo', 'more'], /Unknown argument: more/],
  [['completion', '--json'], /Unknown argument: json/],
])('%j is not understood: 2, in one line', async (args, message) => {
  expect(await main(args)).toBe(2);
  expect(printed).toBe('');
  expect(said).toMatch(message);
  expect(said).toMatch(/^nlmon: [^\n]+ \(see nlmon --help\)\n$/);
});

it('runs what is understood, and passes on what fails: 1', async () => {
  expect(await main(['links', '--once', '--dev', 'lo', '--json'])).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ ifindex: 1, ifname: 'lo' });
  expect(said).toBe('');
  expect(await main(['links', '--once', '--dev', 'nowhere0'])).toBe(1);
  expect(said).toBe("nlmon: ioctl ENODEV: there is no interface 'nowhere0'\n");
});
