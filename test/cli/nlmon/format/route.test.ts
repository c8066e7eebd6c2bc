import { describe, expect, test } from 'vitest';
import { routeAnswerFormat, routeFormat } from '../../../../src/cli/nlmon/format/route.js';
import type { Route } from '../../../../src/netlink/route/index.js';
import { context, showing } from './route-context.js';

const base: Route = {
  family: 'inet',
  dstLen: 24,
  srcLen: 0,
  tos: 0,
  table8: 254,
  protocol: 'boot',
  scope: 'universe',
  type: 'unicast',
  flags: [],
  dst: '10.1.2.0',
};
const base6: Route = { ...base, family: 'inet6', dstLen: 64, dst: '2001:db8::' };
const mpls: Route = { ...base, family: 'mpls', dstLen: 20, dst: '0.6.65.0', protocol: 'static' };

const cases: [title: string, route: Route, text: string, json: Record<string, unknown>][] = [
  ['nothing but a destination', base, '10.1.2.0/24 \n', { dst: '10.1.2.0/24', flags: [] }],
  [
    'a gateway',
    { ...base, gateway: '10.0.0.1', oif: 2, protocol: 'dhcp', priority: 100, prefsrc: '10.0.0.9' },
    '10.1.2.0/24 via 10.0.0.1 dev eth0 proto dhcp src 10.0.0.9 metric 100 \n',
    {
      dst: '10.1.2.0/24',
      gateway: '10.0.0.1',
      dev: 'eth0',
      protocol: 'dhcp',
      prefsrc: '10.0.0.9',
      metric: 100,
      flags: [],
    },
  ],
  [
    'every flag, in an order of their own',
    {
      ...base,
      flags: [
        'dead',
        'pervasive',
        'onlink',
        'offload',
        'linkdown',
        'unresolved',
        'trap',
        'notify',
        'rtOffload',
        'rtTrap',
        'rtOffloadFailed',
        0x8000_0000,
      ],
    },
    '10.1.2.0/24 dead onlink pervasive offload trap notify linkdown unresolved rt_offload rt_trap rt_offload_failed \n',
    {
      dst: '10.1.2.0/24',
      flags: [
        'dead',
        'onlink',
        'pervasive',
        'offload',
        'trap',
        'notify',
        'linkdown',
        'unresolved',
        'rt_offload',
        'rt_trap',
        'rt_offload_failed',
      ],
    },
  ],
  [
    'what the kernel sends only with answers',
    { ...base, dstLen: 32, mark: 15, uid: 1000, iif: 3, flow: 0x0003_0005, tos: 0x28 },
    '10.1.2.0 tos AF11 mark 15 realms cosmos/5 uid 1000 iif eth1 \n',
    {
      dst: '10.1.2.0',
      tos: 'AF11',
      flags: [],
      mark: 15,
      flow: { from: 'cosmos', to: '5' },
      uid: 1000,
      iif: 'eth1',
    },
  ],
  [
    'a mark in hexadecimal, one realm, a service that has no name',
    { ...base, mark: 0xffff_ffff, flow: 3, tos: 4 },
    '10.1.2.0/24 tos 0x04 mark 0xffffffff realm cosmos \n',
    { dst: '10.1.2.0/24', tos: '0x04', flags: [], mark: 0xffff_ffff, flow: { to: 'cosmos' } },
  ],
  [
    'a type, a table, a scope and a protocol without names',
    { ...base, type: 12, table: 1000, scope: 17, protocol: 'mrouted' },
    '12 10.1.2.0/24 table 1000 proto 17 scope 17 \n',
    { type: '12', dst: '10.1.2.0/24', table: '1000', protocol: '17', scope: '17', flags: [] },
  ],
  [
    'prefixes that are all zeros and not sent',
    { ...base, type: 'unspec', dst: undefined as never, srcLen: 8, oif: 0 },
    'none 0/24  from 0/8 dev * \n',
    { type: 'none', dst: '0/24 ', src: '0/8', dev: '*', flags: [] },
  ],
  [
    'IPv6 from a source, with what is known of its lifetime',
    {
      ...base6,
      src: '2001:db8:1::1',
      srcLen: 128,
      via: { family: 'packet', address: '1.2.3.4' },
      cacheinfo: {
        clntref: 1,
        lastuse: 7,
        expires: -250,
        error: 4294967195,
        used: 0,
        id: 26,
        ts: 27,
        tsage: 3,
      },
      pref: 'low',
      ttlPropagate: 1,
    },
    '2001:db8::/64 from 2001:db8:1::1 via link 01:02:03:04 expires -2sec error 4294967195 ' +
      'ipid 0x001a ts 0x1btsage 3sec pref lowttl-propogate enabled\n',
    {
      dst: '2001:db8::/64',
      from: '2001:db8:1::1',
      via: { family: 'link', host: '01:02:03:04' },
      flags: [],
      expires: -2,
      error: 4294967195,
      ipid: '0x1a',
      ts: '0x1b',
      tsage: 3,
      pref: 'low',
      'ttl-propogate': true,
    },
  ],
  [
    'a preference that is none, a gateway of a family without a name',
    { ...base6, pref: 'invalid', via: { family: 99, address: Uint8Array.of(1) }, ttlPropagate: 0 },
    '2001:db8::/64 via ??? ??? 2ttl-propogate disabled\n',
    {
      dst: '2001:db8::/64',
      via: { family: '???', host: '???' },
      flags: [],
      pref: 2,
      'ttl-propogate': false,
    },
  ],
  [
    'an MPLS label that is swapped',
    {
      ...mpls,
      newdst: Uint8Array.of(0, 0xc, 0x80, 0, 0, 0x12, 0xc1, 0),
      via: { family: 'inet6', address: 'fe80::1' },
      oif: 2,
    },
    '100 as to 200/300 via inet6 fe80::1 dev eth0 proto static \n',
    {
      dst: '100',
      to: '200/300',
      via: { family: 'inet6', host: 'fe80::1' },
      dev: 'eth0',
      protocol: 'static',
      flags: [],
    },
  ],
  [
    'MPLS next hops, which have no weights',
    {
      ...mpls,
      multipath: [
        {
          flags: [],
          hops: 0,
          ifindex: 2,
          newdst: Uint8Array.of(0, 0xc, 0x81, 0),
          via: { family: 'inet', address: '10.0.0.1' },
        },
        { flags: ['dead'], hops: 0, ifindex: 3, via: { family: 'inet', address: '10.0.0.2' } },
      ],
    },
    '100 proto static \n\tnexthop as to 200 via inet 10.0.0.1 dev eth0 \n\tnexthop via inet 10.0.0.2 dev eth1 dead \n',
    {
      dst: '100',
      protocol: 'static',
      flags: [],
      nexthops: [
        { to: '200', via: { family: 'inet', host: '10.0.0.1' }, dev: 'eth0', flags: [] },
        { via: { family: 'inet', host: '10.0.0.2' }, dev: 'eth1', flags: ['dead'] },
      ],
    },
  ],
  [
    'the beginning of encapsulations',
    {
      ...base,
      encapType: 'seg6Local',
      encap: new Uint8Array(),
      oif: 2,
      multipath: [{ flags: [], hops: 4, ifindex: 3, encapType: 77, encap: new Uint8Array(), flow: 9 }],
    },
    '10.1.2.0/24  encap seg6local dev eth0 \n\tnexthop  encap unknown realm 9 dev eth1 weight 5 \n',
    {
      dst: '10.1.2.0/24',
      encap: 'seg6local',
      dev: 'eth0',
      flags: [],
      nexthops: [{ encap: 'unknown', flow: { to: '9' }, dev: 'eth1', weight: 5, flags: [] }],
    },
  ],
  [
    'metrics: locks, times, features, what is locked without a value',
    {
      ...base,
      metrics: {
        lock: (1 << 2) | (1 << 5) | (1 << 10),
        rtt: 8 * 1_234_567,
        rttvar: 4 * 999,
        rtoMin: 5_000_000_000 % 2 ** 32,
        features: ['ecn', 'timestamp', 0x100],
        hoplimit: 0xffff_ffff,
        mtu: 1400,
        ccAlgo: 'reno',
      },
    },
    '10.1.2.0/24 mtu lock 1400 rtt 1234.57s rttvar lock 999ms features ecn 0x105 rto_min 705033s congctl reno \n',
    {
      dst: '10.1.2.0/24',
      flags: [],
      metrics: [
        {
          mtu: 1400,
          rtt: 1_234_567,
          rttvar: 999,
          ecn: null,
          features: '0x105',
          rto_min: 705_032_704,
          congestion: 'reno',
        },
      ],
    },
  ],
  [
    'a lock alone',
    { ...base, metrics: { lock: (1 << 4) | (1 << 12) } },
    '10.1.2.0/24 rtt lock 0ms features lock \n',
    { dst: '10.1.2.0/24', flags: [], metrics: [{ rtt: 0 }] },
  ],
];

