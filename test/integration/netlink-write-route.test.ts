/** Routes as Rtnetlink makes them, and as ip-route(8) does. */
import { describe, expect, test } from 'vitest';
import type { RouteOptions } from '../../src/netlink/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

const setup = [
  'link set lo up',
  'link add v0 type veth peer name v1',
  'link add w0 type veth peer name w1',
  'link set v0 up',
  'link set v1 up',
  'link set w0 up',
  'link set w1 up',
  'addr add 10.0.0.1/24 dev v0',
  'addr add 10.0.1.1/24 dev w0',
  'addr add 2001:db8::1/64 dev v0 nodad',
  'addr add 2001:db8:1::1/64 dev w0 nodad',
  'nexthop add id 7 via 10.0.0.7 dev v0',
  'nexthop add id 8 via 2001:db8::7 dev v0',
];
const show4 = '-4 route show table all';
const show6 = '-6 route show table 1000';

/** What each is told to add, and how `ip route add` is told the same. */
const ipv4: [RouteOptions, string][] = [
  [{ dst: '10.1.0.0/16', gateway: '10.0.0.2' }, '10.1.0.0/16 via 10.0.0.2'],
  [{ dst: '10.2.0.0/16', dev: 'v0' }, '10.2.0.0/16 dev v0'],
  [{ dst: '10.3.0.3', dev: 'v0', gateway: '10.0.0.2' }, '10.3.0.3 via 10.0.0.2 dev v0'],
  [{ dst: 'default', gateway: '10.0.0.9' }, 'default via 10.0.0.9'],
  [{ gateway: '10.0.0.8', priority: 5 }, 'default via 10.0.0.8 metric 5'],
  [{ dst: '0.0.0.0/0', dev: 'w0', priority: 6 }, '0.0.0.0/0 dev w0 metric 6'],
  [{ dst: '10.4.0.0/16', type: 'blackhole' }, 'blackhole 10.4.0.0/16'],
  [{ dst: '10.5.0.0/16', type: 'unreachable' }, 'unreachable 10.5.0.0/16'],
  [{ dst: '10.6.0.0/16', type: 'prohibit' }, 'prohibit 10.6.0.0/16'],
  [{ dst: '10.7.0.0/16', type: 'throw' }, 'throw 10.7.0.0/16'],
  [{ dst: '10.8.0.1', type: 'local', dev: 'v0' }, 'local 10.8.0.1 dev v0'],
  [{ dst: '10.8.0.255', type: 'broadcast', dev: 'v0' }, 'broadcast 10.8.0.255 dev v0'],
  [{ dst: '239.0.0.0/8', type: 'multicast', dev: 'v0' }, 'multicast 239.0.0.0/8 dev v0'],
  [{ dst: '10.9.0.0/16', dev: 'v0', table: 1000 }, '10.9.0.0/16 dev v0 table 1000'],
  [{ dst: '10.9.0.0/16', dev: 'v0', table: 4_000_000_000 }, '10.9.0.0/16 dev v0 table 4000000000'],
  [{ dst: '10.9.0.0/16', dev: 'v0', table: 7 }, '10.9.0.0/16 dev v0 table 7'],
  [{ dst: '10.10.0.0/16', dev: 'v0', scope: 'host' }, '10.10.0.0/16 dev v0 scope host'],
  [{ dst: '10.11.0.0/16', dev: 'v0', protocol: 'bird' }, '10.11.0.0/16 dev v0 proto bird'],
  [{ dst: '10.12.0.0/16', dev: 'v0', prefsrc: '10.0.1.1' }, '10.12.0.0/16 dev v0 src 10.0.1.1'],
  [{ dst: '10.13.0.0/16', dev: 'v0', tos: 0x10 }, '10.13.0.0/16 dev v0 tos 0x10'],
  [
    { dst: '10.14.0.0/16', dev: 'v0', gateway: '172.16.0.1', flags: ['onlink'] },
    '10.14.0.0/16 via 172.16.0.1 dev v0 onlink',
  ],
  [
    { dst: '10.15.0.0/16', dev: 'v0', via: { family: 'inet6', address: 'fe80::7' } },
    '10.15.0.0/16 via inet6 fe80::7 dev v0',
  ],
  [{ dst: '10.16.0.0/16', nhId: 7 }, '10.16.0.0/16 nhid 7'],
  [
    {
      dst: '10.17.0.0/16',
      multipath: [
        { gateway: '10.0.0.2', weight: 3 },
        { gateway: '10.0.1.2', dev: 'w0', weight: 256 },
        { dev: 'v0' },
      ],
    },
    '10.17.0.0/16 nexthop via 10.0.0.2 weight 3 nexthop via 10.0.1.2 dev w0 weight 256 nexthop dev v0',
  ],
  [
    {
      dst: '10.18.0.0/16',
      gateway: '10.0.0.2',
      metrics: {
        mtu: 1400,
        advmss: 1300,
        window: 1000,
        initcwnd: 12,
        initrwnd: 13,
        hoplimit: 9,
        reordering: 4,
        quickack: 1,
        features: ['ecn'],
      },
    },
    '10.18.0.0/16 via 10.0.0.2 mtu 1400 advmss 1300 window 1000 initcwnd 12 initrwnd 13 hoplimit 9 reordering 4 quickack 1 features ecn',
  ],
  [
    { dst: '10.19.0.0/16', gateway: '10.0.0.2', metrics: { lock: 1 << 2, mtu: 1400, ccAlgo: 'reno' } },
    '10.19.0.0/16 via 10.0.0.2 mtu lock 1400 congctl reno',
  ],
  [{ dst: '10.20.0.0/16', dev: 'v0', flow: (3 << 16) | 4 }, '10.20.0.0/16 dev v0 realms 3/4'],
];

