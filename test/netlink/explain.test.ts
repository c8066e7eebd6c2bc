import { describe, expect, test } from 'vitest';
import { explain } from '../../src/netlink/explain.js';
import { link } from '../../src/netlink/route/link.js';
import { route } from '../../src/netlink/route/route.js';
import { type ExplainedRow, explainedText, toHex } from '../../src/wire/index.js';
import { mutate } from '../fuzz/mutate.js';
import { fuzzSeed, Random } from '../fuzz/random.js';
import { fromHexText } from '../wire/codec.js';
import { type AnyMessage, captured } from './fixtures.js';

/** Fails unless the rows cover each byte once, in order. */
function expectTiling(schema: AnyMessage, message: Uint8Array): ExplainedRow[] {
  const rows = explain(schema, message);
  const what = `${schema.name}, seed ${fuzzSeed}: ${toHex(message)}`;
  let at = 0;
  for (const { offset, bytes } of rows) {
    if (offset !== at || bytes.length === 0) throw new Error(`a row at ${offset}, not ${at}: ${what}`);
    at += bytes.length;
  }
  expect(at, what).toBe(message.length);
  expect(toHex(Buffer.concat(rows.map(({ bytes }) => bytes)))).toBe(toHex(message));
  return rows;
}

describe('rows cover every byte once', () => {
  test('of every captured message; nothing of the kernel is unknown', () => {
    for (const { schema, bytes, source, name } of captured) {
      const rows = expectTiling(schema, bytes);
      if (source !== 'request')
        expect(
          rows.filter(row => row.name.startsWith('#')),
          name,
        ).toEqual([]);
    }
  });

  test('of broken messages, whatever is broken', () => {
    const random = new Random(fuzzSeed);
    for (let i = 0; i < 20_000; i++) {
      const { schema, bytes } = random.pick(captured);
      expectTiling(schema, mutate(bytes, random.pick(captured).bytes, 16 + schema.attributesOffset, random));
    }
  });

  test('of messages that are cut short', () => {
    for (const file of ['link', 'route', 'nexthop', 'neigh']) {
      const { schema, bytes } = captured.find(
        message => message.file === file && message.source === 'event',
      )!;
      for (let length = 0; length <= bytes.length; length++) expectTiling(schema, bytes.slice(0, length));
    }
  });
});

