import { describe, expect, test } from 'vitest';
import { ipProtocolName, loadIpProtocols } from '../../../../src/cli/nlmon/format/ip-protocols.js';
import { ruleFormat } from '../../../../src/cli/nlmon/format/rule.js';
import type { Rule } from '../../../../src/netlink/route/index.js';
import { context, showing } from './route-context.js';

const base: Rule = { family: 'inet', dstLen: 0, srcLen: 0, tos: 0, table8: 254, action: 'toTbl', flags: [] };
const all = { priority: 0, src: 'all', table: 'main' };

const cases: [title: string, rule: Rule, text: string, json: Record<string, unknown>][] = [
  ['nothing but a table', base, '0:\tfrom all lookup main\n', all],
  [
    'prefixes',
    { ...base, priority: 9, src: '10.0.0.0', srcLen: 8, dst: '10.1.2.3', dstLen: 32, flags: ['invert'] },
    '9:\tnot from 10.0.0.0/8 to 10.1.2.3 lookup main\n',
    { ...all, priority: 9, not: null, src: '10.0.0.0', srclen: 8, dst: '10.1.2.3' },
  ],
  [
    'prefixes of zeros that are not sent',
    { ...base, srcLen: 4, dstLen: 5 },
    '0:\tfrom 0/4 to 0/5 lookup main\n',
    { ...all, src: '0', srclen: 4, dst: '0', dstlen: 5 },
  ],
  [
    'an IPv6 address',
    { ...base, family: 'inet6', src: '2001:db8::1', srcLen: 128 },
    '0:\tfrom 2001:db8::1 lookup main\n',
    { ...all, src: '2001:db8::1' },
  ],
  [
    'a mark and its mask',
    { ...base, fwmark: 0, fwmask: 0xf0 },
    '0:\tfrom all fwmark 0/0xf0 lookup main\n',
    { ...all, fwmark: '0', fwmask: '0xf0' },
  ],
  [
    'a mark that is compared as a whole',
    { ...base, fwmark: 0xffff_fffe, fwmask: 0xffff_ffff, tos: 4 },
    '0:\tfrom all tos 0x04 fwmark 0xfffffffe lookup main\n',
    { ...all, tos: '0x04', fwmark: '0xfffffffe' },
  ],
  [
    'interfaces, one of them gone',
    { ...base, iifname: 'eth7', oifname: 'eth0', flags: ['iifDetached'] },
    '0:\tfrom all iif eth7 [detached] oif eth0 lookup main\n',
    { ...all, iif: 'eth7', iif_detached: null, oif: 'eth0' },
  ],
  [
    'the other gone',
    { ...base, oifname: 'eth7', flags: ['oifDetached'] },
    '0:\tfrom all oif eth7 [detached] lookup main\n',
    { ...all, oif: 'eth7', oif_detached: null },
  ],
  [
    'the table of a VRF device',
    { ...base, table8: 0, table: 0, l3mdev: 1, protocol: 'kernel' },
    '0:\tfrom all lookup [l3mdev-table]\n',
    { priority: 0, src: 'all', l3mdev: null },
  ],
  [
    'users, ports and protocols',
    {
      ...base,
      uidRange: { start: 0, end: 4_294_967_294 },
      ipProto: 253,
      sportRange: { start: 80, end: 80 },
      dportRange: { start: 1, end: 65_535 },
    },
    '0:\tfrom all uidrange 0-4294967294 ipproto ipproto-253 sport 80 dport 1-65535 lookup main\n',
    {
      ...all,
      uid_start: 0,
      uid_end: 4_294_967_294,
      ipproto: 'ipproto-253',
      sport: 80,
      dport_start: 1,
      dport_end: 65_535,
    },
  ],
  [
    'a tunnel id that is exact',
    { ...base, tunId: 77, sportRange: { start: 1, end: 2 }, dportRange: { start: 3, end: 3 } },
    '0:\tfrom all sport 1-2 dport 3 tun_id 77 lookup main\n',
    { ...all, sport_start: 1, sport_end: 2, dport: 3, tun_id: 77 },
  ],
  [
    'a tunnel id beyond what a number can hold',
    { ...base, tunId: 2n ** 64n - 1n },
    '0:\tfrom all tun_id 18446744073709551615 lookup main\n',
    { ...all, tun_id: '18446744073709551615' },
  ],
  [
    'suppressors',
    { ...base, table: 100, suppressPrefixlen: 0, suppressIfgroup: 7 },
    '0:\tfrom all lookup blue suppress_prefixlength 0 suppress_ifgroup servers\n',
    { ...all, table: 'blue', suppress_prefixlen: 0, suppress_ifgroup: 'servers' },
  ],
  [
    'suppressors that are not set, and a group that ip takes for negative',
    { ...base, suppressPrefixlen: 0xffff_ffff, suppressIfgroup: 0xffff_fffe },
    '0:\tfrom all lookup main suppress_ifgroup -2\n',
    { ...all, suppress_ifgroup: '-2' },
  ],
  ['no suppressor at all', { ...base, suppressIfgroup: 0xffff_ffff }, '0:\tfrom all lookup main\n', all],
  [
    'realms',
    { ...base, flow: 0x0003_0009, protocol: 'zebra' },
    '0:\tfrom all lookup main realms cosmos/9 proto zebra\n',
    { ...all, flow_from: 'cosmos', flow_to: '9', protocol: 'zebra' },
  ],
  ['one realm', { ...base, flow: 9 }, '0:\tfrom all lookup main realms 9\n', { ...all, flow_to: '9' }],
];

