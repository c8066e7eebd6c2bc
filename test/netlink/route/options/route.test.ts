import { describe, expect, test } from 'vitest';
import { type RouteOptions, routeValue } from '../../../../src/netlink/route/options/route.js';
import type { Verb } from '../../../../src/netlink/route/options/verb.js';

const indexOf = (device: string | number) => (typeof device === 'number' ? device : device.length);
const value = (options: RouteOptions, verb: Verb = 'add') => routeValue(options, verb, indexOf);

describe('a route', () => {
  test('to a prefix by way of a gateway', () => {
    expect(value({ dst: '10.1.0.0/16', gateway: '10.0.0.1', dev: 'eth0' })).toEqual({
      family: 'inet',
      table: 254,
      protocol: 'boot',
      type: 'unicast',
      scope: 'universe',
      gateway: '10.0.0.1',
      dst: '10.1.0.0',
      dstLen: 16,
      oif: 4,
    });
  });

  test('has the family of whatever tells it', () => {
    expect(value({ dst: '::/0' }).family).toBe('inet6');
    expect(value({ src: '2001:db8::/32', dst: 'default' }).family).toBe('inet6');
    expect(value({ gateway: 'fe80::1' }).family).toBe('inet6');
    expect(value({ multipath: [{ gateway: '10.0.0.1' }] }).family).toBe('inet');
    expect(value({ family: 'mpls', dev: 1 }).family).toBe('mpls');
    for (const options of [{}, { dev: 1 }, { dst: 'default', dev: 1 }, { multipath: [{ dev: 1 }] }])
      expect(() => value(options)).toThrow("give 'dst', 'gateway' or 'family'");
  });

  test('default has no destination', () => {
    expect(value({ dst: 'default', gateway: '10.0.0.1' })).not.toHaveProperty('dst');
  });

  test.each([
    [{ dev: 1 }, 'link'],
    [{ gateway: '10.0.0.1' }, 'universe'],
    [{ via: { family: 'inet6', address: 'fe80::1' } }, 'universe'],
    [{ nhId: 1 }, 'universe'],
    [{ multipath: [{ dev: 1 }] }, 'universe'],
    [{ type: 'local' }, 'host'],
    [{ type: 'nat' }, 'host'],
    [{ type: 'broadcast' }, 'link'],
    [{ type: 'multicast' }, 'link'],
    [{ type: 'anycast' }, 'link'],
    [{ type: 'blackhole' }, 'universe'],
    [{ dev: 1, scope: 'site' }, 'site'],
  ] as const)('%j has scope %s', (options, scope) => {
    expect(value({ dst: '10.0.0.0/8', ...options } as RouteOptions).scope).toBe(scope);
  });

  test('of IPv6 is of scope universe', () => {
    expect(value({ dst: '::1', dev: 1, type: 'local' }).scope).toBe('universe');
  });

  test.each([
    ['unicast', 254],
    ['blackhole', 254],
    ['multicast', 254],
    ['local', 255],
    ['broadcast', 255],
    ['anycast', 255],
    ['nat', 255],
  ] as const)('of type %s is in table %d', (type, table) => {
    for (const verb of ['add', 'delete'] as const)
      expect(value({ dst: '10.0.0.1', type }, verb).table).toBe(table);
    expect(value({ dst: '10.0.0.1', type, table: 7 }).table).toBe(7);
  });

  test('to be deleted or asked for says no more than it must', () => {
    expect(value({ dst: '10.0.0.1' }, 'delete')).toEqual({
      family: 'inet',
      table: 254,
      scope: 'nowhere',
      dst: '10.0.0.1',
      dstLen: 32,
    });
    expect(value({ dst: '10.0.0.1' }, 'get')).toEqual({
      family: 'inet',
      dst: '10.0.0.1',
      dstLen: 32,
      flags: ['lookupTable'],
    });
    expect(value({ dst: '10.0.0.1', flags: ['fibMatch'] }, 'get').flags).toEqual(['fibMatch', 'lookupTable']);
    expect(value({ dst: '10.0.0.1', flags: 0 }, 'get').flags).toBe(0);
    expect(value({ dst: '::1' }, 'get')).toEqual({ family: 'inet6', dst: '::1', dstLen: 128 });
  });

  test('with several hops shares by weight', () => {
    const multipath = [{ dev: 'eth0', weight: 256 }, { gateway: '10.0.0.1' }];
    expect(value({ dst: '10.0.0.0/8', multipath }).multipath).toEqual([
      { ifindex: 4, hops: 255 },
      { gateway: '10.0.0.1', hops: 0 },
    ]);
    for (const weight of [0, 257, 1.5, -1])
      expect(() => value({ dst: '10.0.0.0/8', multipath: [{ dev: 1, weight }] })).toThrow(
        `multipath: ${weight} is not a weight: a whole number from 1 to 256`,
      );
  });

  test('to what is no prefix', () => {
    expect(() => value({ dst: '10.0.0.0/40' })).toThrow('from 0 to 32');
    expect(() => value({ dst: '10.0.0.0/8', src: 'x' })).toThrow("'x' is not an IP address");
    expect(() => value({ gateway: 'nobody' })).toThrow("'nobody' is not an IP address");
  });
});
