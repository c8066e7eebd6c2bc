import { describe, expect, test } from 'vitest';
import { neighFormat } from '../../../../src/cli/nlmon/format/neigh.js';
import type { Neigh } from '../../../../src/netlink/route/index.js';
import { context, showing } from './route-context.js';

const base: Neigh = {
  family: 'inet',
  ifindex: 2,
  state: ['reachable'],
  flags: [],
  type: 'unicast',
  dst: '10.0.0.7',
  lladdr: '02:00:00:00:00:07',
};
const { lladdr: _lladdr, ...bare } = base;

const cases: [title: string, neigh: Neigh, text: string, json: Record<string, unknown>][] = [
  [
    'a neighbour',
    { ...base, probes: 1, cacheinfo: { confirmed: 1, used: 2, updated: 3, refcnt: 4 } },
    '10.0.0.7 dev eth0 lladdr 02:00:00:00:00:07 REACHABLE \n',
    { dst: '10.0.0.7', dev: 'eth0', lladdr: '02:00:00:00:00:07', state: ['REACHABLE'] },
  ],
  [
    'every state and flag',
    {
      ...bare,
      ifindex: 0,
      state: ['incomplete', 'reachable', 'stale', 'delay', 'probe', 'failed', 'noarp', 'permanent', 0x100],
      flags: ['use', 'self', 'master', 'proxy', 'extLearned', 'offloaded', 'sticky', 'router'],
      flagsExt: ['managed', 'locked'],
      protocol: 'zebra',
    },
    '10.0.0.7 router proxy managed extern_learn offload ' +
      'INCOMPLETE REACHABLE STALE DELAY PROBE FAILED NOARP PERMANENT proto zebra \n',
    {
      dst: '10.0.0.7',
      router: null,
      proxy: null,
      managed: null,
      extern_learn: null,
      offload: null,
      state: ['INCOMPLETE', 'REACHABLE', 'STALE', 'DELAY', 'PROBE', 'FAILED', 'NOARP', 'PERMANENT'],
      protocol: 'zebra',
    },
  ],
  [
    'behind an IPv4 tunnel',
    { ...base, lladdr: 'c0:00:02:01' },
    '10.0.0.7 dev eth0 lladdr 192.0.2.1 REACHABLE \n',
    { dst: '10.0.0.7', dev: 'eth0', lladdr: '192.0.2.1', state: ['REACHABLE'] },
  ],
  [
    'behind an IPv6 tunnel',
    { ...base, lladdr: '20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:01' },
    '10.0.0.7 dev eth0 lladdr 2001:db8::1 REACHABLE \n',
    { dst: '10.0.0.7', dev: 'eth0', lladdr: '2001:db8::1', state: ['REACHABLE'] },
  ],
  [
    'on a device without addresses',
    { ...base, lladdr: '' },
    '10.0.0.7 dev eth0 REACHABLE \n',
    { dst: '10.0.0.7', dev: 'eth0', state: ['REACHABLE'] },
  ],
  [
    'an entry of a bridge',
    {
      family: 'bridge',
      ifindex: 9,
      state: ['permanent'],
      flags: ['self'],
      type: 0,
      lladdr: '33:33:00:00:00:01',
    } as Neigh,
    'dev if9 lladdr 33:33:00:00:00:01 PERMANENT \n',
    { dev: 'if9', lladdr: '33:33:00:00:00:01', state: ['PERMANENT'] },
  ],
  [
    'an address of no family, and of nobody in particular',
    { ...bare, dst: Uint8Array.of(1), state: [], protocol: 'unspec' },
    '??? dev eth0 \n',
    { dst: '???', dev: 'eth0' },
  ],
];

describe('neighFormat', () => {
  test.each(cases)('%s', (_title, neigh, text, json) => {
    expect(neighFormat.text(neigh, context)).toBe(text);
    expect(neighFormat.json(neigh, context)).toEqual(json);
  });

  test.each<[Neigh['state'], Neigh['flags'], boolean]>([
    [['stale'], [], true],
    [['permanent'], [], true],
    [['noarp'], [], false],
    [['noarp', 'permanent'], [], true],
    [[], [], false],
    [[], ['proxy'], true],
    [[], ['extLearned'], true],
    [['noarp'], ['extLearned'], true],
    [['noarp'], ['router'], false],
  ])('state %o with flags %o', (state, flags, shown) => {
    const neigh: Neigh = { ...base, state, flags };
    expect(neighFormat.text(neigh, showing) !== '').toBe(shown);
    expect(neighFormat.json(neigh, showing) !== undefined).toBe(shown);
    expect(neighFormat.text(neigh, context)).not.toBe('');
  });

  test('keeps to a family', () => {
    expect(neighFormat.text(base, { ...showing, family: 'inet' })).not.toBe('');
    expect(neighFormat.text(base, { ...showing, family: 'inet6' })).toBe('');
    expect(neighFormat.text(base, { ...context, family: 'inet6' })).toBe('');
    expect(neighFormat.json(base, { ...context, family: 'inet6' })).toBeUndefined();
  });
});
