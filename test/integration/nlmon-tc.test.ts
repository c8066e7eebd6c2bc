import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRepeated } from '../support/repeated-json.js';

const root = new URL('../../', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'afkit-tc-'));
const needs =
  'ip link add eth0 type veth peer name eth1 && tc qdisc add dev eth0 root htb && tc qdisc add dev eth0 clsact';
const possible = spawnSync('unshare', ['-Urnm', 'sh', '-c', needs]).status === 0;

const read = (name: string): string => readFileSync(join(directory, name), 'utf8');

const objects = (name: string): unknown[] =>
  read(name)
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as unknown);

/** tc's arrays, one a line. */
const objectsOfTc = (name: string): unknown[] => read(name).split('\n').slice(0, -1).flatMap(parseRepeated);

describe.skipIf(!possible)('nlmon beside tc (skipped where namespaces, tc or its qdiscs are missing)', () => {
  beforeAll(() => {
    const script = join(root, 'test/integration/nlmon/beside-tc.sh');
    execFileSync('unshare', ['-Urnm', '--kill-child', 'sh', script, directory, join(root, 'bin/nlmon.js')], {
      timeout: 120_000,
    });
  }, 120_000);

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('prints the same events', () => {
    expect(read('monitor.nlmon')).toBe(read('monitor.tc'));
    expect(read('monitor.tc')).toContain('deleted class htb 1:10 dev eth0');
  });

  it.each([['qdiscs'], ['classes']])('shows the same %s, with every option', name => {
    expect(read(`${name}.nlmon`)).toBe(read(`${name}.tc`));
    expect(read(`${name}.tc`).length).toBeGreaterThan(1000);
  });

  it('has the same fields of qdiscs', () => {
    expect(objects('qdiscs.nlmon.json')).toEqual(objectsOfTc('qdiscs.tc.json'));
  });

  it('has an object an event', () => {
    const events = objects('monitor.json') as { event: string; object: string; kind?: string }[];
    expect(events.map(({ event, object }) => `${event} ${object}`)).toEqual(
      expect.arrayContaining(['new qdisc', 'replace qdisc', 'del qdisc', 'new class', 'del class']),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'del', object: 'class', class: 'htb', handle: '1:10' }),
    );
  });
});
