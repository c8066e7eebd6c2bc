/** Qdiscs and classes as Rtnetlink makes them, and as tc(8) does; of each kind where the kernel has it. */
import { describe, expect, test } from 'vitest';
import { NetlinkError, tc } from '../../src/netlink/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';
import { cases } from './netlink-write-tc-cases.js';

const setup = [
  'link add v0 numtxqueues 4 numrxqueues 4 type veth peer name v1 numtxqueues 4 numrxqueues 4',
  'link set v0 up',
  'link set v1 up',
];

const run = (sandbox: Sandbox, words: string): string => sandbox.run('tc', words.split(' '));

/** But for the packets that went by meanwhile. */
const shown = (sandbox: Sandbox): string =>
  (run(sandbox, '-d qdisc show') + run(sandbox, '-d class show dev v0')).replaceAll(
    /direct_packets_stat \d+/g,
    'direct_packets_stat N',
  );

describe('on the root of an interface', () => {
  for (const { words, qdisc, classes = [] } of cases) {
    test(words, async ctx => {
      await using twins = Twins.create(ctx, setup);
      const { qdiscs, classes: table } = twins.rtnetlink;
      try {
        await qdiscs.add({ dev: 'v0', ...qdisc });
      } catch (error) {
        if (!isUnknownKind(error)) throw error;
        ctx.skip(`this kernel has no qdisc of kind ${qdisc.kind}`);
      }
      run(twins.theirs, `qdisc add dev v0 root handle 1: ${words}`);
      expect(shown(twins.ours)).toBe(shown(twins.theirs));
      expect(shown(twins.ours)).toContain(`qdisc ${qdisc.kind} 1: dev v0 root`);
      for (const [command, options] of classes) {
        await table.add({ dev: 'v0', ...options });
        run(twins.theirs, `class add dev v0 ${command}`);
        expect(shown(twins.ours), command).toBe(shown(twins.theirs));
      }
      await qdiscs.delete({ dev: 'v0' });
      run(twins.theirs, 'qdisc del dev v0 root');
      expect(shown(twins.ours)).toBe(shown(twins.theirs));
    });
  }
});

function isUnknownKind(error: unknown): boolean {
  return error instanceof NetlinkError && /kind is unknown|not found/.test(error.kernelMessage ?? '');
}

