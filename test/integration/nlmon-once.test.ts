import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'afkit-once-'));
const possible = spawnSync('unshare', ['-Urnm', 'ip', 'link']).status === 0;

const read = (name: string): string => readFileSync(join(directory, name), 'utf8');

/** ip's array, without the empty objects that it has in place of what it passed over. */
function objectsOfIp(name: string): unknown[] {
  const text = read(`${name}.ip.json`).trim();
  // With both address families `ip netconf` prints an array for each.
  const arrays = text.split(/(?<=\])\s*(?=\[)/).filter(part => part !== '');
  const objects = arrays.flatMap(part => JSON.parse(part) as object[]);
  return objects.filter(object => Object.keys(object).length > 0);
}

const objectsOfNlmon = (name: string): unknown[] =>
  read(`${name}.nlmon.json`)
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as unknown);

describe.skipIf(!possible)('nlmon --once beside ip (skipped where user namespaces or ip are missing)', () => {
  beforeAll(() => {
    execFileSync('unshare', [
      '-Urnm',
      '--kill-child',
      'sh',
      join(root, 'test/integration/nlmon/show-beside-ip.sh'),
      directory,
      join(root, 'bin/nlmon.js'),
    ]);
  }, 120_000);

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const names = [
    'link',
    'link-dev',
    'addr',
    'addr-4',
    'addr-6',
    'addr-dev',
    'route',
    'route-6',
    'route-all',
    'route-100',
    'route-dev',
    'neigh',
    'neigh-4',
    'rule',
    'rule-6',
    'nexthop',
    'netconf',
    'netconf-6',
    'nsid',
  ];

  it('compares all that was written', () => {
    const written = readdirSync(directory).filter(name => name.endsWith('.ip'));
    expect(written.map(name => name.slice(0, -3)).sort()).toEqual([...names].sort());
  });

  it.each(names)('%s: the same text', name => {
    expect(read(`${name}.ip`)).not.toBe('');
    const ours = read(`${name}.nlmon`);
    expect(name === 'route-dev' ? ours.replaceAll(/.*\n(\tnexthop.*\n)+/g, '') : ours).toBe(
      read(`${name}.ip`),
    );
  });

  it.each(names)('%s: the same JSON', name => {
    const ours = objectsOfNlmon(name);
    const single = ours.filter(object => !Object.hasOwn(object as object, 'nexthops'));
    expect(name === 'route-dev' ? single : ours).toEqual(objectsOfIp(name));
  });

  it('route-dev: with the routes of several hops, which ip leaves out (docs/nlmon.md)', () => {
    expect(read('route-dev.nlmon')).toContain('10.123.0.0/16 \n\tnexthop via 10.10.1.2 dev va weight 3 \n');
  });
});
