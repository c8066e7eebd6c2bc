/** What captured messages of filters and actions lack, by hand. */
import { describe, expect, test } from 'vitest';
import { controlAction } from '../../../src/netlink/route/action-kinds/general.js';
import { actionKinds } from '../../../src/netlink/route/action-kinds/index.js';
import { filterKinds } from '../../../src/netlink/route/filter-kinds/index.js';
import { action } from '../../../src/netlink/route/tc/action.js';
import { tfilter } from '../../../src/netlink/route/tc/filter.js';
import { toHex, toJson } from '../../../src/wire/index.js';
import { decoded, encoded, refusal } from '../../wire/codec.js';
import { decode, encode } from '../fixtures.js';

/** Expects a value that is written to be read again, and to be written so through JSON too. */
function expectRoundTrip(type: Parameters<typeof encoded>[0], value: unknown): unknown {
  const bytes = encoded(type, value);
  const again = decoded(type, bytes);
  expect(toHex(encoded(type, again))).toBe(toHex(bytes));
  expect(toHex(encoded(type, JSON.parse(JSON.stringify(toJson(again)))))).toBe(toHex(bytes));
  return again;
}

describe('what becomes of packets', () => {
  test('is a name, a number, or an opcode with a value', () => {
    for (const value of [
      'unspec',
      'ok',
      'shot',
      'trap',
      99,
      { jump: 3 },
      { gotoChain: 7 },
      { gotoChain: 0 },
    ] as const)
      expect(expectRoundTrip(controlAction, value)).toEqual(value);
    expect(toHex(encoded(controlAction, 'unspec'))).toBe('ffffffff');
  });

  test('is refused when it is none of them', () => {
    expect(refusal(() => encoded(controlAction, 'drop')).message).toContain('is no TC_ACT_ name');
    expect(refusal(() => encoded(controlAction, { jump: 2 ** 28 })).path).toBe('jump');
    refusal(() => encoded(controlAction, { leap: 1 }));
    refusal(() => encoded(controlAction, null));
  });
});

describe('extended matches', () => {
  const list = [
    {
      kind: 'text',
      flags: ['relAnd'],
      data: { algo: 'kmp', patternLen: 4, layers: { from: 1, to: 2 }, pattern: '61626364' },
    },
    { kind: 'ipset', flags: ['relOr'], data: { index: 7, dim: 2, flags: 6 } },
    {
      kind: 'ipt',
      flags: ['invert', 'relAnd'],
      data: { matchName: 'policy', nfproto: 2, matchData: '00010203' },
    },
    { kind: 'vlan', flags: ['relAnd'], data: '0102' },
    { kind: 77, flags: [], data: '01020304' },
  ];

  test('of kinds that few kernels have are read and written', () => {
    const value = expectRoundTrip(filterKinds.basic, { ematches: { hdr: { nmatches: 5 }, list } });
    expect(value).toMatchObject({
      ematches: {
        list: [
          {
            kind: 'text',
            data: { algo: 'kmp', layers: { from: 1, to: 2 }, pattern: new Uint8Array([97, 98, 99, 100]) },
          },
          { kind: 'ipset', data: { index: 7, dim: 2, flags: 6 } },
          { kind: 'ipt', data: { matchName: 'policy', nfproto: 2 } },
          { kind: 'vlan', data: new Uint8Array([1, 2]) },
          { kind: 77, data: new Uint8Array([1, 2, 3, 4]) },
        ],
      },
    });
  });

  test('an error says in which', () => {
    const wrong = { ematches: { list: [{ kind: 'cmp', data: { how: { align: 16 } } }] } };
    expect(refusal(() => encoded(filterKinds.basic, wrong)).path).toBe('ematches.list[0].data.how.align');
  });
});

test('targets of iptables are read and written', () => {
  const value = { table: 'mangle', hook: 1, index: 3, cnt: { refcnt: 1, bindcnt: 0 }, targ: '2000' };
  expect(expectRoundTrip(actionKinds.xt, value)).toMatchObject({
    table: 'mangle',
    hook: 1,
    cnt: { refcnt: 1 },
  });
});

test('filters and actions of kinds that are not known keep their bytes', () => {
  const filter = { kind: 'strange', options: Uint8Array.of(1, 2, 3) };
  expect(decode(tfilter, encode(tfilter, filter))).toMatchObject(filter);
  const actions = {
    tab: [{ order: 4, kind: 'strange', options: Uint8Array.of(1, 2, 3), '#99': Uint8Array.of(9) }],
  };
  expect(decode(action, encode(action, actions))).toMatchObject(actions);
});