const ipv6: [RouteOptions, string][] = [
  [{ dst: '2001:db8:2::/48', gateway: '2001:db8::2' }, '2001:db8:2::/48 via 2001:db8::2'],
  [{ dst: '2001:db8:3::/48', dev: 'v0' }, '2001:db8:3::/48 dev v0'],
  [{ gateway: '2001:db8::9' }, 'default via 2001:db8::9'],
  [{ family: 'inet6', dev: 'w0', priority: 7 }, 'default dev w0 metric 7'],
  [{ dst: '2001:db8:4::/48', type: 'blackhole' }, 'blackhole 2001:db8:4::/48'],
  [{ dst: '2001:db8:5::/48', type: 'unreachable', priority: 9 }, 'unreachable 2001:db8:5::/48 metric 9'],
  [{ dst: '2001:db8:6::/48', dev: 'v0', pref: 'high' }, '2001:db8:6::/48 dev v0 pref high'],
  [{ dst: '2001:db8:7::/48', nhId: 8 }, '2001:db8:7::/48 nhid 8'],
  [
    { dst: '2001:db8:8::/48', src: '2001:db8:1::/64', dev: 'v0' },
    '2001:db8:8::/48 from 2001:db8:1::/64 dev v0',
  ],
  [
    {
      dst: '2001:db8:9::/48',
      multipath: [{ gateway: '2001:db8::2', weight: 5 }, { gateway: '2001:db8:1::2' }],
    },
    '2001:db8:9::/48 nexthop via 2001:db8::2 weight 5 nexthop via 2001:db8:1::2',
  ],
  [
    { dst: '2001:db8:a::/48', dev: 'v0', metrics: { mtu: 1400, hoplimit: 3 } },
    '2001:db8:a::/48 dev v0 mtu 1400 hoplimit 3',
  ],
  [{ dst: '2001:db8:b::/48', dev: 'v0', expires: 3000 }, '2001:db8:b::/48 dev v0 expires 3000'],
];

