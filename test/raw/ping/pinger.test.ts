import { describe, expect, it } from 'vitest';
import {
  IpSocket,
  icmpCodes,
  type PingEvent,
  Pinger,
  type PingOptions,
  recordRoute,
} from '../../../src/raw/index.js';
import { buildPacket, type Piece } from '../../../src/raw/packet.js';
import { internetChecksum } from '../../../src/wire/index.js';
import { expectNoLeak } from '../../support/descriptors.js';
import { line, sysctl, twoHosts } from '../../support/hosts.js';
import { hasProgram } from '../../support/programs.js';
import { quietNetwork } from '../../support/quiet-network.js';
import type { Sandbox } from '../../support/sandbox.js';
import { thrown } from '../../support/thrown.js';

const target = (address: string) => ({ name: address, address });

async function run(pinger: Pinger): Promise<PingEvent[]> {
  const events: PingEvent[] = [];
  for await (const event of pinger) events.push(event);
  return events;
}

async function pingFrom(host: Sandbox, addresses: readonly string[], options: PingOptions) {
  const pinger = Pinger.open(addresses.map(target), {
    namespace: host.namespace,
    interval: 20,
    linger: 5000,
    ...options,
  });
  const events = await run(pinger);
  return {
    events,
    statistics: addresses.map((_, index) => pinger.statistics(index)),
    sockets: pinger.sockets,
  };
}

/** A table with this rule about what comes in. */
const rules = (rule: string) =>
  `table ip t {\n chain c {\n type filter hook input priority 0;\n ${rule}\n }\n}\n`;

