/** Addresses as Rtnetlink makes them, and as ip-address(8) does. */
import { describe, expect, test } from 'vitest';
import type { AddrOptions } from '../../src/netlink/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

const pair = ['link set lo up', 'link add v0 type veth peer name v1', 'link set v0 up', 'link set v1 up'];

describe('addresses', () => {
  const cases: [AddrOptions, string][] = [
    [{ address: '10.0.0.1/24', dev: 'v0' }, '10.0.0.1/24 dev v0'],
    [{ address: '10.0.0.2/24', dev: 'v0' }, '10.0.0.2/24 dev v0'],
    [{ address: '10.1.0.1', dev: 'v0' }, '10.1.0.1 dev v0'],
    [{ address: '10.2.0.1', peer: '10.2.0.2/32', dev: 'v0' }, '10.2.0.1 peer 10.2.0.2/32 dev v0'],
    [{ address: '10.3.0.1/24', dev: 'v0', label: 'v0:web' }, '10.3.0.1/24 dev v0 label v0:web'],
    [
      { address: '10.4.0.1/24', dev: 'v0', broadcast: '10.4.0.255' },
      '10.4.0.1/24 broadcast 10.4.0.255 dev v0',
    ],
    [{ address: '127.0.0.9/8', dev: 'lo' }, '127.0.0.9/8 dev lo'],
    [{ address: '10.5.0.1/24', dev: 'v0', scope: 'link' }, '10.5.0.1/24 dev v0 scope link'],
    [{ address: '10.6.0.1/24', dev: 'v0', rtPriority: 55 }, '10.6.0.1/24 dev v0 metric 55'],
    [{ address: '10.7.0.1/24', dev: 'v0', flags: ['noprefixroute'] }, '10.7.0.1/24 dev v0 noprefixroute'],
    [
      { address: '10.8.0.1/24', dev: 'v0', validLifetime: 5000, preferredLifetime: 3000 },
      '10.8.0.1/24 dev v0 valid_lft 5000 preferred_lft 3000',
    ],
    [{ address: '10.9.0.1/24', dev: 'v0', preferredLifetime: 0 }, '10.9.0.1/24 dev v0 preferred_lft 0'],
    [{ address: '2001:db8::1/64', dev: 'v0', flags: ['nodad'] }, '2001:db8::1/64 dev v0 nodad'],
    [
      { address: '2001:db8:1::1', peer: '2001:db8:1::2/128', dev: 'v0', flags: ['nodad'] },
      '2001:db8:1::1 peer 2001:db8:1::2/128 dev v0 nodad',
    ],
    [
      {
        address: '2001:db8:2::1/64',
        dev: 'v0',
        flags: ['nodad', 'noprefixroute'],
        validLifetime: 6000,
        preferredLifetime: 6000,
      },
      '2001:db8:2::1/64 dev v0 nodad noprefixroute valid_lft 6000 preferred_lft 6000',
    ],
    [{ address: '::2/128', dev: 'lo' }, '::2/128 dev lo'],
  ];

  /** Without those of the link itself, which come when it likes and count on their own. */
  const own = (list: any[]) =>
    list.map(({ ifname, addr_info }) => ({
      ifname,
      addresses: addr_info
        .filter((info: any) => !info.local.startsWith('fe80:'))
        .map((info: any) => {
          const { valid_life_time: valid, preferred_life_time: preferred, ...rest } = info;
          return { ...rest, valid: Math.round(valid / 100), preferred: Math.round(preferred / 100) };
        }),
    }));

  test('are what ip makes, and go away as they came', async ctx => {
    await using twins = Twins.create(ctx, pair);
    const { addrs } = twins.rtnetlink;
    for (const [options, words] of cases) {
      await addrs.add(options);
      twins.theirs.ip(`addr add ${words}`);
      expect(own(twins.ours.ipJson('addr show')), words).toEqual(own(twins.theirs.ipJson('addr show')));
    }
    for (const [options] of [...cases].reverse()) await addrs.delete(options);
    const left = own(twins.ours.ipJson('addr show')).map(({ addresses }) => addresses.length);
    expect(left).toEqual([2, 0, 0]);
  });

  test('are changed, asked for and refused', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ipBatch(pair);
    const { addrs } = sandbox.rtnetlink;
    const address = '10.0.0.1/24';
    await addrs.add({ address, dev: 'v0' });
    await expect(addrs.add({ address, dev: 'v0' })).rejects.toMatchObject({ code: 'EEXIST' });
    await addrs.replace({ address, dev: 'v0', validLifetime: 7000 });
    await addrs.set({ address, dev: 'v0', validLifetime: 9000, preferredLifetime: 8000 });
    const [{ addr_info: infos }] = sandbox.ipJson('-4 addr show v0');
    expect(infos).toHaveLength(1);
    expect(infos[0].valid_life_time).toBeGreaterThan(8900);
    expect(infos[0].preferred_life_time).toBeLessThan(8001);
    await addrs.add({ address: '2001:db8::1/64', dev: 'v0', flags: ['nodad'] });
    expect(await addrs.get({ address: '2001:db8::1/64', dev: 'v0' })).toMatchObject({
      address: '2001:db8::1',
      prefixlen: 64,
    });
    // The kernel answers such a question of IPv6 alone.
    await expect(addrs.get({ address, dev: 'v0' })).rejects.toMatchObject({ code: 'EOPNOTSUPP' });
    await expect(addrs.delete({ address: '10.0.0.7/24', dev: 'v0' })).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
    });
    await expect(addrs.add({ address: '10.0.0.1/24', dev: 'none' })).rejects.toMatchObject({
      code: 'ENODEV',
    });
  });
});
