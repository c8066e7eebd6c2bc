import { describe, expect, test } from 'vitest';
import { type NeighOptions, neighValue } from '../../../../src/netlink/route/options/neigh.js';
import type { Verb } from '../../../../src/netlink/route/options/verb.js';

const value = (options: NeighOptions, verb: Verb = 'add') => neighValue(options, verb, () => 7);

describe('a neighbour', () => {
  test('is permanent unless it is told', () => {
    const lladdr = '02:00:00:00:00:01';
    expect(value({ dst: '10.0.0.1', dev: 'eth0', lladdr })).toEqual({
      family: 'inet',
      ifindex: 7,
      state: ['permanent'],
      dst: '10.0.0.1',
      lladdr,
    });
    expect(value({ dst: '::1', state: ['stale'] })).toMatchObject({ family: 'inet6', state: ['stale'] });
    for (const verb of ['delete', 'get'] as const)
      expect(value({ dst: '::1' }, verb)).not.toHaveProperty('state');
  });

  test('of a bridge has no address', () => {
    expect(value({ family: 'bridge', dev: 1, master: 'br0' })).toMatchObject({ family: 'bridge', master: 7 });
  });

  test('without an address', () => {
    expect(() => value({ dev: 1 })).toThrow(
      "'dst' is missing: the neighbour's IP address (or give 'family')",
    );
    expect(() => value({ dst: 'x' })).toThrow("'x' is not an IP address");
  });
});
