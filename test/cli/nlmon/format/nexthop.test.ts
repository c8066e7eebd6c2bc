import { describe, expect, test } from 'vitest';
import { nexthopFormat } from '../../../../src/cli/nlmon/format/nexthop.js';
import type { Nexthop } from '../../../../src/netlink/route/index.js';
import { context, showing } from './route-context.js';

const base: Nexthop = { family: 'inet', scope: 'universe', protocol: 'unspec', flags: [], id: 7 };

const cases: [title: string, nexthop: Nexthop, text: string, json: Record<string, unknown>][] = [
  [
    'a gateway',
    {
      ...base,
      gateway: '10.0.0.1',
      oif: 2,
      scope: 'link',
      protocol: 'bgp',
      flags: ['linkdown', 'onlink', 'trap'],
    },
    'id 7 via 10.0.0.1 dev eth0 scope link proto bgp onlink trap linkdown \n',
    {
      id: 7,
      gateway: '10.0.0.1',
      dev: 'eth0',
      scope: 'link',
      protocol: 'bgp',
      flags: ['onlink', 'trap', 'linkdown'],
    },
  ],
  ['a black hole', { ...base, blackhole: true }, 'id 7 blackhole \n', { id: 7, blackhole: null, flags: [] }],
  [
    'one of a forwarding database',
    { ...base, family: 'inet6', gateway: '2001:db8::1', fdb: true, oif: 0 },
    'id 7 via 2001:db8::1 fdb\n',
    { id: 7, gateway: '2001:db8::1', flags: [], fdb: null },
  ],
  [
    'the beginning of an encapsulation',
    { ...base, encapType: 'mpls', encap: new Uint8Array(8), oif: 2 },
    'id 7  encap mpls dev eth0 \n',
    { id: 7, encap: 'mpls', dev: 'eth0', flags: [] },
  ],
  [
    'a group with weights, one of them of more than eight bits',
    {
      ...base,
      family: 'unspec',
      group: [
        { id: 1, weight: 0, weightHigh: 0 },
        { id: 2, weight: 255, weightHigh: 0 },
        { id: 4_000_000_000, weight: 0, weightHigh: 1 },
      ],
      groupType: 'mpath',
    },
    'id 7 group 1/2,256/4000000000,257 \n',
    { id: 7, group: [{ id: 1 }, { id: 2, weight: 256 }, { id: 4_000_000_000, weight: 257 }], flags: [] },
  ],
  [
    'a resilient group',
    {
      ...base,
      group: [{ id: 1, weight: 1, weightHigh: 0 }],
      groupType: 'res',
      resGroup: { buckets: 32, idleTimer: 12_050, unbalancedTimer: 0, unbalancedTime: 2n ** 60n },
    },
    'id 7 group 1,2 type resilient buckets 32 idle_timer 120.5 unbalanced_timer 0 unbalanced_time 1.15292e+16 \n',
    {
      id: 7,
      group: [{ id: 1, weight: 2 }],
      type: 'resilient',
      resilient_args: { buckets: 32, idle_timer: 120.5, unbalanced_timer: 0, unbalanced_time: 1.15292e16 },
      flags: [],
    },
  ],
  [
    'a group of a type to come, with nothing known of it',
    { ...base, groupType: 9, resGroup: {} },
    'id 7 type <unknown type> buckets 0 idle_timer 0 unbalanced_timer 0 unbalanced_time 0 \n',
    {
      id: 7,
      type: '<unknown type>',
      resilient_args: { buckets: 0, idle_timer: 0, unbalanced_timer: 0, unbalanced_time: 0 },
      flags: [],
    },
  ],
];

describe('nexthopFormat', () => {
  test.each(cases)('%s', (_title, nexthop, text, json) => {
    expect(nexthopFormat.text(nexthop, context)).toBe(text);
    expect(nexthopFormat.json(nexthop, context)).toEqual(json);
  });

  test('shows a family when asked for it, which groups have none of', () => {
    const group: Nexthop = { ...base, family: 'unspec' };
    expect(nexthopFormat.text(base, { ...showing, family: 'inet' })).toBe('id 7 \n');
    expect(nexthopFormat.text(base, { ...showing, family: 'inet6' })).toBe('');
    expect(nexthopFormat.json(group, { ...showing, family: 'inet6' })).toBeUndefined();
    expect(nexthopFormat.text(group, showing)).toBe('id 7 \n');
    expect(nexthopFormat.text(group, { ...context, family: 'inet6' })).toBe('id 7 \n');
  });
});
