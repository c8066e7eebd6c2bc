/**
 * Routes and next hops with encapsulations as Rtnetlink makes them, and as ip-route(8) does. Options of GENEVE, VXLAN and
 * ERSPAN are not among them: there are kernels that panic on these.
 */
import { describe, expect, test } from 'vitest';
import { NetlinkError, type RouteOptions } from '../../src/netlink/index.js';
import { Twins } from '../support/twins.js';

const setup = [
  'link set lo up',
  'link add v0 type veth peer name v1',
  'link set v0 up',
  'link set v1 up',
  'addr add 10.0.0.1/24 dev v0',
  'addr add 2001:db8::1/64 dev v0 nodad',
];

const srh = (...segments: string[]) => ({ segments: segments.toReversed() });

const routes: readonly [kind: string, RouteOptions, words: string][] = [
  [
    'mpls',
    { dst: '10.1.0.0/16', gateway: '10.0.0.2', encapType: 'mpls', encap: { dst: '100/200', ttl: 5 } },
    '10.1.0.0/16 encap mpls 100/200 ttl 5 via 10.0.0.2',
  ],
  [
    'ip',
    {
      dst: '10.2.0.0/16',
      dev: 'v0',
      encapType: 'ip',
      encap: { id: 9, dst: '10.0.0.2', src: '10.0.0.1', ttl: 3, tos: 4, flags: ['key', 'csum'] },
    },
    '10.2.0.0/16 encap ip id 9 dst 10.0.0.2 src 10.0.0.1 ttl 3 tos 4 key csum dev v0',
  ],
  [
    'ip in a route of several ways',
    {
      dst: '10.3.0.0/16',
      multipath: [
        { dev: 'v0', gateway: '10.0.0.2', encapType: 'ip', encap: { id: 1, dst: '10.0.0.2' } },
        { dev: 'v0', gateway: '10.0.0.3', weight: 2 },
      ],
    },
    '10.3.0.0/16 nexthop encap ip id 1 dst 10.0.0.2 via 10.0.0.2 dev v0 nexthop via 10.0.0.3 dev v0 weight 2',
  ],
  [
    'ip6',
    {
      dst: '2001:db8:2::/48',
      dev: 'v0',
      encapType: 'ip6',
      encap: { id: 9, dst: '2001:db8::2', hoplimit: 3, tc: 4 },
    },
    '2001:db8:2::/48 encap ip6 id 9 dst 2001:db8::2 hoplimit 3 tc 4 dev v0',
  ],
  [
    'seg6',
    {
      dst: '2001:db8:3::/48',
      dev: 'v0',
      encapType: 'seg6',
      encap: { srh: { mode: 'encap', ...srh('2001:db8::a', '2001:db8::b') } },
    },
    '2001:db8:3::/48 encap seg6 mode encap segs 2001:db8::a,2001:db8::b dev v0',
  ],
  [
    'seg6local',
    {
      dst: '2001:db8:4::1',
      dev: 'v0',
      encapType: 'seg6Local',
      encap: { action: 'endX', nh6: '2001:db8::9', counters: { packets: 0, bytes: 0, errors: 0 } },
    },
    '2001:db8:4::1 encap seg6local action End.X nh6 2001:db8::9 count dev v0',
  ],
  [
    'seg6local with a list of its own',
    {
      dst: '2001:db8:4::2',
      dev: 'v0',
      encapType: 'seg6Local',
      encap: { action: 'endB6Encap', srh: srh('2001:db8::a') },
    },
    '2001:db8:4::2 encap seg6local action End.B6.Encaps srh segs 2001:db8::a dev v0',
  ],
  [
    'seg6local with flavors',
    {
      dst: '2001:db8:4::3',
      dev: 'v0',
      encapType: 'seg6Local',
      encap: { action: 'end', flavors: { operation: ['nextCsid'], lcblockBits: 32, lcnodeFnBits: 16 } },
    },
    '2001:db8:4::3 encap seg6local action End flavors next-csid lblen 32 nflen 16 dev v0',
  ],
  [
    'rpl',
    {
      dst: '2001:db8:5::/48',
      dev: 'v0',
      encapType: 'rpl',
      encap: { srh: srh('2001:db8::a', '2001:db8::b') },
    },
    '2001:db8:5::/48 encap rpl segs 2001:db8::a,2001:db8::b dev v0',
  ],
  [
    'ioam6',
    {
      dst: '2001:db8:6::/48',
      dev: 'v0',
      encapType: 'ioam6',
      encap: {
        mode: 'encap',
        dst: '2001:db8::9',
        trace: { namespaceId: 1, type: 0x8000_0000, remlen: 3 },
        freqK: 1,
        freqN: 5,
      },
    },
    '2001:db8:6::/48 encap ioam6 freq 1/5 mode encap tundst 2001:db8::9 trace prealloc type 0x800000 ns 1 size 12 dev v0',
  ],
  [
    'ila',
    {
      dst: '2001:db8:1:2:3:4:5:6',
      gateway: '2001:db8::9',
      encapType: 'ila',
      encap: {
        locator: '0001000200030004',
        csumMode: 'adjustTransport',
        identType: 'luid',
        hookType: 'routeOutput',
      },
    },
    '2001:db8:1:2:3:4:5:6 encap ila 1:2:3:4 csum-mode adj-transport ident-type luid hook-type output via 2001:db8::9',
  ],
];

