import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'afkit-kinds-'));
const possible =
  spawnSync('unshare', ['-Urnm', 'sh', '-c', 'PATH=$PATH:/sbin; ip -V']).stdout?.includes('iproute2-6.1') ??
  false;

const lines = (name: string): string[] =>
  readFileSync(join(directory, name), 'utf8').split('\n').slice(0, -1);

describe.skipIf(!possible)(
  'every kind of interface this kernel has (skipped without user namespaces or ip 6.1)',
  () => {
    beforeAll(() => {
      const script = join(root, 'test/integration/nlmon/kinds-beside-ip.sh');
      execFileSync('unshare', ['-Urnm', '--kill-child', 'sh', script, directory, join(root, 'bin/nlmon.js')]);
    }, 240_000);

    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    it('has seen some come, change and go', () => {
      const made = lines('made');
      expect(made.length).toBeGreaterThan(3);
      expect(made.some(words => words.startsWith('type veth'))).toBe(true);
      expect(lines('ip.details').filter(line => /Deleted \d+: n0/.test(line)).length).toBeGreaterThan(2);
    });

    it.each([
      ['details', 'with details'],
      ['lines', 'with details, a line each'],
    ])('prints the same lines: %s (%s)', name => {
      expect(lines(`nlmon.${name}`)).toEqual(lines(`ip.${name}`));
      expect(lines(`nlmon.${name}.errors`)).toEqual([]);
    });

    it('tells the details in JSON too', () => {
      const events = lines('nlmon.json').map(line => JSON.parse(line));
      expect(events).toHaveLength(lines('nlmon.lines').length);
      // What a bridge tells of its ports has no details.
      expect(events.filter(({ promiscuity }) => typeof promiscuity === 'number').length).toBeGreaterThan(10);
      for (const { linkinfo } of events) {
        if (linkinfo !== undefined)
          expect(linkinfo.info_kind ?? linkinfo.info_slave_kind).toBeTypeOf('string');
      }
    });
  },
);
