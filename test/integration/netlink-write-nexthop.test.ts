/** Next hops as Rtnetlink makes them, and as ip-nexthop(8) does. */
import { describe, expect, test } from 'vitest';
import type { NexthopOptions } from '../../src/netlink/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

const setup = [
  'link set lo up',
  'link add v0 type veth peer name v1',
  'link set v0 up',
  'link set v1 up',
  'addr add 10.0.0.1/24 dev v0',
  'addr add 2001:db8::1/64 dev v0 nodad',
];
const show = 'nexthop show';

const cases: [NexthopOptions, string][] = [
  [{ id: 1, gateway: '10.0.0.2', dev: 'v0' }, 'id 1 via 10.0.0.2 dev v0'],
  [{ id: 2, gateway: '10.0.0.3', dev: 'v0' }, 'id 2 via 10.0.0.3 dev v0'],
  [{ id: 3, dev: 'v0' }, 'id 3 dev v0'],
  [{ id: 4, blackhole: true }, 'id 4 blackhole'],
  [{ id: 5, gateway: '2001:db8::2', dev: 'v0' }, 'id 5 via 2001:db8::2 dev v0'],
  [
    { id: 6, gateway: '192.0.2.1', dev: 'v0', flags: ['onlink'], protocol: 'zebra' },
    'id 6 via 192.0.2.1 dev v0 onlink protocol zebra',
  ],
  [{ id: 10, group: [{ id: 1 }, { id: 2 }] }, 'id 10 group 1/2'],
  [
    {
      id: 11,
      group: [
        { id: 1, weight: 10 },
        { id: 2, weight: 256 },
      ],
    },
    'id 11 group 1,10/2,256',
  ],
  [
    { id: 12, group: [{ id: 1 }, { id: 2 }], groupType: 'res', resGroup: { buckets: 8, idleTimer: 6000 } },
    'id 12 group 1/2 type resilient buckets 8 idle_timer 60',
  ],
  [{ id: 13, fdb: true, gateway: '10.0.0.9' }, 'id 13 via 10.0.0.9 fdb'],
];

describe('next hops', () => {
  test('are what ip makes, and go away as they came', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const { nexthops } = twins.rtnetlink;
    for (const [options, words] of cases) {
      const shown = await twins.expectSame(nexthops.add(options), `nexthop add ${words}`, show);
      expect(shown.map(({ id }) => id)).toContain(options.id);
    }
    const group = await nexthops.get({ id: 11 });
    expect(group.group).toMatchObject([
      { id: 1, weight: 9, weightHigh: 0 },
      { id: 2, weight: 255, weightHigh: 0 },
    ]);
    for (const [options] of [...cases].reverse()) await nexthops.delete({ id: options.id! });
    expect(twins.ours.ipJson(show)).toEqual([]);
  });

  test('share out more than 256 parts', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ipBatch(setup);
    const { nexthops } = sandbox.rtnetlink;
    await nexthops.add({ id: 1, gateway: '10.0.0.2', dev: 'v0' });
    await nexthops.add({ id: 2, gateway: '10.0.0.3', dev: 'v0' });
    const group = (first: number, second: number) => ({
      id: 10,
      group: [
        { id: 1, weight: first },
        { id: 2, weight: second },
      ],
    });
    try {
      await nexthops.add(group(1, 257));
    } catch (error: any) {
      if (error.kernelMessage?.includes('Reserved')) ctx.skip(`Linux before 6.12: ${error.message}`);
      throw error;
    }
    await nexthops.replace(group(300, 65535));
    const { group: entries } = await nexthops.get({ id: 10 });
    const weights = entries!.map(({ weight, weightHigh }) => weight + 256 * weightHigh + 1);
    expect(weights).toEqual([300, 65535]);
  });

  test('are replaced; a group is changed by it', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const { nexthops } = twins.rtnetlink;
    await nexthops.replace({ id: 1, gateway: '10.0.0.2', dev: 'v0' });
    await expect(nexthops.add({ id: 1, dev: 'v0' })).rejects.toMatchObject({ code: 'EEXIST' });
    await twins.expectSame(
      nexthops.replace({ id: 1, gateway: '10.0.0.7', dev: 'v0' }),
      'nexthop replace id 1 via 10.0.0.7 dev v0',
      show,
    );
    await expect(nexthops.set({ id: 99, dev: 'v0' })).rejects.toMatchObject({ code: 'ENOENT' });
    await nexthops.set({ id: 1, gateway: '10.0.0.8', dev: 'v0' });
    expect(await nexthops.get({ id: 1 })).toMatchObject({ gateway: '10.0.0.8' });
    await expect(nexthops.get({ id: 99 })).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(nexthops.delete({ id: 99 })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