describe('routeFormat', () => {
  test.each(cases)('%s', (_title, route, text, json) => {
    expect(routeFormat.text(route, context)).toBe(text);
    expect(routeFormat.json(route, context)).toEqual(json);
    expect(JSON.parse(routeFormat.jsonText!(route, context))).toEqual(json);
  });

  test('shows the main table and IPv4 unless told otherwise', () => {
    const blue = { ...base, table8: 100, table: 100 };
    const text = (route: Route, options = {}): string => routeFormat.text(route, { ...showing, ...options });
    expect(text(base)).toBe('10.1.2.0/24 \n');
    expect(text(blue)).toBe('');
    expect(routeFormat.json(blue, showing)).toBeUndefined();
    expect(text(base6)).toBe('');
    expect(text(base6, { family: 'inet6' })).toBe('2001:db8::/64 \n');
    expect(text(base, { family: 'inet6' })).toBe('');
    expect(text(blue, { table: 100 })).toBe('10.1.2.0/24 \n');
    expect(text(blue, { table: 0 })).toBe('10.1.2.0/24 table blue \n');
    expect(text(base6, { table: 0 })).toBe('2001:db8::/64 \n');
    expect(text({ ...blue, table: 70_000, table8: 252 }, { table: 70_000 })).toBe('10.1.2.0/24 \n');
    expect(text(mpls, { table: 0 })).toBe('100 proto static \n');
  });

  test('remembers names only as long as they hold', () => {
    const route: Route = { ...base, protocol: 77 };
    expect(routeFormat.text(route, context)).toBe('10.1.2.0/24 proto 77 \n');
    const names = { ...context.names, protocols: new Map([[77, 'seven']]) };
    expect(routeFormat.text(route, { ...context, names })).toBe('10.1.2.0/24 proto seven \n');
  });

  test('leaves cloned routes out', () => {
    const cloned: Route = { ...base, flags: ['cloned'] };
    expect(routeFormat.text(cloned, context)).toBe('');
    expect(routeFormat.json(cloned, context)).toBeUndefined();
    expect(routeFormat.text(cloned, { ...showing, table: 0 })).toBe('');
  });
});

