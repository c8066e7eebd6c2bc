import { describe, expect, test } from 'vitest';
import { type AddrOptions, addrValue } from '../../../../src/netlink/route/options/addr.js';
import type { Verb } from '../../../../src/netlink/route/options/verb.js';

const value = (options: Partial<AddrOptions>, verb: Verb = 'add') =>
  addrValue({ dev: 3, ...options }, verb, device => Number(device));

describe('an address', () => {
  test('with its prefix', () => {
    expect(value({ address: '10.0.0.1/24', label: 'x' })).toEqual({
      family: 'inet',
      prefixlen: 24,
      index: 3,
      local: '10.0.0.1',
      address: '10.0.0.1',
      label: 'x',
    });
  });

  test('with a peer, whose the prefix is', () => {
    expect(value({ address: '10.0.0.1', peer: '10.0.0.2/30' })).toMatchObject({
      prefixlen: 30,
      local: '10.0.0.1',
      address: '10.0.0.2',
    });
  });

  test('of the host itself has its scope, when it is made', () => {
    for (const address of ['127.0.0.1/8', '::1/128']) {
      expect(value({ address }).scope).toBe('host');
      expect(value({ address }, 'delete')).not.toHaveProperty('scope');
      expect(value({ address, scope: 'link' }).scope).toBe('link');
    }
    expect(value({ address: '::2/128' })).not.toHaveProperty('scope');
  });

  test('that is asked for is nothing but that', () => {
    expect(value({ address: '::1/128' }, 'get')).toEqual({
      family: 'inet6',
      index: 3,
      local: '::1',
      address: '::1',
    });
  });

  test.each([
    [{ validLifetime: 10 }, { valid: 10, prefered: 10 }],
    [{ preferredLifetime: 0 }, { valid: 0xffff_ffff, prefered: 0 }],
    [
      { validLifetime: 10, preferredLifetime: 5 },
      { valid: 10, prefered: 5 },
    ],
    [{}, undefined],
  ])('%j lasts %j', (lifetimes, cacheinfo) => {
    expect(value({ address: '10.0.0.1/8', ...lifetimes }).cacheinfo).toEqual(cacheinfo);
  });

  test('that is incomplete', () => {
    expect(() => value({})).toThrow("'address' is missing: an address with its prefix, 10.0.0.1/24");
    expect(() => value({ address: '10.0.0.1/24', dev: undefined as any })).toThrow("'dev' is missing");
    expect(() => value({ address: '10.0.0.1/24', peer: 'x' })).toThrow("'x' is not an IP address");
  });
});
