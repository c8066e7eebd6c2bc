/** nlmon beside tc on the running kernel: filters, chains and actions of the kinds that most kernels have. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRepeated } from '../support/repeated-json.js';

const root = new URL('../../', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'afkit-filters-'));
/** Asks for an ingress qdisc, u32, bpf, htb and mirred, which a kernel may lack. */
const probe = [
  'ip link add d0 type veth peer name d1',
  'tc qdisc add dev d0 root handle 1: htb',
  'tc qdisc add dev d0 ingress',
  'tc filter add dev d0 ingress u32 match u32 0 0 action mirred egress mirror dev d1',
  'tc filter add dev d0 ingress bpf bytecode "1,6 0 0 0"',
].join(' && ');
/** Actions by themselves are only for who is root outside. */
const namespaces = process.getuid?.() === 0 ? '-nm' : '-Urnm';
const possible = spawnSync('unshare', [namespaces, 'sh', '-c', probe]).status === 0;

const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
/** What tc says of the qdiscs, which nlmon was not asked for, and what came before both listened. */
const events = (name: string): string => {
  const lines = read(name).split('\n');
  const from = lines.findIndex(line => line.startsWith('added filter') || line.includes('pref 1 u32'));
  return lines
    .slice(from)
    .filter(line => !/^(added |deleted |replaced )?(qdisc|class) /.test(line))
    .join('\n');
};

describe.skipIf(!possible)(
  'nlmon beside tc (skipped where user namespaces, tc, or htb, ingress, u32, bpf or mirred are missing)',
  () => {
    beforeAll(() => {
      const script = join(root, 'test/integration/nlmon/filters.sh');
      const nlmon = join(root, 'bin/nlmon.js');
      execFileSync('unshare', [namespaces, '--kill-child', 'sh', script, directory, nlmon], {
        timeout: 60_000,
      });
    }, 120_000);
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    it('prints the same events', () => {
      const theirs = events('tc.monitor');
      expect(theirs).toContain('replaced filter');
      if (namespaces === '-nm') expect(theirs).toContain('Deleted action ');
      expect(events('nlmon.monitor')).toBe(theirs);
      expect(read('nlmon.monitor.errors')).toBe('');
    });

    it.each([
      'ingress',
      'details',
      'pretty',
      'qdisc',
      'class',
      'counted',
      'chains',
      'actions',
      'actions-brief',
    ])('shows the same: %s', name => {
      const theirs = read(`tc.${name}`);
      expect(theirs).not.toBe('');
      expect(read(`nlmon.${name}`)).toBe(theirs);
    });

    it.each(['ingress-json', 'actions-json'])('has the same members: %s', name => {
      const ours = read(`nlmon.${name}`)
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
      const theirs = parseRepeated(read(`tc.${name}`)) as object[];
      // Of actions tc has two objects for each message.
      expect(ours).toEqual(name === 'actions-json' ? [Object.assign({}, ...theirs)] : theirs);
    });

    it('shows the filters of every interface, qdisc and class', () => {
      const places = read('nlmon.all')
        .split('\n')
        .filter(line => line.startsWith('filter'))
        .map(line => line.split(' protocol')[0]);
      expect(new Set(places)).toEqual(
        new Set(
          [
            'filter dev d0 parent ffff:',
            'filter dev d0 ingress',
            'filter dev d2 parent 1:',
            'filter dev d2 parent 1:10',
          ].filter(place => places.includes(place)),
        ),
      );
      expect(places.some(place => place?.endsWith('1:10'))).toBe(true);
    });

    it('has an event of JSON for each', () => {
      const list = read('nlmon.json')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
      expect(new Set(list.map(({ object }) => object))).toEqual(
        new Set(namespaces === '-nm' ? ['filter', 'chain', 'action'] : ['filter', 'chain']),
      );
      expect(list.find(({ object, event }) => object === 'filter' && event === 'new')).toMatchObject({
        dev: 'd0',
        kind: 'u32',
      });
    });
  },
);
