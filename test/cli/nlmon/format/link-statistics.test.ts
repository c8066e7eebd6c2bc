import { expect, it } from 'vitest';
import { plainDisplay } from '../../../../src/cli/nlmon/format/display.js';
import { addLinkStatistics, linkStatisticsText } from '../../../../src/cli/nlmon/format/link-statistics.js';
import type { Link } from '../../../../src/netlink/route/index.js';
import { linkStatistics32, linkStatistics64 } from '../../../../src/netlink/route/link-statistics.js';

const counters = (names: object, given: object): any => ({
  ...Object.fromEntries(Object.keys(names).map(name => [name, 0])),
  ...given,
});
const link = (fields: object): Link => ({ index: 1, flags: [], ...fields }) as unknown as Link;
const once = { ...plainDisplay, statistics: 1 };
const twice = { ...plainDisplay, statistics: 2 };

it('prints counters below their heads, in columns as wide as the widest', () => {
  const stats64 = counters(linkStatistics64.fields, { rxBytes: 12_345_678_901, txPackets: 7, rxDropped: 3 });
  expect(linkStatisticsText(link({ stats64 }), once).split('\n')).toEqual([
    '    RX:   bytes packets errors dropped  missed   mcast           ',
    '    12345678901       0      0       3       0       0 ',
    '    TX:   bytes packets errors dropped carrier collsns           ',
    '              0       7      0       0       0       0 ',
  ]);
});

it('prints errors with -s -s, and what goes without saying where there is some', () => {
  const stats64 = counters(linkStatistics64.fields, { rxNohandler: 5, rxCompressed: 2, txAbortedErrors: 1 });
  expect(linkStatisticsText(link({ stats64, carrierChanges: 2 }), twice).split('\n')).toEqual([
    '    RX:  bytes packets errors dropped  missed   mcast compressed',
    '             0       0      0       0       0       0          2 ',
    '    RX errors:  length    crc   frame    fifo overrun  nohandler',
    '                     0      0       0       0       0          5 ',
    '    TX:  bytes packets errors dropped carrier collsns           ',
    '             0       0      0       0       0       0 ',
    '    TX errors: aborted   fifo  window heartbt transns',
    '                     1      0       0       0       2 ',
  ]);
});

it('has counters of 32 bits where there are no others, and those of IPv6 where it was asked about IPv6', () => {
  const stats = counters(linkStatistics32.fields, { rxPackets: 4 });
  const json = {};
  addLinkStatistics(json, link({ stats }), once);
  expect(json).toMatchObject({ stats: { rx: { packets: 4 }, tx: { packets: 0 } } });
  const ipv6 = {};
  addLinkStatistics(ipv6, link({ protinfo: { stats: [37, 4, 416, 4, 0, 3, 300] } }), once);
  expect(ipv6).toMatchObject({ stats64: { rx: { packets: 4, bytes: 416 }, tx: { packets: 3, bytes: 300 } } });
});

it('has nothing to say of a link without counters', () => {
  expect(linkStatisticsText(link({}), once)).toBe('');
  const json = {};
  addLinkStatistics(json, link({}), twice);
  expect(json).toEqual({});
});
