import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'afkit-bridge-'));
const possible =
  spawnSync('unshare', ['-Urnm', 'sh', '-c', 'PATH=$PATH:/sbin; bridge -V']).stdout?.includes('6.1') ?? false;

const lines = (name: string): string[] =>
  readFileSync(join(directory, name), 'utf8').split('\n').slice(0, -1);

describe.skipIf(!possible)(
  'nlmon beside bridge monitor (skipped without user namespaces or iproute2 6.1)',
  () => {
    beforeAll(() => {
      const script = join(root, 'test/integration/nlmon/bridges.sh');
      execFileSync('unshare', ['-Urnm', '--kill-child', 'sh', script, directory, join(root, 'bin/nlmon.js')]);
    }, 240_000);

    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    it('has seen events of each kind that this kernel has', () => {
      const labels = new Set(lines('bridge.all').map(line => /^\[\w+\]/.exec(line)?.[0]));
      expect(labels).toContain('[LINK]');
      expect(labels).toContain('[NEIGH]');
      expect(lines('bridge.details').some(line => line.includes('hairpin on'))).toBe(true);
    });

    it.each([
      ['all', 'with labels'],
      ['details', 'ports with details'],
      ['fdb', 'with times'],
      ['mdb', 'with timers'],
      ['vlan', 'with what they counted'],
      ['vni', 'of VXLAN interfaces'],
    ])('prints the same lines: %s (%s)', name => {
      expect(lines(`nlmon.${name}`)).toEqual(lines(`bridge.${name}`));
      expect(lines(`nlmon.${name}.errors`)).toEqual([]);
    });

    it('has JSON of each', () => {
      const events = lines('nlmon.json').map(line => JSON.parse(line) as Record<string, unknown>);
      const labels = { port: '[LINK]', fdb: '[NEIGH]', mdb: '[MDB]', vlan: '[VLAN]', vni: '[TUNNEL]' };
      const seen = new Set(lines('nlmon.all').map(line => /^\[\w+\]/.exec(line)?.[0]));
      for (const [object, label] of Object.entries(labels))
        expect(
          events.some(event => event.object === object),
          object,
        ).toBe(seen.has(label));
    });
  },
);
