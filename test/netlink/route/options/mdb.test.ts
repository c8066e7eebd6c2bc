import { describe, expect, test } from 'vitest';
import { type MdbOptions, mdbValue } from '../../../../src/netlink/route/options/mdb.js';
import type { Verb } from '../../../../src/netlink/route/options/verb.js';

const numbers: Record<string, number> = { br0: 3, eth0: 7, eth1: 8 };
const value = (options: MdbOptions, verb: Verb = 'add') =>
  mdbValue(options, verb, device => numbers[device]!);

describe('an entry of a multicast database', () => {
  test('is of a port', () => {
    expect(value({ dev: 'br0', port: 'eth0', group: '239.1.1.1', permanent: true, vid: 5 })).toEqual({
      family: 'bridge',
      ifindex: 3,
      entry: { ifindex: 7, state: 'permanent', vid: 5, addr: { u: '239.1.1.1', proto: 'ip' } },
    });
  });

  test('or of the bridge itself', () => {
    expect(value({ dev: 'br0', group: 'ff0e::1' }).entry).toEqual({
      ifindex: 3,
      addr: { u: 'ff0e::1', proto: 'ipv6' },
    });
  });

  test('is asked for without a port', () => {
    expect(value({ dev: 'br0', group: '239.1.1.1' }, 'get').entry).toEqual({
      addr: { u: '239.1.1.1', proto: 'ip' },
    });
  });

  test('may be of the link layer', () => {
    expect(value({ dev: 'br0', group: '01:00:5e:00:00:01' }).entry).toMatchObject({ addr: { proto: 0 } });
  });

  test('may have sources, and where to send to', () => {
    const options = { dev: 'br0', group: '239.1.1.1', sources: ['10.0.0.1'], groupMode: 'include' } as const;
    expect(value({ ...options, via: 'eth1', dst: '10.0.0.9' }).entryAttrs).toEqual({
      srcList: { entry: [{ address: '10.0.0.1' }] },
      groupMode: 'include',
      dst: '10.0.0.9',
      ifindex: 8,
    });
  });

  test('without what it needs', () => {
    expect(() => value({ group: '239.1.1.1' } as MdbOptions)).toThrow("'dev' is missing");
    expect(() => value({ dev: 'br0' } as MdbOptions)).toThrow("'group' is missing");
  });
});