const actions: [action: Partial<Rule>, text: string, json: Record<string, unknown>][] = [
  [{ action: 'goto', goto: 500 }, ' goto 500', { goto: 500 }],
  [{ action: 'goto', flags: ['unresolved'] }, ' goto none [unresolved]', { goto: 'none', unresolved: null }],
  [{ action: 'nop' }, ' nop', { nop: null }],
  [{ action: 'blackhole' }, ' blackhole', { action: 'blackhole' }],
  [{ action: 'unreachable' }, ' unreachable', { action: 'unreachable' }],
  [{ action: 'prohibit' }, ' prohibit', { action: 'prohibit' }],
  [{ action: 'unspec' }, ' none', { action: 'none' }],
  [{ action: 'res3' }, ' anycast', { action: 'anycast' }],
  [{ action: 'res4' }, ' multicast', { action: 'multicast' }],
  [{ action: 9 }, ' throw', { action: 'throw' }],
  [{ action: 99 }, ' 99', { action: '99' }],
  [{ action: 10 }, ' masquerade', { masquerade: null }],
  [{ action: 10, '#5': Uint8Array.of(10, 0, 0, 1) }, ' map-to 10.0.0.1', { nat_gateway: '10.0.0.1' }],
];

describe('ruleFormat', () => {
  test.each(cases)('%s', (_title, rule, text, json) => {
    expect(ruleFormat.text(rule, context)).toBe(text);
    expect(ruleFormat.json(rule, context)).toEqual(json);
  });

  test.each(actions)('action %o', (action, text, json) => {
    const rule: Rule = { ...base, table8: 0, ...action };
    expect(ruleFormat.text(rule, context)).toBe(`0:\tfrom all${text}\n`);
    expect(ruleFormat.json(rule, context)).toEqual({ priority: 0, src: 'all', ...json });
  });

  test('shows IPv4 unless told otherwise', () => {
    const rule6: Rule = { ...base, family: 'inet6' };
    expect(ruleFormat.text(base, showing)).not.toBe('');
    expect(ruleFormat.text(rule6, showing)).toBe('');
    expect(ruleFormat.json(rule6, showing)).toBeUndefined();
    expect(ruleFormat.text(rule6, { ...showing, family: 'inet6' })).toBe('0:\tfrom all lookup main\n');
    expect(ruleFormat.text({ ...base, family: 128 }, context)).toBe('0:\tfrom all lookup main\n');
  });

  test('shows the rules of a table', () => {
    expect(ruleFormat.text(base, { ...showing, table: 254 })).toBe('0:\tfrom all lookup main\n');
    expect(ruleFormat.text(base, { ...showing, table: 253 })).toBe('');
    expect(ruleFormat.text(base, { ...showing, table: 0 })).toBe('0:\tfrom all lookup main\n');
  });
});

describe('protocols above IP', () => {
  test('have no names where the file is not there', () => {
    expect(loadIpProtocols('/nonexistent').size).toBe(0);
  });

  test('a number without a name', () => {
    expect(ipProtocolName(253)).toBe('ipproto-253');
  });
});
