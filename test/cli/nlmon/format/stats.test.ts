import { describe, expect, test } from 'vitest';
import { statsFormat } from '../../../../src/cli/nlmon/format/stats.js';
import type { Stats } from '../../../../src/netlink/route/index.js';
import { context } from './route-context.js';

const base: Stats = { family: 'unspec', ifindex: 2, filterMask: 8 };
const told = (hwSInfo: NonNullable<NonNullable<Stats['linkOffloadXstats']>['hwSInfo']>): Stats => ({
  ...base,
  linkOffloadXstats: { hwSInfo },
});

const cases: [title: string, stats: Stats, text: string, info: unknown][] = [
  [
    'asked for, and not done',
    told({ l3Stats: { request: 1, used: 0 } }),
    '2: eth0:\n    l3_stats on used off\n',
    { l3_stats: { request: true, used: false } },
  ],
  [
    'asked for',
    told({ l3Stats: { request: 0 } }),
    '2: eth0:\n    l3_stats off\n',
    { l3_stats: { request: false } },
  ],
  ['of a kind to come', told({}), '2: eth0:\n\n', {}],
  ['of other things', { ...base, linkOffloadXstats: {} }, '2: eth0:\n', undefined],
  ['of nothing', base, '2: eth0:\n', undefined],
];

describe('statsFormat', () => {
  test.each(cases)('%s', (_title, stats, text, info) => {
    expect(statsFormat.text(stats, context)).toBe(text);
    expect(statsFormat.json(stats, context)).toEqual({
      ifindex: 2,
      ifname: 'eth0',
      ...(info === undefined ? {} : { info }),
    });
  });
});
