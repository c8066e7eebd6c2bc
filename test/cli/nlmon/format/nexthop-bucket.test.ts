import { describe, expect, test } from 'vitest';
import { nexthopBucketFormat } from '../../../../src/cli/nlmon/format/nexthop-bucket.js';
import type { NexthopBucket } from '../../../../src/netlink/route/index.js';
import { context } from './route-context.js';

const base: NexthopBucket = { family: 'unspec', scope: 'universe', protocol: 'unspec', flags: [] };

const cases: [title: string, bucket: NexthopBucket, text: string, json: Record<string, unknown>][] = [
  [
    'a bucket',
    { ...base, id: 23, resBucket: { index: 3, nhId: 1, idleTime: 36_525 }, flags: ['offload'] },
    'id 23 index 3 idle_time 365.25 nhid 1 offload \n',
    { id: 23, bucket: { index: 3, idle_time: 365.25, nhid: 1 }, flags: ['offload'] },
  ],
  [
    'one that was idle for long',
    { ...base, id: 23, resBucket: { index: 0, idleTime: 2n ** 60n } },
    'id 23 index 0 idle_time 1.15292e+16 \n',
    { id: 23, bucket: { index: 0, idle_time: 1.15292e16 }, flags: [] },
  ],
  ['nothing', base, '\n', { flags: [] }],
];

describe('nexthopBucketFormat', () => {
  test.each(cases)('%s', (_title, bucket, text, json) => {
    expect(nexthopBucketFormat.text(bucket, context)).toBe(text);
    expect(nexthopBucketFormat.json(bucket, context)).toEqual(json);
  });
});
