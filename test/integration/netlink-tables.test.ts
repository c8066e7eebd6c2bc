/** The smaller tables of Rtnetlink, beside what the system says of them. */
import { describe, expect, test } from 'vitest';
import { Sandbox } from '../support/sandbox.js';

const setup = [
  'link set lo up',
  'link add v0 type veth peer name v1',
  'link set v0 up',
  'link set v1 up',
  'addr add 10.0.0.1/24 dev v0',
  'addr add 2001:db8::1/64 dev v0 nodad',
];

function create(...args: Parameters<typeof Sandbox.create>): Sandbox {
  const sandbox = Sandbox.create(...args);
  sandbox.ipBatch(setup);
  return sandbox;
}

describe('tables', () => {
  test('of neighbours, with their parameters', async ctx => {
    await using sandbox = create(ctx);
    const tables = await sandbox.rtnetlink.neightbls.list().toArray();
    const { index } = await sandbox.rtnetlink.links.get({ dev: 'v0' });
    const ours = tables.filter(({ parms }) => parms?.ifindex === index);
    expect(ours.map(({ name, family }) => [name, family])).toEqual(
      expect.arrayContaining([
        ['arp_cache', 'inet'],
        ['ndisc_cache', 'inet6'],
      ]),
    );
    const sysctl = sandbox.run('cat', ['/proc/sys/net/ipv4/neigh/v0/gc_stale_time']);
    expect(ours[0]!.parms).toMatchObject({ gcStaletime: 1000 * Number(sysctl) });
    await sandbox.rtnetlink.neightbls.set({
      family: 'inet',
      name: 'arp_cache',
      parms: { ifindex: index, gcStaletime: 12_000 },
    });
    expect(sandbox.run('cat', ['/proc/sys/net/ipv4/neigh/v0/gc_stale_time'])).toBe('12\n');
    expect(tables.some(({ config, stats }) => config !== undefined && stats !== undefined)).toBe(true);
  });

  test('of multicast and anycast addresses', async ctx => {
    await using sandbox = create(ctx);
    const { index } = await sandbox.rtnetlink.links.get({ dev: 'v0' });
    const groups = await sandbox.rtnetlink.maddrs.list().toArray();
    const ours = groups.filter(address => address.index === index).map(({ multicast }) => multicast);
    const theirs = sandbox
      .ipJson('-6 maddr show dev v0')
      .flatMap(({ maddr }) => maddr.map(({ address }: { address: string }) => address));
    expect([...ours].sort()).toEqual([...theirs].sort());
    expect(ours).toContain('ff02::1');
    sandbox.run('sh', ['-c', 'echo 1 >/proc/sys/net/ipv6/conf/v0/forwarding']);
    const anycast = await sandbox.rtnetlink.acaddrs.list().toArray();
    // A router listens to the subnet's own address (RFC 4291, 2.6.1).
    expect(anycast.map(address => address.anycast)).toContain('2001:db8::');
  });

  test('of what interfaces count', async ctx => {
    await using sandbox = create(ctx);
    const all = await sandbox.rtnetlink.stats.list().toArray();
    expect(all).toHaveLength(3);
    for (const { link64 } of all) expect(link64).toHaveProperty('rxPackets');
    const { index } = await sandbox.rtnetlink.links.get({ dev: 'v0' });
    const one = await sandbox.rtnetlink.stats.get({ ifindex: index, filterMask: 1 });
    expect(Object.keys(one)).toEqual(['family', 'ifindex', 'filterMask', 'link64']);
    const filters = { linkOffloadXstats: 1 << 1 };
    const told = await sandbox.rtnetlink.stats.get({
      ifindex: index,
      filterMask: 1 << 3,
      getFilters: filters,
    });
    expect(told.linkOffloadXstats).toEqual({ hwSInfo: { l3Stats: { request: 0, used: 0 } } });
    await sandbox.rtnetlink.stats.set({ ifindex: index, setOffloadXstatsL3Stats: 1 });
    expect(sandbox.ip('stats show dev v0 group offload subgroup hw_stats_info')).toContain('l3_stats on');
  });

  test('of VXLAN networks, and of buckets', async ctx => {
    await using sandbox = create(ctx);
    sandbox.ipBatch([
      'link add vx0 type vxlan external vnifilter dstport 4789',
      'link set vx0 up',
      'nexthop add id 1 via 10.0.0.2 dev v0',
      'nexthop add id 9 group 1 type resilient buckets 4',
    ]);
    sandbox.run('bridge', ['vni', 'add', 'vni', '100-102', 'dev', 'vx0']);
    const [tunnel] = await sandbox.rtnetlink.tunnels.list().toArray();
    expect(tunnel!.entry!.map(({ start, end = start }) => [start, end])).toEqual([[100, 102]]);
    const buckets = await sandbox.rtnetlink.nexthopBuckets.list().toArray();
    expect(buckets.map(({ id, resBucket }) => [id, resBucket!.index, resBucket!.nhId])).toEqual(
      [0, 1, 2, 3].map(index => [9, index, 1]),
    );
  });
});