/** Waits for a request; skips the test where the kernel does not know the kind. */
async function madeOrSkipped(work: Promise<unknown>, skip: (why: string) => never): Promise<void> {
  try {
    await work;
  } catch (error) {
    const unknown = error instanceof NetlinkError && ['EOPNOTSUPP', 'EAFNOSUPPORT'].includes(error.code);
    if (unknown) skip(`this kernel does not have it: ${error.message}`);
    throw error;
  }
}

describe('a route with an encapsulation', () => {
  for (const [kind, options, words] of routes) {
    test(kind, async ctx => {
      await using twins = Twins.create(ctx, setup);
      const show = `${options.dst!.includes(':') ? '-6 ' : ''}route show ${options.dst}`;
      const before = twins.ours.ipJson(show);
      await madeOrSkipped(twins.rtnetlink.routes.add(options), ctx.skip);
      await twins.expectSame(Promise.resolve(), `route add ${words}`, show);
      expect(twins.ours.ip(show)).toContain('encap');
      await twins.rtnetlink.routes.delete(options);
      expect(twins.ours.ipJson(show)).toEqual(before);
    });
  }

  test('is listed with its fields', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const [, options] = routes.find(([kind]) => kind === 'seg6')!;
    const { routes: table } = twins.rtnetlink;
    await madeOrSkipped(table.add(options), ctx.skip);
    const listed = (await table.list({ family: 'inet6' }).toArray()).find(({ encap }) => encap !== undefined);
    expect(listed).toMatchObject({
      encapType: 'seg6',
      encap: { srh: { mode: 'encap', firstSegment: 1, segments: ['2001:db8::b', '2001:db8::a'] } },
    });
  });
});

describe('a next hop with an encapsulation', () => {
  test('is what ip makes', async ctx => {
    await using twins = Twins.create(ctx, setup);
    await twins.expectSame(
      twins.rtnetlink.nexthops.add({
        id: 8,
        dev: 'v0',
        encapType: 'ip',
        encap: { id: 9, dst: '10.0.0.2' },
      }),
      'nexthop add id 8 encap ip id 9 dst 10.0.0.2 dev v0',
      'nexthop show',
    );
  });
});

describe('an MPLS route', () => {
  test('is what ip makes', async ctx => {
    await using twins = Twins.create(ctx, setup);
    for (const sandbox of [twins.ours, twins.theirs]) {
      try {
        sandbox.run('sh', ['-c', 'echo 1000 2>/dev/null >/proc/sys/net/mpls/platform_labels']);
      } catch {
        ctx.skip('this kernel does not route MPLS: modprobe mpls_router');
      }
    }
    const route = {
      family: 'mpls',
      dst: '100',
      newdst: '200/201',
      via: { family: 'inet', address: '10.0.0.2' },
      dev: 'v0',
    } as const;
    const show = '-f mpls route show';
    await twins.expectSame(
      twins.rtnetlink.routes.add(route),
      '-f mpls route add 100 as 200/201 via inet 10.0.0.2 dev v0',
      show,
    );
    const [listed] = await twins.rtnetlink.routes.list({ family: 'mpls' }).toArray();
    expect(listed).toMatchObject({ dst: '100', dstLen: 20, newdst: '200/201', via: route.via });
    await twins.expectSame(twins.rtnetlink.routes.delete(route), '-f mpls route del 100', show);
  });
});
