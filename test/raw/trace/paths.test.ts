import { describe, expect, it } from 'vitest';
import { equalCostPaths, pathMtu } from '../../../src/raw/index.js';
import { flowsFor } from '../../../src/raw/trace/paths.js';
import { diamond, line, sysctl, twoHosts } from '../../support/hosts.js';
import { hasProgram } from '../../support/programs.js';
import { expired, fakeRouters, unreachable } from './fake-routers.js';

describe('equalCostPaths', () => {
  it.for(['udp', 'tcp'] as const)('finds all routers of a diamond by %s', async (method, ctx) => {
    await using net = await diamond(ctx);
    const { namespace } = net.h1;
    const graph = await equalCostPaths('10.9.3.2', { namespace, method, timeout: 3000 });
    expect(graph.complete).toBe(true);
    const at = (ttl: number) => graph.nodes.filter(node => node.ttl === ttl).map(({ address }) => address);
    expect(at(1)).toEqual(['10.9.1.2']);
    expect(at(2).toSorted()).toEqual(['10.9.10.2', '10.9.11.2', '10.9.12.2']);
    // r2 answers all from where its own route back begins.
    expect(at(3)).toEqual(['10.9.20.2']);
    expect(at(4)).toEqual(['10.9.3.2']);
    const links = graph.links.map(({ from, to }) => [
      graph.nodes[from]?.address ?? 'here',
      graph.nodes[to]!.address,
    ]);
    for (const i of [0, 1, 2]) {
      expect(links).toContainEqual(['10.9.1.2', `10.9.1${i}.2`]);
      expect(links).toContainEqual([`10.9.1${i}.2`, '10.9.20.2']);
    }
    expect(links).toContainEqual(['10.9.20.2', '10.9.3.2']);
    expect(links).toHaveLength(8);
    expect(graph.flows).toBeGreaterThanOrEqual(flowsFor(3));
  });

  it('finds them too where routers tell of six probes at once and of one a second then', async ctx => {
    await using net = await diamond(ctx);
    for (const host of [net.r1, net.a, net.b, net.c, net.r2, net.h2])
      sysctl(host, 'net.ipv4.icmp_ratelimit=1000');
    const graph = await equalCostPaths('10.9.3.2', { namespace: net.h1.namespace, timeout: 1200 });
    const found = graph.nodes.map(({ ttl, address }) => `${ttl} ${address}`).toSorted();
    expect(found).toEqual([
      '1 10.9.1.2',
      '2 10.9.10.2',
      '2 10.9.11.2',
      '2 10.9.12.2',
      '3 10.9.20.2',
      '4 10.9.3.2',
    ]);
    expect(graph.complete).toBe(true);
  });

  it('finds by datagram sockets what traceroute finds with many ports', async ctx => {
    if (!hasProgram('traceroute')) return ctx.skip('needs traceroute(8)');
    await using net = await diamond(ctx);
    const text = net.h1.run('traceroute', ['-n', '-q', '10', '10.9.3.2']);
    const theirs = [
      ...new Set(
        text
          .split('\n')
          .slice(1)
          .join('\n')
          .match(/\b10\.9\.\d+\.\d\b/g),
      ),
    ].toSorted();
    const graph = await equalCostPaths('10.9.3.2', {
      namespace: net.h1.namespace,
      socket: 'datagram',
      timeout: 3000,
    });
    const ours = graph.nodes.map(({ address }) => address!).toSorted();
    expect(graph.socket).toBe('datagram');
    expect(ours).toEqual(expect.arrayContaining(theirs));
    expect(ours).toHaveLength(6);
    return undefined;
  });

  it('looks long enough behind a router that balances, behind another', async ctx => {
    await using net = await twoHosts(ctx);
    // Two at hop 2; behind each four of its own at hop 3.
    await using _routers = await fakeRouters(net, probe => {
      const { ttl, sourcePort } = probe;
      const hash = Math.imul(sourcePort, 0x9e3779b1) >>> 0;
      const [half, quarter] = [(hash >>> 7) & 1, (hash >>> 17) & 3];
      if (ttl === 1) return { from: '198.51.100.1', icmp: expired(probe) };
      if (ttl === 2) return { from: `198.51.100.2${half}`, icmp: expired(probe) };
      if (ttl === 3) return { from: `198.51.100.3${half * 4 + quarter}`, icmp: expired(probe) };
      return { from: probe.dst, icmp: unreachable(probe, 3) };
    });
    const graph = await equalCostPaths('203.0.113.9', { namespace: net.a.namespace, timeout: 3000 });
    expect(graph.complete).toBe(true);
    expect(graph.nodes.filter(({ ttl }) => ttl === 2)).toHaveLength(2);
    expect(graph.nodes.filter(({ ttl }) => ttl === 3)).toHaveLength(8);
    for (const [place, node] of graph.nodes.entries()) {
      if (node.ttl !== 2) continue;
      expect(node.flows.length).toBeGreaterThanOrEqual(flowsFor(4));
      expect(graph.links.filter(({ from }) => from === place)).toHaveLength(4);
    }
    const few = await equalCostPaths('203.0.113.9', { namespace: net.a.namespace, maxFlows: 7 });
    expect(few).toMatchObject({ complete: false, flows: 7 });
  });
});

describe('pathMtu', () => {
  it('finds where the way becomes narrow', async ctx => {
    await using net = await line(ctx);
    net.r1.ip('link set e2 mtu 1400');
    net.r2.ip('link set e3 mtu 1300');
    for (const socket of ['raw', 'datagram'] as const) {
      for (const target of ['10.9.3.2', 'fd09:3::2']) {
        const found: [number, number, boolean][] = [];
        const options = { namespace: net.h1.namespace, socket, timeout: 3000 };
        for await (const { ttl, mtu, changed, answer } of pathMtu(target, options)) {
          expect(answer, `${socket} ${target}`).toBeDefined();
          found.push([ttl, mtu, changed]);
        }
        expect(found, `${socket} ${target}`).toEqual([
          [1, 1500, true],
          [2, 1400, true],
          [3, 1300, true],
        ]);
      }
    }
  });
});
