/** Rules as Rtnetlink makes them, and as ip-rule(8) does. */
import { describe, expect, test } from 'vitest';
import type { RuleOptions } from '../../src/netlink/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

/** What ip(8) of iproute2 6.1 knows too. */
const cases: [RuleOptions, string][] = [
  [{ priority: 100 }, 'priority 100'],
  [{ priority: 101, src: '10.0.0.0/8' }, 'priority 101 from 10.0.0.0/8'],
  [{ priority: 102, dst: '10.0.0.1' }, 'priority 102 to 10.0.0.1'],
  [{ priority: 103, src: 'all', table: 7 }, 'priority 103 from all lookup 7'],
  [{ priority: 104, table: 100_000 }, 'priority 104 lookup 100000'],
  [{ priority: 105, tos: 0x10 }, 'priority 105 tos 0x10'],
  [{ priority: 106, fwmark: 5 }, 'priority 106 fwmark 5'],
  [{ priority: 107, fwmark: 5, fwmask: 0xff }, 'priority 107 fwmark 5/0xff'],
  [{ priority: 108, iifname: 'lo' }, 'priority 108 iif lo'],
  [{ priority: 109, oifname: 'nowhere' }, 'priority 109 oif nowhere'],
  [{ priority: 110, goto: 32766 }, 'priority 110 goto 32766'],
  [{ priority: 111, action: 'nop' }, 'priority 111 nop'],
  [{ priority: 112, action: 'blackhole' }, 'priority 112 blackhole'],
  [{ priority: 113, action: 'unreachable' }, 'priority 113 unreachable'],
  [{ priority: 114, action: 'prohibit' }, 'priority 114 prohibit'],
  [{ priority: 115, flags: ['invert'], src: '10.0.0.1' }, 'priority 115 not from 10.0.0.1'],
  [{ priority: 116, suppressPrefixlen: 0 }, 'priority 116 suppress_prefixlength 0'],
  [{ priority: 117, suppressIfgroup: 3 }, 'priority 117 suppress_ifgroup 3'],
  [{ priority: 118, uidRange: { start: 0, end: 0 } }, 'priority 118 uidrange 0-0'],
  [{ priority: 119, ipProto: 6 }, 'priority 119 ipproto tcp'],
  [{ priority: 120, ipProto: 17, sportRange: { start: 53, end: 53 } }, 'priority 120 ipproto udp sport 53'],
  [{ priority: 121, ipProto: 6, dportRange: { start: 80, end: 90 } }, 'priority 121 ipproto tcp dport 80-90'],
  [{ priority: 122, protocol: 'bird' }, 'priority 122 protocol bird'],
  [{ priority: 123, tunId: 77 }, 'priority 123 tun_id 77'],
  [{ priority: 124, flow: (3 << 16) | 4, src: '10.0.0.2' }, 'priority 124 from 10.0.0.2 realms 3/4'],
  [{ priority: 125, src: '2001:db8::/32' }, 'priority 125 from 2001:db8::/32'],
  [{ priority: 126, dst: '2001:db8::1', table: 9 }, 'priority 126 to 2001:db8::1 lookup 9'],
];

/** Newer than ip: read back by ourselves. */
const newer: RuleOptions[] = [
  { priority: 200, dscp: 10 },
  { priority: 201, dscp: 8, dscpMask: 0x38 },
  { priority: 202, ipProto: 6, sportRange: { start: 64, end: 64 }, sportMask: 0xfff0 },
  { priority: 203, ipProto: 6, dportRange: { start: 64, end: 64 }, dportMask: 0xfff0 },
  { family: 'inet6', priority: 204, flowlabel: 0x12345, flowlabelMask: 0xfffff },
];

const familyOf = (words: string) => (words.includes('2001:') ? '-6 ' : '');

describe('rules', () => {
  test('are what ip makes, and go away as they came', async ctx => {
    await using twins = Twins.create(ctx);
    const { rules } = twins.rtnetlink;
    for (const [options, words] of cases) {
      const shown = await twins.expectSame(
        rules.add(options),
        `${familyOf(words)}rule add ${words}`,
        `${familyOf(words)}rule show`,
      );
      expect(shown.map(({ priority }) => priority)).toContain(options.priority);
    }
    for (const [options] of [...cases].reverse()) await rules.delete(options);
    expect(twins.ours.ipJson('rule show').map(({ priority }) => priority)).toEqual([0, 32766, 32767]);
    expect(twins.ours.ipJson('-6 rule show').map(({ priority }) => priority)).toEqual([0, 32766]);
  });

  test('with options that ip does not have', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { rules } = sandbox.rtnetlink;
    const byPriority = async (wanted: number) =>
      (await rules.list().toArray()).find(({ priority }) => priority === wanted);
    for (const options of newer) {
      await rules.add(options);
      expect(await byPriority(options.priority!)).toMatchObject(options);
      await rules.delete(options);
      expect(await byPriority(options.priority!)).toBeUndefined();
    }
  });

  test('that send to the table of an interface’s VRF', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { rules } = sandbox.rtnetlink;
    try {
      await rules.add({ priority: 1000, l3mdev: 1 });
    } catch (error: any) {
      if (error.code === 'EOPNOTSUPP' || error.kernelMessage?.includes('l3mdev'))
        ctx.skip(`this kernel has no VRF: ${error.message}`);
      throw error;
    }
    expect(sandbox.ip('rule show')).toContain('1000:\tfrom all lookup [l3mdev-table]');
    await rules.delete({ priority: 1000, l3mdev: 1 });
  });

  test('are refused when they are there, and when they are not', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const { rules } = sandbox.rtnetlink;
    const rule: RuleOptions = { priority: 100, src: '10.0.0.1' };
    await rules.add(rule);
    await expect(rules.add(rule)).rejects.toMatchObject({ code: 'EEXIST' });
    await rules.delete({ priority: 100 });
    await expect(rules.delete({ priority: 100 })).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(rules.get({ priority: 0 })).rejects.toMatchObject({ code: 'EOPNOTSUPP' });
  });
});