describe('IPv4 routes', () => {
  test('are what ip makes, and go away as they came', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const { routes } = twins.rtnetlink;
    const before = twins.ours.ipJson(show4);
    for (const [options, words] of ipv4)
      await twins.expectSame(routes.add(options), `route add ${words}`, show4);
    const { length } = twins.ours.ipJson(show4);
    expect(length).toBe(before.length + ipv4.length);
    for (const [options] of ipv4) await routes.delete(options);
    expect(twins.ours.ipJson(show4)).toEqual(before);
  });

  test('are replaced, changed and appended', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const { routes } = twins.rtnetlink;
    const dst = '10.1.0.0/16';
    await expect(routes.set({ dst, dev: 'v0' })).rejects.toMatchObject({ code: 'ENOENT' });
    await twins.expectSame(routes.replace({ dst, dev: 'v0' }), `route replace ${dst} dev v0`, show4);
    await expect(routes.add({ dst, dev: 'w0' })).rejects.toMatchObject({ code: 'EEXIST' });
    await twins.expectSame(routes.set({ dst, dev: 'w0' }), `route change ${dst} dev w0`, show4);
    await twins.expectSame(routes.append({ dst, dev: 'v0' }), `route append ${dst} dev v0`, show4);
    await twins.expectSame(
      routes.replace({ dst, gateway: '10.0.0.2' }),
      `route replace ${dst} via 10.0.0.2`,
      show4,
    );
    await twins.expectSame(routes.delete({ dst }), `route del ${dst}`, show4);
    await routes.delete({ dst });
    await expect(routes.delete({ dst })).rejects.toMatchObject({ code: 'ESRCH' });
  });
});

describe('IPv6 routes', () => {
  test('are what ip makes, and go away as they came', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const { routes } = twins.rtnetlink;
    for (const [options, words] of ipv6) {
      const work = routes.add({ ...options, table: 1000 });
      const shown = await twins.expectSame(work, `-6 route add table 1000 ${words}`, show6);
      expect(shown).not.toHaveLength(0);
    }
    for (const [options] of ipv6) await routes.delete({ ...options, table: 1000 });
    expect(twins.ours.ipJson(show6)).toEqual([]);
  });

  test('are replaced and appended', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const { routes } = twins.rtnetlink;
    const dst = '2001:db8:2::/48';
    const show = `-6 route show ${dst}`;
    await twins.expectSame(
      routes.replace({ dst, gateway: '2001:db8::2' }),
      `route replace ${dst} via 2001:db8::2`,
      show,
    );
    await twins.expectSame(
      routes.append({ dst, gateway: '2001:db8:1::2' }),
      `route append ${dst} via 2001:db8:1::2`,
      show,
    );
  });
});

describe('the route that a destination takes', () => {
  test('is what ip route get says', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ipBatch([
      ...setup,
      'route add 10.1.0.0/16 via 10.0.0.2 table 1000',
      'rule add to 10.1.0.0/16 lookup 1000',
    ]);
    const { routes } = sandbox.rtnetlink;
    const cases: [RouteOptions, string][] = [
      [{ dst: '10.1.2.3' }, '10.1.2.3'],
      [{ dst: '10.0.1.77' }, '10.0.1.77'],
      [{ dst: '10.0.0.77', dev: 'v0' }, '10.0.0.77 oif v0'],
      [{ dst: '2001:db8::77' }, '2001:db8::77'],
    ];
    for (const [options, words] of cases) {
      const found = await routes.get(options);
      const [told] = sandbox.ipJson(`route get ${words}`);
      expect(found.dst).toBe(told.dst);
      expect(found.gateway).toBe(told.gateway);
      expect(found.prefsrc).toBe(told.prefsrc);
      expect(found.table).toBe(told.table === '1000' ? 1000 : 254);
      expect(sandbox.ipJson(`link show ${told.dev}`)[0].ifindex).toBe(found.oif);
    }
    const route = await routes.get({ dst: '10.1.2.3', flags: ['fibMatch'] });
    expect(route).toMatchObject({ dst: '10.1.0.0', dstLen: 16, table: 1000 });
    await expect(routes.get({ dst: '192.0.2.1' })).rejects.toMatchObject({ code: 'ENETUNREACH' });
  });
});