describe('the text', () => {
  test('of a route with two hops', () => {
    const message = fromHexText(`
      5c000000 18000006 01000000 ca3f0000 02180000 fe030001 00000000 08000f00 fe000000 08000100 c6336700
      2c000900 10000001 03000000 08000500 0a010009 18000402 05000000 06001200 0a00 0000 05003900 ff 000000 030001`);
    message[0] = message.length;
    message[44] = 0x2c;
    expect(explainedText(explain(route, message))).toBe(`\
0000  5b 00 00 00              length: 91
0004  18 00                    type: RTM_NEWROUTE (24)
0006  00 06                    flags: NLM_F_EXCL | NLM_F_CREATE (0x600)
0008  01 00 00 00              sequence: 1
000c  ca 3f 00 00              port: 16330
0010  02                       family: inet (AF_INET, 2)
0011  18                       dstLen: 24
0012  00                       srcLen: 0
0013  00                       tos: 0
0014  fe                       table8: 254
0015  03                       protocol: boot (RTPROT_BOOT, 3)
0016  00                       scope: universe (RT_SCOPE_UNIVERSE, 0)
0017  01                       type: unicast (RTN_UNICAST, 1)
0018  00 00 00 00              flags: none (0)
001c  08 00 0f 00              table: length 8, RTA_TABLE (15)
0020  fe 00 00 00                table: 254
0024  08 00 01 00              dst: length 8, RTA_DST (1)
0028  c6 33 67 00                dst: 198.51.103.0
002c  2c 00 09 00              multipath: length 44, RTA_MULTIPATH (9)
0030  10 00                      [0]: length 16
0032  00                           flags: none (0)
0033  01                           hops: 1
0034  03 00 00 00                  ifindex: 3
0038  08 00 05 00                  gateway: length 8, RTA_GATEWAY (5)
003c  0a 01 00 09                    gateway: 10.1.0.9
0040  18 00                      [1]: length 24
0042  04                           flags: onlink (RTNH_F_ONLINK, 0x4)
0043  02                           hops: 2
0044  05 00 00 00                  ifindex: 5
0048  06 00 12 00                  via: length 6, RTA_VIA (18)
004c  0a 00                          family: inet6 (AF_INET6, 10)
004e  00 00                        padding
0050  05 00 39 00                  #57: length 5, type (57)
0054  ff                             #57: not in the schema
0055  00 00 00                     padding
0058  03 00 01                 #rest: no attribute
`);
  });

  test('of a request for a pair of interfaces', () => {
    const message = fromHexText(`
      58000000 10000506 01000000 00000000 00000000 00000000 00000000 00000000 07000300 64300000
      2c001280 08000100 76657468 20000200 1c000100 00000000 00000000 00000000 00000000 07000300 64310000`);
    expect(explainedText(explain(link, message))).toBe(`\
0000  58 00 00 00              length: 88, 84 bytes are there
0004  10 00                    type: RTM_NEWLINK (16)
0006  05 06                    flags: NLM_F_REQUEST | NLM_F_ACK | NLM_F_EXCL | NLM_F_CREATE (0x605)
0008  01 00 00 00              sequence: 1
000c  00 00 00 00              port: 0
0010  00                       family: unspec (AF_UNSPEC, 0)
0011  00                       padding
0012  00 00                    type: netrom (ARPHRD_NETROM, 0)
0014  00 00 00 00              index: 0
0018  00 00 00 00              flags: none (0)
001c  00 00 00 00              change: 0
0020  07 00 03 00              ifname: length 7, IFLA_IFNAME (3)
0024  64 30 00                   ifname: "d0"
0027  00                       padding
0028  2c 00 12 80              linkinfo: length 44, IFLA_LINKINFO (18) | NLA_F_NESTED
002c  08 00 01 00                kind: length 8, IFLA_INFO_KIND (1)
0030  76 65 74 68                  kind: "veth"
0034  20 00 02 00                data: length 32, IFLA_INFO_DATA (2)
0038  1c 00 01 00                  peer: length 28, VETH_INFO_PEER (1)
003c  00                             family: unspec (AF_UNSPEC, 0)
003d  00                             padding
003e  00 00                          type: netrom (ARPHRD_NETROM, 0)
0040  00 00 00 00                    index: 0
0044  00 00 00 00                    flags: none (0)
0048  00 00 00 00                    change: 0
004c  07 00 03 00                    ifname: length 7, IFLA_IFNAME (3)
0050  64 31 00                         ifname: "d1"
0053  00                             padding
`);
  });

  test('of flags goes by what the message does', () => {
    const flagsOf = (type: number, flags: number) => {
      const message = new Uint8Array(28);
      message.set([28, 0, 0, 0, type, 0, flags & 255, flags >> 8]);
      return explain(route, message)[2]!.meaning;
    };
    expect(flagsOf(26, 0x301)).toBe('NLM_F_REQUEST | NLM_F_DUMP (0x301)');
    expect(flagsOf(26, 0x101)).toBe('NLM_F_REQUEST | NLM_F_ROOT (0x101)');
    expect(flagsOf(24, 0x501)).toBe('NLM_F_REQUEST | NLM_F_REPLACE | NLM_F_CREATE (0x501)');
    expect(flagsOf(25, 0x301)).toBe('NLM_F_REQUEST | NLM_F_NONREC | NLM_F_BULK (0x301)');
    expect(flagsOf(99, 0x1302)).toBe('NLM_F_MULTI | 0x1300 (0x1302)');
    expect(flagsOf(24, 0)).toBe('none (0)');
  });
});
