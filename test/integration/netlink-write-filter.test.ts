/** Filters, chains and actions as Rtnetlink makes them, and as tc(8) does. */
import { describe, expect, test } from 'vitest';
import { NetlinkError } from '../../src/netlink/index.js';
import type { ActionOptions } from '../../src/netlink/route/options/action.js';
import type { FilterOptions } from '../../src/netlink/route/options/filter.js';
import { WireError } from '../../src/wire/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

const setup = ['link add v0 type veth peer name v1', 'link add v2 type veth peer name v3', 'link set v0 up'];
const egressMirror = (index: number): ActionOptions => ({
  kind: 'mirred',
  options: { parms: { eaction: 'egressMirror', ifindex: index, action: 'pipe' } },
});

function prepare(sandbox: Sandbox): void {
  sandbox.ipBatch(setup);
  sandbox.run('tc', ['qdisc', 'add', 'dev', 'v0', 'ingress']);
  sandbox.run('tc', ['qdisc', 'add', 'dev', 'v2', 'root', 'handle', '1:', 'htb']);
  sandbox.run('tc', ['class', 'add', 'dev', 'v2', 'parent', '1:', 'classid', '1:10', 'htb', 'rate', '1mbit']);
}

const shown = (sandbox: Sandbox): string =>
  [
    ['filter', 'show', 'dev', 'v0', 'ingress'],
    ['filter', 'show', 'dev', 'v2'],
    ['chain', 'show', 'dev', 'v0', 'ingress'],
    ['actions', 'list', 'action', 'mirred'],
  ]
    .map(words => sandbox.run('tc', words))
    .join('\n');

const cases: readonly [(index: number) => FilterOptions, tc: string][] = [
  [
    index => ({
      dev: 'v0',
      parent: 'ingress',
      protocol: 'ip',
      prio: 1,
      kind: 'u32',
      options: {
        classid: '1:1',
        sel: {
          flags: ['terminal'],
          keys: [
            { val: 0x0a00_0000, mask: 0xff00_0000, off: 12 },
            { val: 80, mask: 0xffff, off: 20 },
          ],
        },
        act: [egressMirror(index)],
      },
    }),
    'dev v0 ingress protocol ip pref 1 u32 match ip src 10.0.0.0/8 match ip dport 80 0xffff flowid 1:1 action mirred egress mirror dev v2',
  ],
  [
    () => ({
      dev: 'v2',
      parent: '1:',
      protocol: 'ip',
      prio: 2,
      kind: 'u32',
      handle: 0x0020_0000,
      options: { divisor: 256 },
    }),
    'dev v2 parent 1: protocol ip pref 2 handle 2: u32 divisor 256',
  ],
  [
    () => ({
      dev: 'v2',
      parent: '1:',
      protocol: 'ip',
      prio: 2,
      kind: 'u32',
      options: {
        hash: 0x0020_7000,
        sel: { flags: ['terminal'], keys: [{ val: 6 << 16, mask: 0xff_0000, off: 8 }] },
        mark: { val: 5, mask: 0xff },
        classid: '1:10',
      },
    }),
    'dev v2 parent 1: protocol ip pref 2 u32 ht 2:7: match ip protocol 6 0xff match mark 5 0xff flowid 1:10',
  ],
  [
    index => ({
      dev: 'v0',
      parent: 'ingress',
      prio: 5,
      chain: 7,
      kind: 'bpf',
      options: {
        opsLen: 1,
        ops: [{ code: 6, k: 0xffff_ffff }],
        classid: '1:2',
        act: [
          egressMirror(index),
          {
            kind: 'mirred',
            options: { parms: { eaction: 'ingressRedir', ifindex: index, action: 'stolen' } },
          },
        ],
      },
    }),
    'dev v0 ingress chain 7 protocol all pref 5 bpf bytecode 1,6 0 0 4294967295 flowid 1:2 action mirred egress mirror dev v2 pipe action mirred ingress redirect dev v2',
  ],
];

