import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type EventPrefixOptions,
  eventPrefix,
  type MonitoredEvent,
} from '../../../../src/cli/nlmon/format/event-prefix.js';

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Etc/GMT-2';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const time = Date.UTC(2026, 10, 2, 8, 0, 9) + 123.456;
const event: MonitoredEvent = { object: 'link', event: 'new', time };

test.each<[Partial<MonitoredEvent>, EventPrefixOptions, string]>([
  [{}, {}, ''],
  [{ event: 'del' }, {}, 'Deleted '],
  [{ event: 'replace' }, {}, ''],
  [{ event: 'append' }, {}, ''],
  [{ event: 'get' }, {}, ''],
  [{ event: 'get', object: 'neigh' }, {}, 'miss '],
  [{}, { label: true }, '[LINK]'],
  [{ object: 'addr', event: 'del' }, { label: true }, '[ADDR]Deleted '],
  [{ object: 'nexthopBucket' }, { label: true }, '[NEXTHOPBUCKET]'],
  [{ nsid: 3 }, {}, ''],
  [{ nsid: 3 }, { namespace: true }, '[nsid 3]'],
  [{ nsid: 0 }, { namespace: true }, '[nsid 0]'],
  [{ nsid: -1 }, { namespace: true }, '[nsid current]'],
  [{}, { namespace: true }, '[nsid current]'],
  [{}, { timestamp: 'short' }, '[2026-11-02T10:00:09.123456] '],
  [{}, { timestamp: 'long' }, 'Timestamp: Mon Nov  2 10:00:09 2026 123456 usec\n'],
  [{ time: time - 123.4 }, { timestamp: 'short' }, '[2026-11-02T10:00:09.000056] '],
  [{ time: time - 123.4 }, { timestamp: 'long' }, 'Timestamp: Mon Nov  2 10:00:09 2026 56 usec\n'],
  [{ time: time - 0.456 + 876.9996 }, { timestamp: 'short' }, '[2026-11-02T10:00:10.000000] '],
  [
    { event: 'del', object: 'neigh', nsid: 7 },
    { timestamp: 'short', namespace: true, label: true },
    '[2026-11-02T10:00:09.123456] [nsid 7][NEIGH]Deleted ',
  ],
  [
    { event: 'get', object: 'neigh' },
    { timestamp: 'long', namespace: true, label: true },
    'Timestamp: Mon Nov  2 10:00:09 2026 123456 usec\n[nsid current][NEIGH]miss ',
  ],
])('%j with %j', (fields, options, prefix) => {
  expect(eventPrefix({ ...event, ...fields }, options)).toBe(prefix);
});

test.each<[Partial<MonitoredEvent>, string]>([
  [{ object: 'qdisc', event: 'del' }, 'deleted '],
  [{ object: 'qdisc', flags: 0x600 }, 'added '],
  [{ object: 'qdisc', flags: 0x500, event: 'replace' }, 'replaced '],
  [{ object: 'qdisc', flags: 0x700, event: 'replace' }, 'replaced added '],
  [{ object: 'qdisc', flags: 0x200 }, ''],
  [{ object: 'class', event: 'del' }, 'deleted '],
  [{ object: 'class', flags: 0x600 }, ''],
  [{ object: 'filter', flags: 0x600 }, 'added '],
  [{ object: 'filter', flags: 0x400 }, 'replaced '],
  [{ object: 'chain', event: 'del' }, 'deleted '],
  [{ object: 'action', event: 'del' }, ''],
])('of traffic control, tc’s words: %j', (fields, prefix) => {
  expect(eventPrefix({ ...event, ...fields }, {})).toBe(prefix);
});

test('every object has its label', () => {
  const objects = [
    'route',
    'mroute',
    'nexthop',
    'rule',
    'prefix',
    'netconf',
    'nsid',
    'stats',
    'addrlabel',
  ] as const;
  const labels = objects.map(object => eventPrefix({ ...event, object }, { label: true }));
  expect(labels).toEqual(objects.map(object => `[${object.toUpperCase()}]`));
});
