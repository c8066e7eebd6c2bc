import { describe, expect, test } from 'vitest';
import { Rtnetlink, routeGroups } from '../../../src/netlink/index.js';
import { groupNumber } from '../../../src/netlink/route/groups.js';
import { expectNoLeak } from '../../support/descriptors.js';
import { Sandbox } from '../../support/sandbox.js';

const tables = [
  'links',
  'addrs',
  'routes',
  'neighs',
  'rules',
  'nexthops',
  'netconfs',
  'nsids',
  'nexthopBuckets',
  'neightbls',
  'stats',
  'maddrs',
  'acaddrs',
  'addrlabels',
  'mdb',
  'vlans',
  'tunnels',
] as const;
const verbs = ['add', 'replace', 'append', 'set', 'delete', 'get'] as const;
const closedError = { name: 'SocketError', code: 'EBADF' };

/** Options that every table takes. */
const options: Record<(typeof tables)[number], any> = {
  links: { dev: 1 },
  addrs: { dev: 1, address: '10.0.0.1/8' },
  routes: { dst: '10.0.0.0/8', dev: 1 },
  neighs: { dst: '10.0.0.1', dev: 1 },
  rules: {},
  nexthops: { id: 1 },
  netconfs: { ifindex: 1 },
  nsids: { nsid: 1 },
  nexthopBuckets: { id: 1 },
  neightbls: { name: 'arp_cache' },
  stats: { ifindex: 1 },
  maddrs: {},
  acaddrs: {},
  addrlabels: { prefix: '2001:db8::/32', label: 1 },
  mdb: { dev: 1, group: '239.1.1.1' },
  vlans: {},
  tunnels: {},
};

describe('the tables', () => {
  test('are read', ctx =>
    expectNoLeak(async () => {
      await using sandbox = Sandbox.create(ctx);
      const { rtnetlink } = sandbox;
      sandbox.ipBatch([
        'link set lo up',
        'link add v0 type veth peer name v1',
        'link set v0 up',
        'link set v1 up',
        'addr add 10.0.0.1/24 dev v0',
        'neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v0',
        'nexthop add id 1 via 10.0.0.2 dev v0',
      ]);
      await rtnetlink.nsids.add({ fd: sandbox.namespace.fd, nsid: 3 });
      const names = (await rtnetlink.links.list().toArray()).map(({ ifname }) => ifname);
      expect(names).toEqual(sandbox.ipJson('link show').map(({ ifname }) => ifname));
      const addresses = await rtnetlink.addrs.list({ family: 'inet' }).toArray();
      expect(addresses.map(({ local }) => local)).toEqual(['127.0.0.1', '10.0.0.1']);
      const routes = await rtnetlink.routes.list({ family: 'inet', table: 254 }).toArray();
      expect(routes).toMatchObject([{ dst: '10.0.0.0', dstLen: 24, protocol: 'kernel' }]);
      const neighs = await rtnetlink.neighs.list({ family: 'inet' }).toArray();
      expect(neighs.find(({ dst }) => dst === '10.0.0.2')).toMatchObject({ state: ['permanent'] });
      const rules = await rtnetlink.rules.list({ family: 'inet' }).toArray();
      expect(rules.map(({ table }) => table)).toEqual([255, 254, 253]);
      expect(await rtnetlink.nexthops.list().toArray()).toMatchObject([{ id: 1, gateway: '10.0.0.2' }]);
      expect((await rtnetlink.netconfs.list({ family: 'inet' }).toArray()).length).toBeGreaterThan(3);
      expect(await rtnetlink.nsids.list().toArray()).toMatchObject([{ nsid: 3 }]);
      expect(await rtnetlink.nsids.get({ fd: sandbox.namespace.fd })).toMatchObject({ nsid: 3 });
    }));

  test('are those of the namespace that was opened', async ctx => {
    await using here = Sandbox.create(ctx);
    await using there = Sandbox.create(ctx);
    there.ip('link add only-there type ifb');
    const index = there.rtnetlink.connection.interfaceIndex('only-there');
    expect(await there.rtnetlink.links.get({ dev: 'only-there' })).toMatchObject({ index });
    await expect(here.rtnetlink.links.get({ dev: 'only-there' })).rejects.toMatchObject({ code: 'ENODEV' });
    await there.rtnetlink.routes.add({ dst: '10.0.0.0/8', type: 'blackhole' });
    expect(await here.rtnetlink.routes.list({ family: 'inet' }).toArray()).toEqual([]);
  });
});

describe('closed', () => {
  test('every method of every table says so', () =>
    expectNoLeak(async () => {
      const rtnetlink = Rtnetlink.open();
      rtnetlink.close();
      rtnetlink.close();
      await rtnetlink[Symbol.asyncDispose]();
      for (const table of tables) {
        await expect(rtnetlink[table].list().toArray(), table).rejects.toMatchObject(closedError);
        for (const verb of verbs) {
          // What only changes is neither made nor deleted.
          if (verb === 'delete' && (table === 'neightbls' || table === 'stats')) continue;
          await expect(rtnetlink[table][verb](options[table]), `${table} ${verb}`).rejects.toMatchObject(
            closedError,
          );
        }
        const all = rtnetlink[table].all as (verb: string, list: any[]) => Promise<unknown>;
        await expect(all.call(rtnetlink[table], 'add', [options[table]])).rejects.toMatchObject(closedError);
      }
      await expect(rtnetlink.links.get({ dev: 'lo' })).rejects.toMatchObject(closedError);
      expect(() => rtnetlink.subscribe(['link'])).toThrow('the connection is closed');
    }));
});

describe('groups', () => {
  test('by name or number', () => {
    for (const [name, number] of Object.entries(routeGroups.numbers))
      expect(groupNumber(name as keyof typeof routeGroups.numbers)).toBe(number);
    expect(groupNumber(99)).toBe(99);
    expect(() => groupNumber('ipv4route' as any)).toThrow("did you mean 'ipv4Route'?");
  });

  test('every one can be joined', ctx =>
    expectNoLeak(async () => {
      await using sandbox = Sandbox.create(ctx);
      const { rtnetlink } = sandbox;
      const names = Object.keys(routeGroups.numbers) as (keyof typeof routeGroups.numbers)[];
      rtnetlink.subscribe(names).close();
    }));
});
