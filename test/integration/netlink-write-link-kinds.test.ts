/** Interfaces of every kind that this kernel has, as Rtnetlink makes them, and as ip-link(8) does. */
import { describe, expect, test } from 'vitest';
import { type LinkOptions, NetlinkError, type Rtnetlink } from '../../src/netlink/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

type Step = readonly [options: LinkOptions, words: string];

const made: Readonly<Record<string, readonly Step[]>> = {
  bridge: [
    [
      {
        ifname: 'b0',
        kind: 'bridge',
        data: {
          forwardDelay: 300,
          helloTime: 100,
          maxAge: 700,
          ageingTime: 20_000,
          stpState: 1,
          priority: 4096,
          groupFwdMask: 8,
          groupAddr: '01:80:c2:00:00:04',
          mcastRouter: 'perm',
          mcastSnooping: 1,
          mcastQueryUseIfaddr: 1,
          mcastQuerier: 1,
          mcastHashMax: 256,
          mcastLastMemberCnt: 3,
          mcastStartupQueryCnt: 4,
          mcastLastMemberIntvl: 150,
          mcastMembershipIntvl: 26_100,
          mcastQuerierIntvl: 25_600,
          mcastQueryIntvl: 12_600,
          mcastQueryResponseIntvl: 1100,
          mcastStartupQueryIntvl: 3200,
          mcastStatsEnabled: 1,
          mcastIgmpVersion: 3,
          mcastMldVersion: 2,
          nfCallIptables: 1,
          nfCallIp6tables: 1,
          nfCallArptables: 1,
          multiBoolopt: { optval: ['noLlLearn'], optmask: ['noLlLearn'] },
        },
      },
      'link add b0 type bridge forward_delay 300 hello_time 100 max_age 700 ageing_time 20000 stp_state 1 priority 4096 group_fwd_mask 8 group_address 01:80:c2:00:00:04 mcast_router 2 mcast_snooping 1 mcast_query_use_ifaddr 1 mcast_querier 1 mcast_hash_max 256 mcast_last_member_count 3 mcast_startup_query_count 4 mcast_last_member_interval 150 mcast_membership_interval 26100 mcast_querier_interval 25600 mcast_query_interval 12600 mcast_query_response_interval 1100 mcast_startup_query_interval 3200 mcast_stats_enabled 1 mcast_igmp_version 3 mcast_mld_version 2 nf_call_iptables 1 nf_call_ip6tables 1 nf_call_arptables 1 no_linklocal_learn 1',
    ],
    [{ dev: 'b0', kind: 'bridge', data: { fdbFlush: true } }, 'link set b0 type bridge fdb_flush'],
    [
      { dev: 'b0', kind: 'bridge', data: { ageingTime: 100, priority: 8192 } },
      'link set b0 type bridge ageing_time 100 priority 8192',
    ],
  ],
  vxlan: [
    [
      { ifname: 'vx0', kind: 'vxlan', data: { id: 10, port: 4789, local: '10.0.0.1' } },
      'link add vx0 type vxlan id 10 dstport 4789 local 10.0.0.1',
    ],
    [
      {
        ifname: 'vx1',
        kind: 'vxlan',
        data: {
          id: 11,
          group: '10.0.0.9',
          ttl: 5,
          tos: 3,
          df: 'set',
          portRange: { low: 1000, high: 2000 },
          port: 4790,
          learning: 1,
          proxy: 1,
          rsc: 1,
          l2miss: 1,
          l3miss: 1,
          ageing: 300,
          limit: 500,
          udpCsum: 1,
          remcsumTx: 1,
          remcsumRx: 1,
          gbp: true,
        },
      },
      'link add vx1 type vxlan id 11 remote 10.0.0.9 ttl 5 tos 3 df set srcport 1000 2000 dstport 4790 learning proxy rsc l2miss l3miss ageing 300 maxaddress 500 udpcsum remcsumtx remcsumrx gbp',
    ],
    [
      {
        ifname: 'vx2',
        kind: 'vxlan',
        data: {
          id: 12,
          local6: '2001:db8::1',
          group6: '2001:db8::2',
          ttlInherit: true,
          label: 0x12345,
          port: 4791,
          udpZeroCsum6Tx: 1,
          udpZeroCsum6Rx: 1,
        },
      },
      'link add vx2 type vxlan id 12 local 2001:db8::1 remote 2001:db8::2 ttl inherit flowlabel 0x12345 dstport 4791 udp6zerocsumtx udp6zerocsumrx',
    ],
    [
      { ifname: 'vx3', kind: 'vxlan', data: { collectMetadata: 1, vnifilter: 1, learning: 0, port: 4792 } },
      'link add vx3 type vxlan external vnifilter dstport 4792',
    ],
    [
      { ifname: 'vx4', kind: 'vxlan', data: { gpe: true, collectMetadata: 1, learning: 0, port: 4793 } },
      'link add vx4 type vxlan gpe external dstport 4793',
    ],
  ],
  macvlan: [
    [
      { ifname: 'm0', kind: 'macvlan', link: 'v0', data: { mode: 'private', bcQueueLen: 2000 } },
      'link add link v0 name m0 type macvlan mode private bcqueuelen 2000',
    ],
    [
      { ifname: 'm1', kind: 'macvlan', link: 'v0', data: { mode: 'source', flags: ['nodst'] } },
      'link add link v0 name m1 type macvlan mode source nodst',
    ],
    [
      { dev: 'm1', kind: 'macvlan', data: { macaddrMode: 'add', macaddr: '02:00:00:00:01:01' } },
      'link set m1 type macvlan macaddr add 02:00:00:00:01:01',
    ],
    [
      {
        dev: 'm1',
        kind: 'macvlan',
        data: { macaddrMode: 'set', macaddrData: { macaddr: ['02:00:00:00:01:02', '02:00:00:00:01:03'] } },
      },
      'link set m1 type macvlan macaddr set 02:00:00:00:01:02 02:00:00:00:01:03',
    ],
    [
      { ifname: 'm2', kind: 'macvlan', link: 'v1', data: { mode: 'passthru', flags: ['nopromisc'] } },
      'link add link v1 name m2 type macvlan mode passthru nopromisc',
    ],
  ],
  macvtap: [
    [
      { ifname: 't0', kind: 'macvtap', link: 'v0', data: { mode: 'vepa' } },
      'link add link v0 name t0 type macvtap mode vepa',
    ],
  ],
  veth: [
    [
      { ifname: 'p0', kind: 'veth', peer: { ifname: 'p1', mtu: 1400, address: '02:00:00:00:00:99' } },
      'link add p0 type veth peer name p1 mtu 1400 address 02:00:00:00:00:99',
    ],
  ],
  ifb: [[{ ifname: 'i0', kind: 'ifb' }, 'link add i0 type ifb']],
  vlan: [
    [
      {
        ifname: 'vl0',
        kind: 'vlan',
        link: 'v0',
        data: {
          id: 5,
          protocol: '8021ad',
          flags: { flags: ['gvrp'], mask: ['gvrp', 'reorderHdr'] },
          egressQos: { mapping: [{ from: 1, to: 2 }] },
        },
      },
      'link add link v0 name vl0 type vlan protocol 802.1ad id 5 gvrp on reorder_hdr off egress 1:2',
    ],
  ],
  bond: [
    [
      {
        ifname: 'bo0',
        kind: 'bond',
        data: { mode: 'activebackup', arpInterval: 100, arpIpTarget: ['10.0.0.1'] },
      },
      'link add bo0 type bond mode active-backup arp_interval 100 arp_ip_target 10.0.0.1',
    ],
  ],
  vrf: [[{ ifname: 'vr0', kind: 'vrf', data: { table: 1000 } }, 'link add vr0 type vrf table 1000']],
  gre: [
    [
      {
        ifname: 'g0',
        kind: 'gre',
        data: {
          local: '10.0.0.1',
          remote: '10.0.0.2',
          ikey: 5,
          okey: 5,
          iflags: ['key'],
          oflags: ['key'],
          ttl: 9,
          pmtudisc: 1,
        },
      },
      'link add g0 type gre local 10.0.0.1 remote 10.0.0.2 key 5 ttl 9',
    ],
  ],
  geneve: [
    [
      { ifname: 'ge0', kind: 'geneve', data: { id: 5, remote: '10.0.0.1', port: 6081, udpCsum: 1 } },
      'link add ge0 type geneve id 5 remote 10.0.0.1 dstport 6081 udpcsum',
    ],
  ],
  dummy: [[{ ifname: 'd0', kind: 'dummy' }, 'link add d0 type dummy']],
};

