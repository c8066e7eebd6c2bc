import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'afkit-others-'));
const possible =
  spawnSync('unshare', ['-Urnm', 'ip', 'link']).status === 0 &&
  spawnSync('python3', ['--version']).status === 0;

const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
const lines = (name: string): string[] => read(name).split('\n').slice(0, -1);

/** How often each label comes. */
function labels(name: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines(name)) {
    const label = /^\[(\w+)\]/.exec(line)?.[1];
    if (label !== undefined) counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

describe.skipIf(!possible)(
  'nlmon beside ip, for rarer events (skipped where user namespaces, ip or python3 are missing)',
  () => {
    beforeAll(() => {
      execFileSync('unshare', [
        '-Urnm',
        '--kill-child',
        'sh',
        join(root, 'test/integration/nlmon/others.sh'),
        directory,
        join(root, 'bin/nlmon.js'),
      ]);
    }, 120_000);

    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    it('has seen events of each kind', () => {
      const { MROUTE = 0, PREFIX = 0, NEXTHOPBUCKET = 0, STATS = 0 } = labels('ip.all');
      expect(PREFIX).toBe(5);
      expect(MROUTE).toBeGreaterThan(30);
      expect(NEXTHOPBUCKET).toBeGreaterThan(0);
      expect(STATS, 'l3_stats needs Linux 5.18').toBe(4);
      for (const name of ['inet', 'inet6', 'dev'])
        expect(lines(`ip.${name}`).length, name).toBeGreaterThan(5);
    });

    it.each([
      ['all', 'with labels'],
      ['some', 'multicast routes, prefixes and statistics, with labels'],
      ['inet', 'of IPv4, with buckets of next hops'],
      ['inet6', 'of IPv6, objects by their first letters'],
      ['dev', 'multicast routes of packets that come in at one interface'],
    ])('prints the same lines: %s (%s)', name => {
      expect(lines(`nlmon.${name}`)).toEqual(lines(`ip.${name}`));
      expect(lines(`nlmon.${name}.errors`)).toEqual([]);
    });

    it('has a JSON object for each event', () => {
      const events = lines('nlmon.json').map(line => JSON.parse(line) as Record<string, unknown>);
      const printed = lines('nlmon.all').filter(line => /^\[[A-Z]+\]/.test(line));
      expect(events.map(({ object }) => `[${String(object).toUpperCase()}]`)).toEqual(
        printed.map(line => /^\[\w+\]/.exec(line)![0]),
      );
      const family = (kind: string) =>
        new Set(events.filter(({ object }) => object === kind).map(({ family }) => family));
      expect(family('mroute')).toEqual(new Set(['inet', 'inet6']));
      expect(family('prefix')).toEqual(new Set(['inet6']));
      expect(family('stats')).toEqual(new Set([undefined]));
    });

    it('says that prefixes are no table', () => {
      const { status, stderr } = spawnSync(join(root, 'bin/nlmon.js'), ['prefixes', '--once'], {
        encoding: 'utf8',
      });
      expect(stderr).toContain('prefixes: there are only events, no table');
      expect(status).toBe(2);
    });

    const shown = ['mroute', 'mroute-4', 'mroute-6', 'mroute-all', 'mroute-dev', 'mroute-default'];

    it.each(shown)('shows the same text: %s', name => {
      expect(lines(`${name}.show-ip`).length).toBeGreaterThan(5);
      expect(read(`${name}.show-nlmon`)).toBe(read(`${name}.show-ip`));
    });

    it.each(shown)('shows the same JSON: %s', name => {
      // ip leaves empty objects for what it passes over.
      const theirs = (JSON.parse(read(`${name}.json-ip`)) as object[]).filter(
        object => Object.keys(object).length > 0,
      );
      expect(lines(`${name}.json-nlmon`).map(line => JSON.parse(line) as unknown)).toEqual(theirs);
    });
  },
);