describe('filters', () => {
  test('are what tc makes, and go away as they came', async ctx => {
    await using twins = Twins.create(ctx);
    prepare(twins.ours);
    prepare(twins.theirs);
    const { filters, connection } = twins.rtnetlink;
    const index = connection.interfaceIndex('v2');
    for (const [options, tc] of cases) {
      await filters.add(options(index));
      twins.theirs.run('tc', ['filter', 'add', ...wordsOf(tc)]);
      expect(shown(twins.ours), tc).toBe(shown(twins.theirs));
    }
    const listed = await filters
      .list({ ifindex: connection.interfaceIndex('v0'), parent: 'ffff:fff2' })
      .toArray();
    expect(listed.filter(({ kind }) => kind === 'u32').at(-1)!.options).toMatchObject({
      sel: { nkeys: 2 },
      act: [{ order: 1, kind: 'mirred', options: { parms: { eaction: 'egressMirror', ifindex: index } } }],
    });
    await filters.replace({ ...cases[3]![0](index), handle: 1, options: { opsLen: 1, ops: [{ code: 6 }] } });
    expect(shown(twins.ours)).toContain("bytecode '1,6 0 0 0'");
    const got = await filters.get({
      dev: 'v0',
      parent: 'ingress',
      prio: 5,
      protocol: 'all',
      chain: 7,
      kind: 'bpf',
      handle: 1,
    });
    expect(got.options).toMatchObject({ ops: [{ code: 6, jt: 0, jf: 0, k: 0 }] });
    await filters.delete({ dev: 'v0', parent: 'ingress', prio: 1, protocol: 'ip', kind: 'u32' });
    await filters.delete({ dev: 'v0', parent: 'ingress', prio: 5, protocol: 'all', chain: 7 });
    await filters.delete({ dev: 'v2', parent: '1:', prio: 2, protocol: 'ip' });
    expect(twins.ours.run('tc', ['filter', 'show', 'dev', 'v0', 'ingress'])).toBe('');
    expect(twins.ours.run('tc', ['filter', 'show', 'dev', 'v2'])).toBe('');
  });

  test('that cannot be are refused with the path of what is wrong', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    prepare(sandbox);
    const { filters } = sandbox.rtnetlink;
    const place = { dev: 'v0', parent: 'ingress', prio: 1 } as const;
    const strange = filters.add({ ...place, kind: 'u32', options: { act: [{ kind: 'strange' }] } });
    await expect(strange).rejects.toBeInstanceOf(NetlinkError);
    const missing = filters.add({ ...place, kind: 'u32', options: {} });
    await expect(missing).rejects.toThrow(/EINVAL|Selector not specified/);
    const long = filters.add({ ...place, kind: 'u32', options: { indev: 'an-interface-that-is-none' } });
    await expect(long).rejects.toMatchObject({
      code: expect.stringMatching(/EINVAL|ERANGE/),
      attribute: 'options.indev',
    });
    const action = filters.add({
      ...place,
      kind: 'u32',
      options: { sel: { keys: [{}] }, act: [{ kind: 'mirred', options: {} }] },
    });
    await expect(action).rejects.toThrow('act_mirred: Missing required mirred parameters');
    await expect(filters.add({ ...place, kind: 'u32', options: { sle: {} } } as never)).rejects.toThrow(
      "options: there is no field 'sle'; did you mean 'sel'?",
    );
    await expect(
      filters.add({
        ...place,
        kind: 'u32',
        options: { act: [{ kind: 'mirred', options: { parms: { eaction: 'up' } } }] },
      } as never),
    ).rejects.toThrow(/options\.act\[0\]\.options\.parms\.eaction/);
    await expect(filters.add({ kind: 'u32' })).rejects.toBeInstanceOf(WireError);
    const gone = filters.delete({ ...place, prio: 9, protocol: 'ip', kind: 'u32' });
    await expect(gone).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('chains', () => {
  test('are made, listed and deleted', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    prepare(sandbox);
    const { chains, connection } = sandbox.rtnetlink;
    const place = { dev: 'v0', parent: 'ingress' } as const;
    await chains.add({ ...place, chain: 7 });
    await expect(chains.add({ ...place, chain: 7 })).rejects.toMatchObject({ code: 'EEXIST' });
    expect(sandbox.run('tc', ['chain', 'show', 'dev', 'v0', 'ingress'])).toContain('chain 7');
    const ifindex = connection.interfaceIndex('v0');
    expect(
      (await chains.list({ ifindex, parent: 'ffff:fff2' }).toArray()).map(({ chain }) => chain),
    ).toContain(7);
    expect((await chains.get({ ...place, chain: 7 })).chain).toBe(7);
    await chains.delete({ ...place, chain: 7 });
    await expect(chains.delete({ ...place, chain: 7 })).rejects.toMatchObject({ code: 'EINVAL' });
  });
});

describe('actions', () => {
  test('are what tc makes, and are listed by kind', async ctx => {
    await using twins = Twins.create(ctx);
    prepare(twins.ours);
    prepare(twins.theirs);
    const { actions, connection } = twins.rtnetlink;
    const ifindex = connection.interfaceIndex('v2');
    const parms = { index: 9, eaction: 'egressMirror', ifindex, action: 'pipe' } as const;
    await actions.add({ kind: 'mirred', options: { parms }, cookie: '0102' });
    twins.theirs.run('tc', 'actions add action mirred egress mirror dev v2 index 9 cookie 0102'.split(' '));
    expect(shown(twins.ours)).toBe(shown(twins.theirs));
    await expect(actions.add({ kind: 'mirred', options: { parms } })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    await actions.replace({
      kind: 'mirred',
      options: { parms: { ...parms, eaction: 'egressRedir', action: 'stolen' } },
      cookie: '03',
    });
    twins.theirs.run(
      'tc',
      'actions replace action mirred egress redirect dev v2 index 9 cookie 03'.split(' '),
    );
    expect(shown(twins.ours)).toBe(shown(twins.theirs));

    const [message] = await actions.list({ kind: 'mirred' }).toArray();
    expect(message).toMatchObject({ count: 1, tab: [{ kind: 'mirred', options: { parms: { index: 9 } } }] });
    const got = await actions.get({ kind: 'mirred', index: 9 });
    expect(got.tab![0]).toMatchObject({ kind: 'mirred', cookie: Uint8Array.of(3) });
    await actions.delete({ kind: 'mirred', index: 9 });
    expect(await actions.list({ kind: 'mirred' }).toArray()).toEqual([]);
    await expect(actions.delete({ kind: 'mirred', index: 9 })).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(actions.get({} as never)).rejects.toThrow("'kind' is missing");
    expect(() => actions.list({} as never)).toThrow("'kind' is missing");
  });

  test('of many kinds are refused each by itself', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    const outcomes = await sandbox.rtnetlink.actions.all('add', [
      { kind: 'strange' },
      { kind: 'mirred', options: {} },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

/** Words of a command, of which a program of BPF is one. */
function wordsOf(line: string): string[] {
  return line.match(/\d+,\d+ \d+ \d+ \d+|\S+/g)!;
}
