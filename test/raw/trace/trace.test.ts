import { spawn } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { type TraceHop, type TraceOptions, trace } from '../../../src/raw/index.js';
import { buildPacket, type Piece } from '../../../src/raw/packet.js';
import { expectNoLeak } from '../../support/descriptors.js';
import { line, sysctl, twoHosts } from '../../support/hosts.js';
import { hasProgram } from '../../support/programs.js';
import type { Sandbox } from '../../support/sandbox.js';
import { thrown } from '../../support/thrown.js';
import { expired, fakeRouters, unreachable } from './fake-routers.js';

async function hopsFrom(host: Sandbox, target: string, options: TraceOptions = {}): Promise<TraceHop[]> {
  const hops: TraceHop[] = [];
  for await (const hop of trace(target, { namespace: host.namespace, timeout: 3000, ...options }))
    hops.push(hop);
  return hops;
}

/** The addresses that answered at each hop. */
const addresses = (hops: readonly TraceHop[]) =>
  hops.map(({ answers }) => [...new Set(answers.map(answer => answer?.from ?? '*'))].join(' '));

const way = { inet: ['10.9.1.2', '10.9.2.2', '10.9.3.2'], inet6: ['fd09:1::2', 'fd09:2::2', 'fd09:3::2'] };

describe('trace', () => {
  it.for(['udp', 'icmp', 'tcp'] as const)('finds the hops by %s', async (method, ctx) => {
    await using net = await line(ctx);
    sysctl(net.h1, 'net.ipv4.ping_group_range=0 0');
    for (const socket of ['raw', 'datagram'] as const) {
      for (const family of ['inet', 'inet6'] as const) {
        const hops = await hopsFrom(net.h1, way[family].at(-1)!, { method, socket });
        expect(addresses(hops), `${socket} ${family}`).toEqual(way[family]);
        expect(hops.map(({ last }) => last)).toEqual([false, false, true]);
        expect(hops.every(({ answers }) => answers.length === 3)).toBe(true);
        const [first, , destination] = hops.map(({ answers }) => answers[0]!);
        expect(first).toMatchObject({ kind: 'expired', ttl: 64 });
        expect(first!.time).toBeGreaterThanOrEqual(0);
        const text = { udp: /ort unreachable/i, icmp: /^Echo Reply$/, tcp: /^RST$/ }[method];
        expect(destination).toMatchObject({ kind: 'reached', text: expect.stringMatching(text) });
        expect(hops.every(({ returnHops }) => returnHops === undefined)).toBe(true);
      }
    }
  });

  it('meets an open port of TCP', async ctx => {
    await using net = await line(ctx);
    const script = 'require("net").createServer().listen(8080, () => console.log("up"))';
    const enter = `--net=/proc/${process.pid}/fd/${net.h2.namespace.fd}`;
    const server = spawn('nsenter', [enter, process.execPath, '-e', script]);
    try {
      await new Promise(resolve => server.stdout.once('data', resolve));
      for (const socket of ['raw', 'datagram'] as const) {
        const hops = await hopsFrom(net.h1, '10.9.3.2', { method: 'tcp', port: 8080, socket });
        expect(addresses(hops)).toEqual(way.inet);
        expect(hops.at(-1)!.answers[0]!.text).toBe('SYN/ACK');
      }
    } finally {
      server.kill();
    }
  });

  it('finds the hops that traceroute, mtr and tracepath find', async ctx => {
    const programs = {
      traceroute: ['-n', '-q', '1', '10.9.3.2'],
      mtr: ['-n', '-r', '-c', '1', '10.9.3.2'],
      tracepath: ['-n', '10.9.3.2'],
    };
    const missing = Object.keys(programs).filter(program => !hasProgram(program));
    if (missing.length > 0) return ctx.skip(`needs ${missing.join(', ')}`);
    await using net = await line(ctx);
    const ours = addresses(await hopsFrom(net.h1, '10.9.3.2'));
    for (const [program, options] of Object.entries(programs)) {
      const text = net.h1.run(program, options).split('\n').slice(1).join('\n');
      expect([...new Set(text.match(/\b10\.9\.\d\.\d\b/g))], program).toEqual(ours);
    }
    return undefined;
  });

  it('keeps one flow constant, in ports and in checksums of ICMP', async ctx => {
    await using net = await twoHosts(ctx);
    for (const method of ['udp', 'tcp', 'icmp'] as const) {
      await using routers = await fakeRouters(net, probe =>
        probe.ttl < 4
          ? { from: `198.51.100.${probe.ttl}`, icmp: expired(probe) }
          : { from: probe.dst, icmp: unreachable(probe, 1) },
      );
      await hopsFrom(net.a, '203.0.113.9', { method });
      // The first two words behind the IP header: ports, or ICMP's type, code and checksum.
      const flows = new Set(
        routers.probes.map(({ bytes }) => Buffer.from(bytes.subarray(20, 24)).toString('hex')),
      );
      expect(flows.size, method).toBe(1);
      expect(routers.probes.length).toBeGreaterThanOrEqual(12);
      for (const { packet } of routers.probes) expect(packet.problems).toEqual([]);
      net.a.ip('route del 203.0.113.0/24');
    }
    await using routers = await fakeRouters(net, () => undefined);
    await hopsFrom(net.a, '203.0.113.9', { paris: false, maxHops: 2, timeout: 100 });
    const ports = () => routers.probes.map(({ packet }) => packet.find('udp')!.dstPort);
    await vi.waitFor(() => expect(ports()).toEqual([33434, 33435, 33436, 33437, 33438, 33439]), 10_000);
  });

  it('shows MPLS labels, translated addresses, silence, and the way back', async ctx => {
    await using net = await twoHosts(ctx);
    const mpls = {
      extensions: {
        objects: [
          {
            type: 'mplsLabels',
            value: [
              { label: 16, trafficClass: 3, bottom: 0, ttl: 1 },
              { label: 299_824, bottom: 1, ttl: 2 },
            ],
          },
        ],
      },
    };
    await using _routers = await fakeRouters(net, probe => {
      const { ttl, bytes } = probe;
      if (ttl === 1) return { from: '198.51.100.1', icmp: expired(probe, mpls) };
      if (ttl === 2) return undefined;
      if (ttl === 3) {
        // A translator has changed destination and checksum, and does not change them back in what is quoted.
        const quoted = bytes.slice(0, 28);
        quoted.set([192, 168, 7, 7], 16);
        quoted[26]! ^= 0x55;
        return { from: '198.51.100.3', icmp: { ...expired(probe), quoted }, ttl: 250 };
      }
      return { from: probe.dst, icmp: unreachable(probe, 3), ttl: 50 };
    });
    for (const socket of ['raw', 'datagram'] as const) {
      const hops = await hopsFrom(net.a, '203.0.113.9', { timeout: 2000, socket, paris: socket === 'raw' });
      expect(addresses(hops)).toEqual(['198.51.100.1', '*', '198.51.100.3', '203.0.113.9']);
      const labels = [
        { label: 16, trafficClass: 3, bottom: false, ttl: 1 },
        { label: 299_824, trafficClass: 0, bottom: true, ttl: 2 },
      ];
      expect(hops[0]!.answers[0]!.labels, socket).toEqual(labels);
      expect(hops[0]!.returnHops).toBe(5);
      expect(hops[2]!.returnHops).toBe(6);
      expect(hops[3]!.returnHops).toBe(15);
      if (socket === 'raw') expect(hops[2]!.answers[0]!.changed).toEqual(['udp checksum', 'destination']);
    }
  });

  it('ends where every answer says that there is no way', async ctx => {
    await using net = await twoHosts(ctx);
    await using _routers = await fakeRouters(net, probe =>
      probe.ttl === 1
        ? { from: '198.51.100.1', icmp: expired(probe) }
        : { from: '198.51.100.2', icmp: unreachable(probe, 13) },
    );
    const hops = await hopsFrom(net.a, '203.0.113.9');
    expect(hops).toHaveLength(2);
    expect(hops[1]).toMatchObject({
      last: true,
      answers: [{ kind: 'unreachable', text: 'Packet filtered' }, {}, {}],
    });
  });

  it('is not taken in by errors about the packets of others', async ctx => {
    await using net = await twoHosts(ctx);
    await using _routers = await fakeRouters(net, ({ packet, dst, ttl }) => {
      // About a probe of another program: other ports, another identification, another checksum.
      const { id } = packet.find('ipv4')!;
      const quoted = buildPacket([
        { layer: 'ipv4', src: '10.9.1.1', dst, id: id ^ 0x5555, ttl: 1 },
        { layer: 'udp', srcPort: 5353, dstPort: 33434 },
        new Uint8Array(8),
      ] as Piece[]).slice(0, 28);
      return { from: `198.51.100.${ttl}`, icmp: { type: 'timeExceeded', quoted } };
    });
    const hops = await hopsFrom(net.a, '203.0.113.9', { maxHops: 2, timeout: 200 });
    expect(addresses(hops)).toEqual(['*', '*']);
  });

  it('reports what the kernel refuses, and leaves nothing open', async ctx => {
    await using net = await line(ctx);
    await expectNoLeak(async () => {
      const { namespace } = net.h1;
      net.h1.ip('route del default');
      const error = thrown(() => trace('192.0.2.1', { namespace }));
      expect(error.message).toMatch(/ENETUNREACH: no route leads there/);
      expect(thrown(() => trace('10.9.1.2', { namespace, source: '192.0.2.7' })).code).toBe('EADDRNOTAVAIL');
      const silent = trace('10.9.1.77', { namespace, timeout: 60_000 });
      setTimeout(() => silent.close(), 100);
      for await (const _ of silent) break;
      const aborted = trace('10.9.1.78', { namespace, timeout: 60_000, signal: AbortSignal.timeout(100) });
      await expect(
        (async () => {
          for await (const _ of aborted);
        })(),
      ).rejects.toThrow(/timeout/);
    });
  });
});
