import { describe, expect, test } from 'vitest';
import { explain, explainMessages } from '../../src/netlink/explain.js';
import { routeMessages } from '../../src/netlink/route/index.js';
import { route } from '../../src/netlink/route/route.js';
import { rtmonStamp } from '../../src/netlink/rtmon.js';
import { type ExplainedRow, toHex } from '../../src/wire/index.js';
import { mutate } from '../fuzz/mutate.js';
import { fuzzSeed, Random } from '../fuzz/random.js';
import {
  acknowledgement,
  attribute,
  cString,
  done,
  join,
  netlinkMessage,
  u32,
} from '../support/netlink-bytes.js';
import { captured } from './fixtures.js';

const CAPPED = 0x100;
const ACK_TLVS = 0x200;

/** A request for a route to 10.8.0.0/16 by way of 10.99.1.2. */
const request = netlinkMessage(
  { type: 24, flags: 0x605, sequence: 7 },
  Uint8Array.of(2, 16, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0),
  attribute(1, Uint8Array.of(10, 8, 0, 0)),
  attribute(5, Uint8Array.of(10, 99, 1, 2)),
);

const lines = (rows: readonly ExplainedRow[]) =>
  rows.map(
    ({ depth, name, meaning }) => `${'  '.repeat(depth)}${name}${meaning === '' ? '' : `: ${meaning}`}`,
  );

/** The lines of a message's rows, without the sequence number and the port. */
const linesOf = (bytes: Uint8Array) => {
  const [rows, ...others] = explainMessages(routeMessages, bytes);
  expect(others).toEqual([]);
  return lines(rows!).filter(line => !/sequence|port/.test(line));
};

describe('acknowledgements', () => {
  test('with the whole request and the words of the kernel', () => {
    const bytes = acknowledgement(7, -101, {
      flags: ACK_TLVS,
      echo: request,
      attributes: [attribute(1, cString('Nexthop has invalid gateway')), attribute(2, u32(36))],
    });
    const expected = [
      'length: 104',
      'type: NLMSG_ERROR (2)',
      'flags: NLM_F_ACK_TLVS (0x200)',
      'error: -ENETUNREACH (-101)',
      '  request.length: 44',
      '  request.type: RTM_NEWROUTE (24)',
      '  request.flags: NLM_F_REQUEST | NLM_F_ACK | NLM_F_EXCL | NLM_F_CREATE (0x605)',
      '  family: inet (AF_INET, 2)',
      '  dstLen: 16',
      '  srcLen: 0',
      '  tos: 0',
      '  table8: 254',
      '  protocol: boot (RTPROT_BOOT, 3)',
      '  scope: universe (RT_SCOPE_UNIVERSE, 0)',
      '  type: unicast (RTN_UNICAST, 1)',
      '  flags: none (0)',
      '  dst: length 8, RTA_DST (1)',
      '    dst: 10.8.0.0',
      '  gateway: length 8, RTA_GATEWAY (5)',
      '    gateway: 10.99.1.2',
      'msg: length 32, NLMSGERR_ATTR_MSG (1)',
      '  msg: "Nexthop has invalid gateway"',
      'offs: length 8, NLMSGERR_ATTR_OFFS (2)',
      '  offs: 36: gateway',
    ];
    expect(linesOf(bytes)).toEqual(expected);
    // A schema alone knows them too, for requests that are its own.
    expect(lines(explain(route, bytes)).filter(line => !/sequence|port/.test(line))).toEqual(expected);
  });

  test('with the attribute that is missing', () => {
    const missing = (...attributes: Uint8Array[]) =>
      linesOf(acknowledgement(7, -22, { flags: ACK_TLVS, echo: request, attributes })).at(-1);
    expect(missing(attribute(5, u32(4)))).toBe('  missType: 4: oif');
    expect(missing(attribute(5, u32(4)), attribute(6, u32(36)))).toBe('  missNest: 36');
  });

  test('with the header of the request alone', () => {
    const rows = linesOf(acknowledgement(7, 0, { flags: CAPPED, echo: request.slice(0, 16) }));
    expect(rows.slice(2)).toEqual([
      'flags: NLM_F_CAPPED (0x100)',
      'error: 0',
      '  request.length: 44',
      '  request.type: RTM_NEWROUTE (24)',
      '  request.flags: NLM_F_REQUEST | NLM_F_ACK | NLM_F_EXCL | NLM_F_CREATE (0x605)',
    ]);
  });

  test('with a request that no schema is for, and an errno without a name', () => {
    const echo = netlinkMessage({ type: 999, flags: 1 }, u32(1));
    expect(linesOf(acknowledgement(7, -5000, { echo })).slice(3)).toEqual([
      'error: -5000',
      '  request.length: 20',
      '  request.type: 999',
      '  request.flags: NLM_F_REQUEST (0x1)',
      '  #rest: not in the schema',
    ]);
  });

  test('that end early', () => {
    expect(linesOf(netlinkMessage({ type: 2 }, u32(-1))).slice(3)).toEqual(['error: -EPERM (-1)']);
    expect(linesOf(netlinkMessage({ type: 2 })).slice(3)).toEqual([]);
    expect(linesOf(netlinkMessage({ type: 2 }, u32(-1, 44, 24))).at(-1)).toBe(
      '#rest: the beginning of a request',
    );
  });
});

