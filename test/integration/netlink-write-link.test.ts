/** Interfaces as Rtnetlink makes them, and as ip-link(8) does. */
import { describe, expect, test } from 'vitest';
import type { LinkOptions, Rtnetlink } from '../../src/netlink/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

/** What is done, and the words that tell ip the same. */
type Step = [(rtnetlink: Rtnetlink) => Promise<unknown>, string];

const add = (options: LinkOptions) => (rtnetlink: Rtnetlink) => rtnetlink.links.add(options);
const set = (options: LinkOptions) => (rtnetlink: Rtnetlink) => rtnetlink.links.set(options);
const remove = (options: LinkOptions) => (rtnetlink: Rtnetlink) => rtnetlink.links.delete(options);

describe('interfaces', () => {
  const steps: Step[] = [
    [add({ ifname: 'b0', kind: 'bridge' }), 'link add b0 type bridge'],
    [add({ ifname: 'i0', kind: 'ifb' }), 'link add i0 type ifb'],
    [
      add({ ifname: 'v0', kind: 'veth', peer: { ifname: 'v1', mtu: 1400 } }),
      'link add v0 type veth peer name v1 mtu 1400',
    ],
    [
      add({ ifname: 'n7', kind: 'ifb', index: 77, mtu: 1300, txqlen: 9, numTxQueues: 2 } as LinkOptions),
      'link add n7 index 77 mtu 1300 txqueuelen 9 numtxqueues 2 type ifb',
    ],
    [set({ dev: 'v0', up: true }), 'link set v0 up'],
    [set({ dev: 'v1', up: true }), 'link set v1 up'],
    [set({ dev: 'v0', mtu: 1300 }), 'link set v0 mtu 1300'],
    [set({ dev: 'v0', address: '02:00:00:00:00:01' }), 'link set v0 address 02:00:00:00:00:01'],
    [set({ dev: 'v0', master: 'b0' }), 'link set v0 master b0'],
    [set({ dev: 'b0', up: true, flags: { promisc: true } }), 'link set b0 up promisc on'],
    [
      set({ dev: 'b0', flags: { promisc: false, multicast: false } }),
      'link set b0 promisc off multicast off',
    ],
    [set({ dev: 'i0', flags: { noarp: false } }), 'link set i0 arp on'],
    [set({ dev: 'v0', master: 0 }), 'link set v0 nomaster'],
    [set({ dev: 'v0', ifalias: 'an-alias' }), 'link set v0 alias an-alias'],
    [set({ dev: 'v0', group: 42 }), 'link set v0 group 42'],
    [set({ dev: 'v0', txqlen: 123 }), 'link set v0 txqueuelen 123'],
    [set({ dev: 'v0', up: false }), 'link set v0 down'],
    [set({ dev: 'v0', ifname: 'renamed' }), 'link set v0 name renamed'],
    [remove({ dev: 'n7' }), 'link del n7'],
    [remove({ ifname: 'renamed' }), 'link del renamed'],
    [remove({ dev: 'b0' }), 'link del b0'],
  ];

  test('are what ip makes of them', async ctx => {
    await using twins = Twins.create(ctx);
    for (const [work, words] of steps) {
      await twins.expectSame(work(twins.rtnetlink), words, 'link show');
    }
    expect(twins.ours.ipJson('link show').map(({ ifname }) => ifname)).toEqual(['lo', 'i0']);
  });

  test('move to another namespace, or are made there', async ctx => {
    await using twins = Twins.create(ctx);
    await using ours = Sandbox.create(ctx);
    await using theirs = Sandbox.create(ctx);
    const pathOf = ({ namespace }: Sandbox) => `/proc/${process.pid}/fd/${namespace.fd}`;
    const fd = ours.namespace.fd;
    const { links } = twins.rtnetlink;
    await links.add({ ifname: 'v0', kind: 'veth', peer: { ifname: 'v1' } });
    await links.set({ dev: 'v1', netNsFd: fd });
    await links.add({ ifname: 'w0', kind: 'veth', peer: { ifname: 'w1', netNsFd: fd } });
    await links.add({ ifname: 'i0', kind: 'ifb', netNsFd: fd });
    for (const words of [
      'link add v0 type veth peer name v1',
      `link set v1 netns ${pathOf(theirs)}`,
      `link add w0 type veth peer name w1 netns ${pathOf(theirs)}`,
      `link add i0 netns ${pathOf(theirs)} type ifb`,
    ])
      twins.theirs.ip(words);
    await twins.expectSame(Promise.resolve(), [], 'link show');
    const names = (sandbox: Sandbox) => sandbox.ipJson('link show').map(({ ifname }) => ifname);
    expect(names(twins.ours)).toEqual(['lo', 'v0', 'w0']);
    expect(names(ours)).toEqual(['lo', 'v1', 'w1', 'i0']);
    expect(names(theirs)).toEqual(names(ours));
    // Names are those of the connection's own namespace.
    expect(ours.rtnetlink.connection.interfaceIndex('v1')).toBeGreaterThan(0);
    await expect(links.set({ dev: 'v1', up: true })).rejects.toMatchObject({ code: 'ENODEV' });
    await ours.rtnetlink.links.set({ dev: 'v1', up: true });
    expect(ours.ipJson('link show v1')[0].flags).toContain('UP');
  });

  test('are found by number, name or further name', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { links } = sandbox.rtnetlink;
    sandbox.ip('link property add dev lo altname another-name-that-is-long');
    expect(await links.get({ dev: 1 })).toMatchObject({ ifname: 'lo' });
    expect(await links.get({ dev: 'lo' })).toMatchObject({ ifname: 'lo' });
    expect(await links.get({ ifname: 'lo' })).toMatchObject({ index: 1 });
    expect(await links.get({ altIfname: 'another-name-that-is-long' })).toMatchObject({ index: 1 });
    await expect(links.get({ ifname: 'none' })).rejects.toMatchObject({ code: 'ENODEV' });
    await expect(links.add({ ifname: 'x', kind: 'veth', peer: { ifname: 'x' } })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    await expect(links.set({ dev: 'none', up: true })).rejects.toMatchObject({
      message: "ioctl ENODEV: there is no interface 'none'",
    });
  });
});