/** Kinds that a kernel may have been built without. */
const optional = new Set(['vlan', 'bond', 'vrf', 'gre', 'geneve', 'dummy']);

const work = (rtnetlink: Rtnetlink, options: LinkOptions) =>
  options.dev === undefined ? rtnetlink.links.add(options) : rtnetlink.links.set(options);

async function hasKind(rtnetlink: Rtnetlink, kind: string): Promise<boolean> {
  try {
    await rtnetlink.links.add({ ifname: 'probe', kind, ...(kind === 'vlan' ? { link: 'v0' } : {}) });
    await rtnetlink.links.delete({ ifname: 'probe' });
    return true;
  } catch (error) {
    if (!(error instanceof NetlinkError)) throw error;
    return error.code !== 'EOPNOTSUPP';
  }
}

describe('interfaces are what ip makes of them', () => {
  for (const [kind, steps] of Object.entries(made)) {
    test(kind, async ctx => {
      await using twins = Twins.create(ctx, ['link add v0 type veth peer name v1']);
      if (optional.has(kind) && !(await hasKind(twins.rtnetlink, kind)))
        ctx.skip(`this kernel has no interfaces of kind ${kind}`);
      for (const [options, words] of steps) {
        await twins.expectSame(work(twins.rtnetlink, options), words, 'link show');
      }
      // What the kernel says of them can be read.
      for (const link of await twins.rtnetlink.links.list().toArray()) {
        expect(link).not.toHaveProperty('#errors');
        const { data, slaveData } = link.linkinfo ?? {};
        expect([data, slaveData].filter(inside => inside instanceof Uint8Array)).toEqual([]);
      }
    });
  }
});