describe('other messages of every protocol', () => {
  test('the end of a dump, with a status, an errno or words', () => {
    expect(linesOf(done(7)).slice(1)).toEqual([
      'type: NLMSG_DONE (3)',
      'flags: NLM_F_MULTI (0x2)',
      'status: 0',
    ]);
    const refused = done(7, -95, 2 | ACK_TLVS, [attribute(1, cString('no'))]);
    expect(linesOf(refused).slice(2)).toEqual([
      'flags: NLM_F_MULTI | NLM_F_ACK_TLVS (0x202)',
      'status: -EOPNOTSUPP (-95)',
      'msg: length 7, NLMSGERR_ATTR_MSG (1)',
      '  msg: "no"',
      'padding',
    ]);
  });

  test('those without content, and the stamps of rtmon', () => {
    expect(linesOf(netlinkMessage({ type: 1 }))[1]).toBe('type: NLMSG_NOOP (1)');
    expect(linesOf(netlinkMessage({ type: 4 }, u32(1))).slice(1)).toEqual([
      'type: NLMSG_OVERRUN (4)',
      'flags: none (0)',
      '#rest: not in the schema',
    ]);
    expect(linesOf(rtmonStamp(1_700_000_000_500)).slice(1)).toEqual([
      'type: NLMSG_TSTAMP (15)',
      'flags: none (0)',
      'seconds: 1700000000',
      'microseconds: 500000',
    ]);
  });

  test('a type without a schema', () => {
    expect(linesOf(netlinkMessage({ type: 999 }, u32(1))).slice(1)).toEqual([
      'type: 999',
      'flags: none (0)',
      '#rest: not in the schema',
    ]);
  });
});

describe('several messages', () => {
  /** Fails unless the rows cover each byte once, in order. */
  function expectTiling(bytes: Uint8Array): void {
    let at = 0;
    for (const { offset, bytes: own } of explainMessages(routeMessages, bytes).flat()) {
      if (offset !== at || own.length === 0) {
        throw new Error(`a row at ${offset}, not ${at}; seed ${fuzzSeed}: ${toHex(bytes)}`);
      }
      at += own.length;
    }
    expect(at, toHex(bytes)).toBe(bytes.length);
  }

  test('have lists of rows of their own, padding included, and what is no message another', () => {
    const unaligned = netlinkMessage({ type: 999 }, Uint8Array.of(1));
    const found = explainMessages(routeMessages, join(unaligned, request, done(7), new Uint8Array(20)));
    expect(found.map(rows => lines(rows)[1])).toEqual([
      'type: 999',
      'type: RTM_NEWROUTE (24)',
      'type: NLMSG_DONE (3)',
      undefined,
    ]);
    expect(lines(found[0]!).at(-1)).toBe('padding');
    expect(lines(found[3]!)).toEqual(['#rest: no message']);
    expect(explainMessages(routeMessages, new Uint8Array())).toEqual([]);
  });

  test('of which the last is cut short', () => {
    const found = explainMessages(routeMessages, join(request, request.slice(0, 30)));
    expect(lines(found[1]!)[0]).toBe('length: 44, 30 bytes are there');
  });

  test('cover every byte once, whatever is broken', () => {
    const random = new Random(fuzzSeed);
    const ack = acknowledgement(7, -22, {
      flags: ACK_TLVS,
      echo: request,
      attributes: [attribute(2, u32(36)), attribute(5, u32(4)), attribute(6, u32(36))],
    });
    for (let i = 0; i < 20_000; i++) {
      const first = random.pick([ack, done(7, -1, ACK_TLVS, [attribute(1, cString('no'))]), request]);
      const other = random.pick(captured).bytes;
      expectTiling(
        join(mutate(first, other, random.pick([16, 20, 36, 64]), random), random.pick([ack, other])),
      );
    }
    for (let length = 0; length <= ack.length; length++) expectTiling(ack.slice(0, length));
  });
});