describe('Pinger', () => {
  it('pings hosts of both families over one socket each', async ctx => {
    await using net = await line(ctx);
    const { events, statistics, sockets } = await pingFrom(net.h1, ['10.9.3.2', 'fd09:3::2', '10.9.1.2'], {
      count: 3,
    });
    expect(sockets).toEqual([
      { family: 'inet', type: 'raw' },
      { family: 'inet6', type: 'raw' },
    ]);
    expect(events.filter(({ event }) => event === 'reply')).toHaveLength(9);
    expect(events.find(event => event.event === 'reply' && event.from === 'fd09:3::2')).toMatchObject({
      sequence: 1,
      bytes: 64,
      ttl: 62,
      duplicate: false,
    });
    for (const { received, loss, rtt } of statistics) {
      expect({ received, loss }).toEqual({ received: 3, loss: 0 });
      expect(rtt!.min).toBeGreaterThanOrEqual(0);
      expect(rtt!.max).toBeGreaterThanOrEqual(rtt!.avg);
    }
  });

  it('works through datagram sockets, errors too', async ctx => {
    await using net = await line(ctx);
    sysctl(net.h1, 'net.ipv4.ping_group_range=0 0');
    const options = { count: 2, socket: 'datagram' } as const;
    const { statistics, sockets, events } = await pingFrom(
      net.h1,
      ['10.9.3.2', 'fd09:3::2', '192.0.2.1'],
      options,
    );
    expect(sockets.map(({ type }) => type)).toEqual(['datagram', 'datagram']);
    expect(statistics.map(({ received }) => received)).toEqual([2, 2, 0]);
    expect(events.find(event => event.event === 'reply')).toMatchObject({ ttl: 62 });
    expect(events.find(event => event.event === 'error')).toMatchObject({
      from: '10.9.1.2',
      icmpType: 3,
      icmpCode: 0,
      text: 'Destination Net Unreachable',
      sequence: 1,
    });
  });

  it('counts loss as the firewall makes it', async ctx => {
    if (!hasProgram('nft')) return ctx.skip('needs nft(8), of the package nftables');
    await using net = await line(ctx);
    net.h2.run('nft', ['-f', '-'], rules('icmp type echo-request numgen inc mod 4 == 0 drop'));
    const { statistics } = await pingFrom(net.h1, ['10.9.3.2'], { count: 20, interval: 5 });
    expect(statistics[0]).toMatchObject({ transmitted: 20, received: 15, duplicates: 0, loss: 0.25 });
    return undefined;
  });

  it('counts duplicates that a second responder makes, and no more of them than there are', async ctx => {
    await using net = await twoHosts(ctx);
    using responder = IpSocket.open({
      family: 'inet',
      protocol: 'icmp',
      namespace: net.b.namespace,
      icmpFilter: { pass: ['echo'] },
    });
    const answering = (async () => {
      for await (const event of responder) {
        if (event.event !== 'message') continue;
        const reply = event.data.slice(20);
        reply[0] = 0;
        // The request's type was 8: the checksum is larger by that in its first byte.
        const view = new DataView(reply.buffer);
        const sum = view.getUint16(2) + 0x0800;
        view.setUint16(2, (sum & 0xffff) + (sum >> 16));
        await responder.send(reply, event.from.address);
      }
    })();
    const { statistics, events } = await pingFrom(net.a, ['10.9.1.2'], {
      count: 5,
      interval: 100,
      linger: 1000,
    });
    responder.close();
    await answering;
    const { transmitted, received, duplicates } = statistics[0]!;
    expect({ transmitted, received }).toEqual({ transmitted: 5, received: 5 });
    // The last one may come after the first answer has ended all.
    expect(duplicates).toBeGreaterThanOrEqual(4);
    expect(duplicates).toBeLessThanOrEqual(5);
    expect(events.filter(event => event.event === 'reply' && event.duplicate)).toHaveLength(duplicates);
  });

  it('never takes a host for alive that is not, though ten pings ask at once', async ctx => {
    if (!hasProgram('nft')) return ctx.skip('needs nft(8), of the package nftables');
    await using net = await line(ctx);
    net.h2.ipBatch(['addr add 10.9.3.66/24 dev e3']);
    net.h2.run('nft', ['-f', '-'], rules('ip daddr 10.9.3.66 icmp type echo-request drop'));
    const others = Array.from({ length: 9 }, (_, i) => {
      // All with one identifier and the same sequence numbers; every other one asks a host that answers.
      return pingFrom(net.h1, i % 2 === 0 ? ['10.9.3.2', '10.9.1.2'] : ['10.9.3.66'], {
        count: 20,
        id: 7,
        linger: 200,
      });
    });
    const mixed = pingFrom(net.h1, ['10.9.3.66', '10.9.3.2'], { count: 20, id: 7, linger: 200 });
    const results = await Promise.all([...others, mixed]);
    for (const [i, { statistics }] of results.entries()) {
      const dead = i === 9 ? statistics[0]! : i % 2 === 0 ? undefined : statistics[0]!;
      if (dead !== undefined) expect(dead).toMatchObject({ transmitted: 20, received: 0, duplicates: 0 });
      const alive = i === 9 ? statistics[1]! : i % 2 === 0 ? statistics[0]! : undefined;
      if (alive !== undefined) expect(alive).toMatchObject({ transmitted: 20, received: 20, duplicates: 0 });
    }
    return undefined;
  });

  it.for(['inet', 'inet6'] as const)('names every code of an %s error about a probe', async (family, ctx) => {
    await using net = await twoHosts(ctx);
    const types = family === 'inet' ? [3, 4, 5, 11, 12] : [1, 2, 3, 4];
    const codes = icmpCodes(family).filter(({ type }) => types.includes(type));
    expect(codes.length).toBeGreaterThan(22);
    // The host that is asked does not answer by itself.
    sysctl(net.b, 'net.ipv4.icmp_echo_ignore_all=1', 'net.ipv6.icmp.echo_ignore_all=1');
    const [here, there] = family === 'inet' ? ['10.9.1.1', '10.9.1.2'] : ['fd09:1::1', 'fd09:1::2'];
    using responder = IpSocket.open({
      family,
      protocol: family === 'inet' ? 'icmp' : 'icmpv6',
      namespace: net.b.namespace,
      icmpFilter: { pass: family === 'inet' ? ['echo'] : ['echoRequest'] },
    });
    const answering = (async () => {
      for await (const event of responder) {
        if (event.event !== 'message') continue;
        const echo = family === 'inet' ? event.data.slice(20) : event.data;
        const sequence = (echo[6]! << 8) | echo[7]!;
        const { type, code } = codes[(sequence - 1) % codes.length]!;
        const quoted =
          family === 'inet'
            ? event.data.subarray(0, 28)
            : buildPacket([
                { layer: 'ipv6', src: here, dst: there, nextHeader: 'icmpv6' },
                echo.subarray(0, 8),
              ] as Piece[]);
        const head = Uint8Array.of(type, code, 0, 0, 0, 0, 0x05, 0x14);
        const error = new Uint8Array([...head, ...quoted]);
        if (family === 'inet')
          new DataView(error.buffer).setUint16(2, internetChecksum(error, 0, error.length));
        await responder.send(error, here);
      }
    })();
    const { events, statistics } = await pingFrom(net.a, [there!], {
      count: codes.length,
      interval: 5,
    });
    responder.close();
    await answering;
    const named = events.filter(event => event.event === 'error').map(({ text }) => text);
    expect(named).toEqual(codes.map(({ text }) => text));
    expect(statistics[0]!.received).toBe(0);
    // Source quench and redirects are no failure of a probe.
    const soft = family === 'inet' ? codes.filter(({ type }) => type === 4 || type === 5).length : 0;
    expect(statistics[0]!.errors).toBe(codes.length - soft);
  });

  it('counts answers out of order, and such as are not what was sent', async ctx => {
    await using net = await twoHosts(ctx);
    sysctl(net.b, 'net.ipv4.icmp_echo_ignore_all=1');
    using responder = IpSocket.open({
      family: 'inet',
      protocol: 'icmp',
      namespace: net.b.namespace,
      icmpFilter: { pass: ['echo'] },
    });
    const held: Uint8Array[] = [];
    const answering = (async () => {
      for await (const event of responder) {
        if (event.event !== 'message') continue;
        const reply = event.data.slice(20);
        const sequence = reply[7]!;
        reply[0] = 0;
        // 1 and 2 the other way round; 3 with another last byte; 4 with a wrong checksum; 5 with another identifier.
        if (sequence === 3) reply[63]! ^= 1;
        if (sequence === 5) reply[5]! ^= 1;
        reply.fill(0, 2, 4);
        new DataView(reply.buffer).setUint16(
          2,
          internetChecksum(reply, 0, reply.length) ^ (sequence === 4 ? 1 : 0),
        );
        held.push(reply);
        if (sequence === 1) continue;
        for (const data of held.splice(0).reverse()) await responder.send(data, event.from.address);
      }
    })();
    const { events, statistics } = await pingFrom(net.a, ['10.9.1.2'], {
      count: 5,
      interval: 100,
    });
    responder.close();
    await answering;
    const replies = events.filter(event => event.event === 'reply');
    expect(replies.map(({ sequence, reordered, corruptedAt }) => [sequence, reordered, corruptedAt])).toEqual(
      [
        [2, false, undefined],
        [1, true, undefined],
        [3, false, 55],
        [4, false, 0],
      ],
    );
    expect(statistics[0]).toMatchObject({
      transmitted: 5,
      received: 3,
      reordered: 1,
      corrupted: 2,
      duplicates: 0,
    });
  });

  it('tells the MTU that a probe is too big for', async ctx => {
    await using net = await line(ctx);
    net.r1.ip('link set e2 mtu 1300');
    const there = await pingFrom(net.h1, ['10.9.3.2'], { count: 1, size: 1400, mtuDiscover: 'do' });
    expect(there.events[0]).toMatchObject({
      event: 'error',
      icmpType: 3,
      icmpCode: 4,
      mtu: 1300,
      from: '10.9.1.2',
    });
    const here = await pingFrom(net.h1, ['10.9.3.2'], { count: 1, size: 4000, mtuDiscover: 'do' });
    expect(here.events[0]).toMatchObject({ event: 'error', origin: 'local', code: 'EMSGSIZE' });
    expect(here.statistics[0]).toMatchObject({ transmitted: 1, received: 0, errors: 1 });
  });

  it('splits times by the kernel’s stamps, and records routes', async ctx => {
    await using net = await line(ctx);
    const stamped = await pingFrom(net.h1, ['10.9.3.2'], { count: 5, interval: 30, kernelTimes: true });
    const replies = stamped.events.filter(event => event.event === 'reply');
    const last = replies.at(-1)!;
    expect(last.wire).toBeGreaterThan(0);
    expect(last.wire!).toBeLessThanOrEqual(last.time);
    expect(last.overhead).toBeGreaterThanOrEqual(0);
    const { events } = await pingFrom(net.h1, ['10.9.3.2'], { count: 1, ipOptions: recordRoute() });
    const options = events.find(event => event.event === 'reply')!.options!;
    expect([...options.subarray(3, 7)]).toEqual([10, 9, 1, 1]);
  });

  it('sends a preload at once, adapts, floods, and ends at a deadline', async ctx => {
    await using net = quietNetwork(ctx);
    const preload = await pingFrom(net, ['127.0.0.1'], { count: 6, preload: 4 });
    expect(preload.statistics[0]).toMatchObject({ transmitted: 6, received: 6, pipe: 4 });
    const adaptive = await pingFrom(net, ['127.0.0.1'], { count: 200, interval: 10_000, adaptive: true });
    expect(adaptive.statistics[0]).toMatchObject({ transmitted: 200, received: 200, pipe: 1 });
    const flood = await pingFrom(net, ['127.0.0.1'], {
      count: 70_000,
      interval: undefined as never,
      flood: true,
    });
    expect(flood.statistics[0]).toMatchObject({
      transmitted: 70_000,
      received: 70_000,
      duplicates: 0,
      corrupted: 0,
    });
    const deadline = await pingFrom(net, ['127.0.0.1'], { deadline: 100, interval: 30 });
    expect(deadline.statistics[0]!.transmitted).toBeGreaterThanOrEqual(1);
    expect(deadline.statistics[0]!.transmitted).toBeLessThanOrEqual(5);
  });

  it('sends data of every size, right to the last byte', async ctx => {
    await using net = quietNetwork(ctx);
    for (const size of [0, 1, 7, 8, 9, 23, 24, 25, 1473, 65_507]) {
      const { statistics } = await pingFrom(net, ['127.0.0.1'], { count: 2, size });
      expect(statistics[0], `size ${size}`).toMatchObject({ received: 2, corrupted: 0 });
    }
    const six = await pingFrom(net, ['::1'], { count: 2, size: 15, pattern: Uint8Array.of(0xff, 0) });
    expect(six.statistics[0]).toMatchObject({ received: 2, corrupted: 0 });
  });

  it('ends when it is stopped, aborted or closed, and leaves nothing open', async ctx => {
    await using net = quietNetwork(ctx);
    const { namespace } = net;
    await expectNoLeak(async () => {
      const stopped = Pinger.open([target('127.0.0.1')], { namespace, interval: 10 });
      let seen = 0;
      for await (const _ of stopped) {
        seen++;
        stopped.stop();
      }
      expect(seen).toBeGreaterThan(0);
      stopped.close();

      const signal = AbortSignal.timeout(50);
      const aborted = Pinger.open([target('127.0.0.1')], { namespace, interval: 10, signal });
      await expect(run(aborted)).rejects.toThrow(/timeout/);

      const closed = Pinger.open([target('127.0.0.1')], { namespace, interval: 10 });
      setTimeout(() => closed.close(), 50);
      await run(closed);
      closed.close();
      expect(thrown(() => Pinger.open([target('127.0.0.1')], { namespace, interface: 'nope' })).code).toBe(
        'ENODEV',
      );
      expect(() => Pinger.open([target('localhost')], { namespace })).toThrow(/resolve names first/);
    });
  });

  it('agrees with ping about who answers', async ctx => {
    if (!hasProgram('ping')) return ctx.skip('needs ping(8), of the package iputils-ping');
    await using net = await line(ctx);
    const text = net.h1.run('ping', ['-c', '4', '-i', '0.02', '-q', '10.9.3.2']);
    const { statistics } = await pingFrom(net.h1, ['10.9.3.2'], { count: 4 });
    const { transmitted, received } = statistics[0]!;
    expect(text).toContain(`${transmitted} packets transmitted, ${received} received, 0% packet loss`);
    return undefined;
  });
});