describe('jsonText', () => {
  const nothing = { clntref: 9, lastuse: 9, expires: 0, error: 0, used: 9, id: 0, ts: 0, tsage: 0 };
  const routes: Route[] = [
    { ...base, nhId: 7, table: 1000, type: 'unreachable', scope: 'link', priority: 9 },
    { ...base, table: 100, gateway: '10.0.0.1', oif: 2, prefsrc: '10.0.0.2', protocol: 'static' },
    { ...base, oif: 3, flags: ['linkdown', 'offload'] },
    { ...base6, oif: 2, cacheinfo: nothing, pref: 'medium' },
    { ...base6, oif: 9, cacheinfo: { ...nothing, expires: 100 }, pref: 'invalid' },
    { ...base6, pref: 'invalid' },
  ];

  test.each(routes)('is the text of the object: %#', route => {
    expect(routeFormat.jsonText!(route, context)).toBe(JSON.stringify(routeFormat.json(route, context)));
    const strange = { ...context, interfaceName: () => 'a"b\\' };
    expect(routeFormat.jsonText!(route, strange)).toBe(JSON.stringify(routeFormat.json(route, strange)));
  });

  test('is empty for what is hidden', () => {
    expect(routeFormat.jsonText!({ ...base, flags: ['cloned'] }, context)).toBe('');
    expect(routeFormat.jsonText!({ ...base, family: 'ipmr' }, context)).toBe('');
  });
});