describe('the verbs', () => {
  const { mbit } = tc;

  test('of qdiscs: get, set, replace, add again, delete', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const { qdiscs } = twins.rtnetlink;
    const same = (words: string): void => {
      run(twins.theirs, words);
      expect(shown(twins.ours), words).toBe(shown(twins.theirs));
    };
    await qdiscs.add({ dev: 'v0', handle: '1:', kind: 'bfifo', options: { limit: 5000 } });
    same('qdisc add dev v0 root handle 1: bfifo limit 5000');
    expect(await qdiscs.get({ dev: 'v0', handle: '1:' })).toMatchObject({
      kind: 'bfifo',
      handle: '1:',
      options: { limit: 5000 },
    });
    await qdiscs.set({ dev: 'v0', handle: '1:', kind: 'bfifo', options: { limit: 6000 } });
    same('qdisc change dev v0 root handle 1: bfifo limit 6000');
    await qdiscs.replace({ dev: 'v0', handle: '2:', kind: 'pfifo', options: { limit: 7 } });
    same('qdisc replace dev v0 root handle 2: pfifo limit 7');
    await expect(qdiscs.add({ dev: 'v0', handle: '2:', kind: 'pfifo' })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    await qdiscs.add({ dev: 'v1', kind: 'clsact', ingressBlock: 21, egressBlock: 22 });
    same('qdisc add dev v1 ingress_block 21 egress_block 22 clsact');
    expect((await qdiscs.list().toArray()).map(({ kind, parent }) => [kind, parent])).toContainEqual([
      'clsact',
      'ffff:fff1',
    ]);
    await qdiscs.delete({ dev: 'v1', kind: 'clsact' });
    same('qdisc del dev v1 clsact');
    await qdiscs.add({ dev: 'v1', kind: 'ingress' });
    same('qdisc add dev v1 ingress');
    await qdiscs.delete({ dev: 'v0', handle: '2:', parent: 'root' });
    same('qdisc del dev v0 root');
  });

  test('of classes: get, set, replace, delete, many at once', async ctx => {
    await using twins = Twins.create(ctx, setup);
    const { qdiscs, classes } = twins.rtnetlink;
    const dev = 'v0';
    const one = { dev, parent: '1:', handle: '1:1' };
    const same = (words: string): void => {
      run(twins.theirs, words);
      expect(shown(twins.ours), words).toBe(shown(twins.theirs));
    };
    await qdiscs.add({ dev, handle: '1:', ...tc.htb() });
    same('qdisc add dev v0 root handle 1: htb');
    await classes.add({ ...one, ...tc.htbClass({ rate: mbit(2) }) });
    same('class add dev v0 parent 1: classid 1:1 htb rate 2mbit');
    await classes.set({ ...one, ...tc.htbClass({ rate: mbit(3), prio: 3 }) });
    same('class change dev v0 parent 1: classid 1:1 htb rate 3mbit prio 3');
    await classes.replace({ ...one, ...tc.htbClass({ rate: mbit(4) }), rate: tc.estimator(1, 8) });
    same('class replace dev v0 parent 1: classid 1:1 estimator 1sec 8sec htb rate 4mbit');
    expect(await classes.get(one)).toMatchObject({ kind: 'htb', handle: '1:1', parent: 'root' });
    const many = Array.from({ length: 20 }, (_, i) => ({
      dev,
      parent: '1:1',
      handle: `1:${(i + 16).toString(16)}`,
      ...tc.htbClass({ rate: mbit(1) }),
    }));
    expect((await classes.all('add', many)).every(({ status }) => status === 'fulfilled')).toBe(true);
    const { ifindex } = await qdiscs.get({ dev, handle: '1:' });
    expect(await classes.list({ ifindex }).toArray()).toHaveLength(21);
    await classes.delete({ dev, handle: '1:10' });
    expect(await classes.list({ ifindex }).toArray()).toHaveLength(20);
  });
});

describe('what is refused', () => {
  test('has the kernel’s words and the path of the attribute', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ipBatch(setup);
    const { qdiscs, classes } = sandbox.rtnetlink;
    await expect(qdiscs.add({ dev: 'v0', kind: 'nonsense' })).rejects.toMatchObject({
      code: 'ENOENT',
      kernelMessage: 'Specified qdisc kind is unknown',
    });
    await qdiscs.add({ dev: 'v0', handle: '1:', ...tc.htb() });
    const short = new Uint8Array(3);
    await expect(
      classes.add({ dev: 'v0', parent: '1:', handle: '1:1', kind: 'htb', options: { '#1': short } }),
    ).rejects.toMatchObject({ code: 'ERANGE', attribute: 'options.parms' });
    await expect(
      qdiscs.add({ dev: 'v1', kind: 'pfifo', options: { limit: 1 }, stab: { '#1': short } }),
    ).rejects.toMatchObject({ attribute: 'stab.base' });
    await expect(qdiscs.set({ dev: 'v0', handle: '9:', kind: 'htb' })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  test('before it is sent: names that are none, handles that are none', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ipBatch(setup);
    const { qdiscs, classes } = sandbox.rtnetlink;
    await expect(qdiscs.add({ kind: 'pfifo' } as never)).rejects.toThrow("'dev' is missing");
    await expect(classes.add({ kind: 'htb' } as never)).rejects.toThrow("'dev' is missing");
    await expect(qdiscs.add({ dev: 'v0', kind: 'pfifo', handle: '1' })).rejects.toThrow(
      "handle: '1' is no handle: root, none, or major:minor in hexadecimal, as 1: or 1:10",
    );
    await expect(qdiscs.add({ dev: 'v0', kind: 'pfifo', options: { limits: 1 } as never })).rejects.toThrow(
      "options: there is no field 'limits'; did you mean 'limit'?",
    );
    await expect(qdiscs.add({ dev: 'v0', knid: 'pfifo' } as never)).rejects.toThrow("did you mean 'kind'?");
  });
});
