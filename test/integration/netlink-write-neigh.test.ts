/** Neighbours as Rtnetlink makes them, and as ip-neighbour(8) does. */
import { describe, expect, test } from 'vitest';
import type { NeighOptions } from '../../src/netlink/index.js';
import { Sandbox } from '../support/sandbox.js';
import { Twins } from '../support/twins.js';

const pair = ['link set lo up', 'link add v0 type veth peer name v1', 'link set v0 up', 'link set v1 up'];

describe('neighbours', () => {
  const lladdr = '02:00:00:00:00:07';
  const cases: [NeighOptions, string][] = [
    [{ dst: '10.0.0.2', dev: 'v0', lladdr }, `10.0.0.2 lladdr ${lladdr} dev v0`],
    [{ dst: '10.0.0.3', dev: 'v0', lladdr, state: ['stale'] }, `10.0.0.3 lladdr ${lladdr} dev v0 nud stale`],
    [{ dst: '10.0.0.4', dev: 'v0', lladdr, state: ['noarp'] }, `10.0.0.4 lladdr ${lladdr} dev v0 nud noarp`],
    [
      { dst: '10.0.0.5', dev: 'v0', lladdr, state: ['reachable'] },
      `10.0.0.5 lladdr ${lladdr} dev v0 nud reachable`,
    ],
    [{ dst: '2001:db8::7', dev: 'v0', lladdr }, `2001:db8::7 lladdr ${lladdr} dev v0`],
    [
      { dst: '2001:db8::8', dev: 'v0', lladdr, flags: ['router'] },
      `2001:db8::8 lladdr ${lladdr} dev v0 router`,
    ],
    [
      { dst: '2001:db8::9', dev: 'v0', lladdr, protocol: 'zebra' },
      `2001:db8::9 lladdr ${lladdr} dev v0 protocol zebra`,
    ],
    [
      { dst: '10.0.0.6', dev: 'v0', lladdr, flags: ['extLearned'] },
      `10.0.0.6 lladdr ${lladdr} dev v0 extern_learn`,
    ],
  ];
  const byAddress = (list: any[]) =>
    list
      .map(({ dst, dev, lladdr, state, router, protocol, extern_learn }) => ({
        ...{ dst, dev, lladdr, state, router, protocol, extern_learn },
      }))
      .sort((a, b) => (a.dst < b.dst ? -1 : 1));

  test('are what ip makes, and go away as they came', async ctx => {
    await using twins = Twins.create(ctx, pair);
    const { neighs } = twins.rtnetlink;
    const show = 'neigh show nud all dev v0';
    const shown = (sandbox: Sandbox) =>
      byAddress(sandbox.ipJson(show)).filter(({ dst }) => !/^(ff|fe80|224)/.test(dst));
    for (const [options, words] of cases) {
      await neighs.add(options);
      twins.theirs.ip(`neigh add ${words}`);
      expect(shown(twins.ours), words).toEqual(shown(twins.theirs));
    }
    expect(shown(twins.ours)).toHaveLength(cases.length);
    for (const [options] of cases) await neighs.delete({ dst: options.dst!, dev: 'v0' });
    expect(shown(twins.ours).filter(({ state }) => state[0] !== 'FAILED')).toEqual([]);
  });

  test('that are answered for others', async ctx => {
    await using twins = Twins.create(ctx, pair);
    const { neighs } = twins.rtnetlink;
    for (const dst of ['10.0.0.99', '2001:db8::99']) {
      const proxy: NeighOptions = { dst, dev: 'v0', flags: ['proxy'] };
      const show = `${dst.includes(':') ? '-6 ' : ''}neigh show proxy`;
      await twins.expectSame(neighs.add(proxy), `neigh add proxy ${dst} dev v0`, show);
      expect(twins.ours.ipJson(show)).toMatchObject([{ dst, dev: 'v0' }]);
      await twins.expectSame(neighs.delete(proxy), `neigh del proxy ${dst} dev v0`, show);
      expect(twins.ours.ipJson(show)).toEqual([]);
    }
  });

  test('are changed, asked for and refused', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ipBatch(pair);
    const { neighs } = sandbox.rtnetlink;
    const [dst, dev] = ['10.0.0.2', 'v0'];
    await expect(neighs.set({ dst, dev, lladdr })).rejects.toMatchObject({ code: 'ENOENT' });
    await neighs.replace({ dst, dev, lladdr });
    await expect(neighs.add({ dst, dev, lladdr })).rejects.toMatchObject({ code: 'EEXIST' });
    await neighs.set({ dst, dev, lladdr: '02:00:00:00:00:08', state: ['stale'] });
    expect(await neighs.get({ dst, dev })).toMatchObject({
      dst,
      lladdr: '02:00:00:00:00:08',
      state: ['stale'],
    });
    await expect(neighs.get({ dst: '10.0.0.3', dev })).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(neighs.add({ dst, lladdr })).rejects.toMatchObject({
      kernelMessage: 'Device not specified',
    });
  });

  test('of a bridge: forwarding entries', async ctx => {
    await using sandbox = Sandbox.create(ctx);
    sandbox.ipBatch([...pair, 'link add b0 type bridge', 'link set v0 master b0']);
    const { neighs } = sandbox.rtnetlink;
    const entry: NeighOptions = { family: 'bridge', dev: 'v0', lladdr, flags: ['master'] };
    await neighs.add(entry);
    const has = () =>
      sandbox.run('bridge', ['fdb', 'show', 'dev', 'v0']).includes(`${lladdr} master b0 permanent`);
    expect(has()).toBe(true);
    await neighs.delete(entry);
    expect(has()).toBe(false);
  });
});
