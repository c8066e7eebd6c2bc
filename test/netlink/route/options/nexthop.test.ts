import { describe, expect, test } from 'vitest';
import { type NexthopOptions, nexthopValue } from '../../../../src/netlink/route/options/nexthop.js';
import type { Verb } from '../../../../src/netlink/route/options/verb.js';

const value = (options: NexthopOptions, verb: Verb = 'add') => nexthopValue(options, verb, () => 7);

describe('a next hop', () => {
  test('has the family of its gateway, IPv4 without one', () => {
    expect(value({ id: 1, gateway: 'fe80::1', dev: 'x' })).toEqual({
      family: 'inet6',
      id: 1,
      gateway: 'fe80::1',
      oif: 7,
    });
    expect(value({ id: 1, blackhole: true }).family).toBe('inet');
    expect(value({ id: 1, dev: 'x', family: 'inet6' }).family).toBe('inet6');
    for (const verb of ['delete', 'get'] as const)
      expect(value({ id: 1 }, verb)).toEqual({ family: 'unspec', id: 1 });
  });

  test('that is a group shares by weight', () => {
    expect(value({ id: 1, group: [{ id: 2 }, { id: 3, weight: 256 }, { id: 4, weight: 65535 }] })).toEqual({
      family: 'unspec',
      id: 1,
      group: [
        { id: 2, weight: 0, weightHigh: 0 },
        { id: 3, weight: 255, weightHigh: 0 },
        { id: 4, weight: 254, weightHigh: 255 },
      ],
    });
    for (const weight of [0, 65536, 0.5])
      expect(() => value({ id: 1, group: [{ id: 2, weight }] })).toThrow(
        `group: ${weight} is not a weight: a whole number from 1 to 65535`,
      );
  });
});
