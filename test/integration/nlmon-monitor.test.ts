import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'afkit-monitor-'));
const possible = spawnSync('unshare', ['-Urnm', 'ip', 'link']).status === 0;

const lines = (name: string): string[] =>
  readFileSync(join(directory, name), 'utf8').split('\n').slice(0, -1);

/**
 * ip 6.1 never learns that an interface was renamed (docs/nlmon.md): in its lines the name that an interface had first
 * is replaced by the one that it has.
 */
function withPresentNames(given: string[]): string[] {
  const first = new Map<string, string>();
  const present = new Map<string, string>();
  return given.map(line => {
    const link = /^(?:\[LINK\])?(\d+): ([^@:]+)(?:@[^:]+)?: </.exec(line);
    if (link !== null) {
      const [, index, name] = link;
      if (!first.has(index!)) first.set(index!, name!);
      present.set(index!, name!);
    }
    let text = line;
    for (const [index, name] of first) {
      if (present.get(index) !== name)
        text = text.replace(new RegExp(`(?<= )${name}(?= )`), present.get(index)!);
    }
    return text;
  });
}

describe.skipIf(!possible)(
  'nlmon beside ip monitor (skipped where user namespaces or ip are missing)',
  () => {
    beforeAll(() => {
      execFileSync('unshare', [
        '-Urnm',
        '--kill-child',
        'sh',
        join(root, 'test/integration/nlmon/beside-ip.sh'),
        directory,
        join(root, 'bin/nlmon.js'),
      ]);
    }, 120_000);

    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    it('has seen several hundred changes of every kind of object', () => {
      const labels = new Map<string, number>();
      for (const line of lines('ip.all')) {
        const label = /^\[(\w+)\]/.exec(line)?.[1];
        if (label !== undefined) labels.set(label, (labels.get(label) ?? 0) + 1);
      }
      expect([...labels.keys()].sort()).toEqual([
        'ADDR',
        'LINK',
        'NEIGH',
        'NETCONF',
        'NEXTHOP',
        'NSID',
        'ROUTE',
        'RULE',
      ]);
      expect([...labels.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(500);
    });

    it.each([
      ['all', 'with labels'],
      ['inet', 'of IPv4, without labels'],
      ['inet6', 'links, and routes and neighbours of IPv6'],
      ['label', 'rules and next hops with labels'],
    ])('prints the same lines: %s (%s)', name => {
      expect(lines(`nlmon.${name}`)).toEqual(withPresentNames(lines(`ip.${name}`)));
      expect(lines(`nlmon.${name}.errors`)).toEqual([]);
    });

    it('has a JSON object for each event', () => {
      const events = lines('nlmon.json').map(line => JSON.parse(line) as Record<string, unknown>);
      const printed = lines('nlmon.all').filter(line => /^\[[A-Z]+\]/.test(line));
      expect(events).toHaveLength(printed.length);
      for (const [i, line] of printed.entries()) {
        const { event, object, time } = events[i]!;
        expect(`[${String(object).toUpperCase()}]`).toBe(/^\[\w+\]/.exec(line)![0]);
        expect(event === 'del').toBe(line.includes(']Deleted '));
        expect(time).toBeTypeOf('number');
      }
      const kinds = new Set(events.map(({ event }) => event));
      expect([...kinds].sort()).toEqual(['append', 'del', 'new', 'replace']);
    });
  },
);
