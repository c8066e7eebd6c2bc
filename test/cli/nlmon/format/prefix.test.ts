import { describe, expect, test } from 'vitest';
import { prefixFormat } from '../../../../src/cli/nlmon/format/prefix.js';
import type { Prefix } from '../../../../src/netlink/route/index.js';
import { context } from './route-context.js';

const base: Prefix = { family: 'inet6', ifindex: 2, type: 3, len: 64, flags: [] };

const cases: [title: string, prefix: Prefix, text: string, json: Record<string, unknown>][] = [
  [
    'on the link, for addresses of one’s own',
    {
      ...base,
      flags: ['onlink', 'autoconf'],
      address: '2001:db8::',
      cacheinfo: { preferredTime: 1800, validTime: 3600 },
    },
    'prefix 2001:db8::/64dev eth0 onlink autoconf valid 3600 preferred 1800 \n',
    {
      prefix: '2001:db8::',
      prefixlen: 64,
      dev: 'eth0',
      onlink: true,
      autoconf: true,
      valid_life_time: 3600,
      preferred_life_time: 1800,
    },
  ],
  [
    'with bits to come',
    { ...base, flags: ['autoconf', 0x40] },
    'dev eth0 autoconf \n',
    { prefixlen: 64, dev: 'eth0', autoconf: true },
  ],
  ['of nothing', { ...base, ifindex: 0 }, 'dev * \n', { prefixlen: 64, dev: '*' }],
];

describe('prefixFormat', () => {
  test.each(cases)('%s', (_title, prefix, text, json) => {
    expect(prefixFormat.text(prefix, context)).toBe(text);
    expect(prefixFormat.json(prefix, context)).toEqual(json);
  });
});