test('a port of a bridge has its settings, in its own and in the message of the bridge', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  sandbox.ipBatch([
    'link add v0 type veth peer name v1',
    'link add b0 type bridge',
    'link set v0 master b0',
    'link set v0 type bridge_slave cost 7 priority 9 hairpin on learning off isolated on',
  ]);
  const settings = { cost: 7, priority: 9, mode: 1, learning: 0, isolated: 1, state: 'disabled' };
  const { links } = sandbox.rtnetlink;
  expect((await links.get({ dev: 'v0' })).linkinfo).toMatchObject({
    kind: 'veth',
    slaveKind: 'bridge',
    slaveData: settings,
  });
  const seen = await links.list({ family: 'bridge' }).toArray();
  expect(seen.find(({ ifname }) => ifname === 'v0')?.protinfo).toMatchObject(settings);
});

test('a refusal names the attribute', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  const { links } = sandbox.rtnetlink;
  await expect(
    links.add({ ifname: 'vx0', kind: 'vxlan', data: { id: 2 ** 24, local: '10.0.0.1' } }),
  ).rejects.toMatchObject({ code: 'ERANGE', attribute: 'linkinfo.data.id' });
  await expect(
    links.add({ ifname: 'v0', kind: 'veth', peer: { ifname: 'v1', mtu: 1 } }),
  ).rejects.toMatchObject({ code: 'EINVAL' });
});
