/** What nlmon prints against what `ip monitor` prints of prefixes, buckets and statistics that it reads from a file. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainDisplay } from '../../src/cli/nlmon/format/display.js';
import type { Format, FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { nexthopBucketFormat } from '../../src/cli/nlmon/format/nexthop-bucket.js';
import { prefixFormat } from '../../src/cli/nlmon/format/prefix.js';
import { statsFormat } from '../../src/cli/nlmon/format/stats.js';
import { beginMessage, endMessage } from '../../src/netlink/header.js';
import type { Message } from '../../src/netlink/message.js';
import { nexthopBucket, prefix, stats } from '../../src/netlink/route/index.js';
import { ipv6Text, parseIp, Sink, Window } from '../../src/wire/index.js';
import { canUnshare } from './nlmon-format-routes-recorder.js';

const context: FormatContext = {
  interfaceName: number => (number === 1 ? 'lo' : `if${number}`),
  names: loadIprouteNames(),
  display: plainDisplay,
  mode: 'monitor',
  deleted: false,
};

const u8 = fc.nat(0xff);
const u32 = fc.oneof(fc.nat(40), fc.nat(0xffff_ffff));
const device = fc.oneof(fc.nat(3), fc.nat(0x7fff_ffff));
const switched = fc.record({ request: fc.nat(1), used: fc.nat(1) }, { requiredKeys: [] });

const messages: [title: string, Message<any, any>, Format<any>, type: number, fc.Arbitrary<any>][] = [
  [
    'prefixes',
    prefix,
    prefixFormat,
    52,
    fc.record(
      {
        family: fc.constant('inet6'),
        ifindex: device,
        type: fc.constant(3),
        len: u8,
        flags: u8,
        address: fc.ipV6().map(text => ipv6Text(parseIp(text) ?? new Uint8Array(16), 0)),
        cacheinfo: fc.record({ preferredTime: u32, validTime: u32 }),
      },
      { requiredKeys: ['family', 'ifindex', 'type', 'len', 'flags'] },
    ),
  ],
  [
    'buckets',
    nexthopBucket,
    nexthopBucketFormat,
    116,
    fc.record(
      {
        flags: u32,
        id: u32,
        resBucket: fc.record(
          {
            index: fc.nat(0xffff),
            idleTime: fc.oneof(fc.nat(1_000_000), fc.bigInt(0n, 2n ** 40n)),
            nhId: u32,
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['flags'] },
    ),
  ],
  [
    'statistics',
    stats,
    statsFormat,
    92,
    fc.record(
      {
        ifindex: device,
        linkOffloadXstats: fc.record(
          { hwSInfo: fc.record({ l3Stats: switched }, { requiredKeys: [] }) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['ifindex'] },
    ),
  ],
];

describe.skipIf(!canUnshare)('made-up messages', () => {
  test.each(messages)('%s', (_title, schema, format, type, arbitrary) => {
    const sink = new Sink();
    let ours = '';
    for (const value of fc.sample(arbitrary, { numRuns: 1000, seed: 1 })) {
      const start = beginMessage(sink, type, 0);
      schema.encode(value, sink);
      const end = sink.length;
      endMessage(sink, start);
      ours += format.text(schema.decode(new Window(sink.u8), start + 16, end), context);
    }
    const folder = mkdtempSync(join(tmpdir(), 'messages-'));
    try {
      writeFileSync(join(folder, 'file'), sink.bytes());
      const theirs = execFileSync('unshare', ['-Urnm', 'ip', 'monitor', 'file', join(folder, 'file')], {
        maxBuffer: 1 << 28,
        encoding: 'utf8',
      });
      expect(ours.split('\n')).toEqual(theirs.split('\n'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
