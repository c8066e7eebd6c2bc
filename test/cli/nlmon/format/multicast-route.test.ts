import { describe, expect, test } from 'vitest';
import { multicastRouteFormat } from '../../../../src/cli/nlmon/format/multicast-route.js';
import type { Route } from '../../../../src/netlink/route/index.js';
import { context, showing } from './route-context.js';

const entry: Route = {
  family: 'ipmr',
  dstLen: 32,
  srcLen: 32,
  tos: 0,
  table8: 253,
  protocol: 'mrouted',
  scope: 'universe',
  type: 'multicast',
  flags: [],
  table: 253,
  src: '10.0.0.7',
  dst: '239.1.1.1',
  iif: 2,
  multipath: [{ flags: [], hops: 5, ifindex: 3 }],
};

describe('multicastRouteFormat', () => {
  test('names the table, unless it is the one that was asked for', () => {
    const line = '(10.0.0.7,239.1.1.1)             Iif: eth0       Oifs: eth1(ttl 5)  State: resolved';
    expect(multicastRouteFormat.text(entry, context)).toBe(`${line} Table: default\n`);
    expect(multicastRouteFormat.text(entry, { ...showing, table: 0 })).toBe(`${line} Table: default\n`);
    expect(multicastRouteFormat.text(entry, { ...showing, table: 253 })).toBe(`${line}\n`);
    expect(multicastRouteFormat.json(entry, context)).toHaveProperty('table', 'default');
    expect(multicastRouteFormat.json(entry, { ...showing, table: 253 })).toEqual({
      src: '10.0.0.7',
      dst: '239.1.1.1',
      iif: 'eth0',
      multipath: [{ oif: 'eth1', ttl: 5 }],
      state: 'resolved',
    });
  });

  test('leaves out other tables, and what is no such route', () => {
    expect(multicastRouteFormat.text(entry, { ...showing, table: 100 })).toBe('');
    expect(multicastRouteFormat.json(entry, { ...showing, table: 100 })).toBeUndefined();
    expect(multicastRouteFormat.text({ ...entry, type: 'unicast' }, context)).toBe('');
  });
});