describe('routeAnswerFormat', () => {
  test('tells an entry of the cache', () => {
    const answer: Route = {
      ...base,
      dstLen: 32,
      dst: '10.1.2.3',
      oif: 2,
      flags: ['cloned', 0x9004_0000],
      uid: 0,
      cacheinfo: { clntref: 0, lastuse: 0, expires: 59_850, error: 0, used: 0, id: 0, ts: 0, tsage: 0 },
      metrics: { mtu: 1300 },
    };
    expect(routeAnswerFormat.text(answer, context)).toBe(
      '10.1.2.3 dev eth0 uid 0 \n    cache <local,brd,redirected> expires 598sec mtu 1300 \n',
    );
    expect(routeAnswerFormat.json(answer, context)).toEqual({
      dst: '10.1.2.3',
      dev: 'eth0',
      flags: [],
      uid: 0,
      cache: ['local', 'brd', 'redirected'],
      expires: 598,
      metrics: [{ mtu: 1300 }],
    });
  });

  test('keeps cache flags that have no name', () => {
    const answer: Route = { ...base, flags: ['cloned', 0x0210_0000] };
    expect(routeAnswerFormat.json(answer, context)).toEqual({
      dst: '10.1.2.0/24',
      flags: [],
      cache: ['2100000'],
    });
  });

  test('lists the interfaces that a multicast packet leaves by', () => {
    const answer: Route = {
      ...base,
      family: 'ipmr',
      type: 'multicast',
      dst: '239.1.1.1',
      dstLen: 32,
      flags: ['cloned'],
      multipath: [
        { flags: [], hops: 1, ifindex: 2 },
        { flags: [], hops: 3, ifindex: 3 },
      ],
    };
    expect(routeAnswerFormat.text(answer, context)).toBe('multicast 239.1.1.1/32 Oifs: eth0  eth1(ttl>3) \n');
    expect(routeAnswerFormat.json(answer, context)).toEqual({
      type: 'multicast',
      dst: '239.1.1.1/32',
      flags: [],
      nexthops: [
        { dev: 'eth0', flags: [] },
        { dev: 'eth1', ttl: 3, flags: [] },
      ],
    });
  });
});

describe('multicast forwarding', () => {
  const entry: Route = {
    ...base,
    family: 'ip6mr',
    type: 'multicast',
    dstLen: 128,
    srcLen: 128,
    table8: 254,
    dst: 'ff05::1',
    src: '2001:db8::1',
    iif: 2,
    multipath: [
      { flags: [], hops: 1, ifindex: 2 },
      { flags: [], hops: 9, ifindex: 3 },
    ],
  };

  test('has a line of its own in ip monitor', () => {
    expect(routeFormat.text(entry, context)).toBe(
      '(2001:db8::1,ff05::1)            Iif: eth0       Oifs: eth0 eth1(ttl 9)  State: resolved\n',
    );
    expect(JSON.parse(routeFormat.jsonText!(entry, context))).toEqual({
      src: '2001:db8::1',
      dst: 'ff05::1',
      iif: 'eth0',
      multipath: [{ oif: 'eth0' }, { oif: 'eth1', ttl: 9 }],
      state: 'resolved',
    });
  });

  test('may have neither addresses nor interfaces', () => {
    const { dst: _dst, src: _src, iif: _iif, multipath: _multipath, ...rest } = entry;
    const unresolved: Route = { ...rest, table8: 253, flags: ['unresolved', 'offload'] };
    expect(routeFormat.text(unresolved, context)).toBe(
      '(unknown,unknown)                Iif: unresolved  State: unresolved offload Table: default\n',
    );
    expect(routeFormat.json(unresolved, context)).toEqual({
      src: 'unknown',
      dst: 'unknown',
      iif: 'unresolved',
      state: 'unresolved',
      offload: null,
      table: 'default',
    });
    expect(routeFormat.text({ ...unresolved, type: 'unicast' }, context)).toBe('');
    expect(routeFormat.json({ ...unresolved, type: 'unicast' }, context)).toBeUndefined();
  });
});
