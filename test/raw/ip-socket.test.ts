import { describe, expect, it } from 'vitest';
import {
  type IpEvent,
  type IpMessage,
  IpSocket,
  type QueuedError,
  recordRoute,
} from '../../src/raw/index.js';
import { SocketError } from '../../src/socket/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { twoHosts } from '../support/hosts.js';
import { quietNetwork } from '../support/quiet-network.js';
import { thrown } from '../support/thrown.js';

/** An ICMP echo request with a right checksum: id 1, the sequence number given, 8 bytes of zeros. */
function echo(sequence: number): Uint8Array {
  const sum = ~(0x0800 + 1 + sequence) & 0xffff;
  return Uint8Array.of(
    8,
    0,
    sum >> 8,
    sum & 255,
    0,
    1,
    sequence >> 8,
    sequence & 255,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  );
}

async function first<T extends IpEvent>(socket: IpSocket, wanted: (event: IpEvent) => boolean): Promise<T> {
  for await (const event of socket.events({ signal: AbortSignal.timeout(10_000) })) {
    if (wanted(event)) return event as T;
  }
  throw new Error('the socket was closed');
}

const isMessage = ({ event }: IpEvent) => event === 'message';
const isError = ({ event }: IpEvent) => event === 'error';

describe('IpSocket', () => {
  it('sends and receives, with ancillary data and the IPv4 header', async ctx => {
    await using net = quietNetwork(ctx);
    using socket = IpSocket.open({
      family: 'inet',
      protocol: 'icmp',
      namespace: net.namespace,
      icmpFilter: { pass: ['echoreply'] },
      recvTtl: true,
      recvTos: true,
      recvPktinfo: true,
      ttl: 7,
      tos: 0x10,
    });
    await socket.send(echo(1), '127.0.0.1', { ttl: 9 });
    const message = await first<IpMessage>(socket, isMessage);
    expect(message.from.address).toBe('127.0.0.1');
    expect(message.length).toBe(36);
    expect([...message.data.subarray(20, 22)]).toEqual([0, 0]);
    expect(message.control).toMatchObject({
      ttl: 64,
      tos: 0x10,
      pktinfo: { interface: 1, local: '127.0.0.1', destination: '127.0.0.1' },
    });
    expect(socket.get('ttl')).toBe(7);
    expect(socket.get('hdrincl')).toBe(false);
    expect(socket.get('mtuDiscover')).toBe('want');
  });

  it('has each ICMP filter at its own level', async ctx => {
    await using net = quietNetwork(ctx);
    const { namespace } = net;
    using four = IpSocket.open({ family: 'inet', protocol: 'icmp', namespace });
    expect(four.get('icmpFilter')).toEqual({ block: [] });
    four.set({ icmpFilter: { block: ['destUnreach', 8, 8] } });
    expect(four.get('icmpFilter')).toEqual({ block: [3, 8] });
    four.set({ icmpFilter: { pass: ['echoreply'] } });
    expect(four.get('icmpFilter')).toEqual({ pass: [0] });
    expect(() => four.set({ icmpFilter: { block: [40] } })).toThrow(/0 to 31/);

    using six = IpSocket.open({ family: 'inet6', protocol: 'icmpv6', namespace });
    six.set({ icmpFilter: { pass: ['echoReply', 'destUnreach'] } });
    expect(six.get('icmpFilter')).toEqual({ pass: [1, 129] });
    expect(six.get('checksum')).toBe(2);
    expect(() => six.set({ icmpFilter: { pass: ['ecoReply' as 'echoReply'] } })).toThrow(
      /did you mean 'echoReply'/,
    );
    expect(() => six.set({ options: recordRoute() })).toThrow(/no option options/);
  });

  it('receives IPv6 with hop limit and interface, and sends a whole header', async ctx => {
    await using net = await twoHosts(ctx);
    using receiver = IpSocket.open({
      family: 'inet6',
      protocol: 253,
      namespace: net.b.namespace,
      recvTtl: true,
      recvPktinfo: true,
    });
    using sender = IpSocket.open({ family: 'inet6', protocol: 'raw', namespace: net.a.namespace });
    expect(sender.get('hdrincl')).toBe(true);
    const header = new Uint8Array(44);
    header.set([0x60, 0, 0, 0, 0, 4, 253, 33]);
    header.set([0xfd, 9, 0, 1], 8);
    header[23] = 0x77;
    header.set([0xfd, 9, 0, 1], 24);
    header[39] = 2;
    header.set([1, 2, 3, 4], 40);
    await sender.send(header, 'fd09:1::2');
    const message = await first<IpMessage>(receiver, isMessage);
    expect([...message.data]).toEqual([1, 2, 3, 4]);
    expect(message.from.address).toBe('fd09:1::77');
    const index = receiver.interfaceIndex('vb');
    expect(message.control).toEqual({ ttl: 33, pktinfo: { interface: index, local: 'fd09:1::2' } });
  });

  it('yields errors with their offender, and goes on', async ctx => {
    await using net = quietNetwork(ctx);
    using socket = IpSocket.open({
      family: 'inet',
      type: 'datagram',
      protocol: 'udp',
      namespace: net.namespace,
      recvErr: true,
    });
    await socket.send(Uint8Array.of(1, 2, 3), { address: '127.0.0.1', port: 9 });
    const error = await first<QueuedError>(socket, isError);
    expect(error).toMatchObject({
      code: 'ECONNREFUSED',
      origin: 'icmp',
      icmpType: 3,
      icmpCode: 3,
      text: 'Destination Port Unreachable',
      offender: { address: '127.0.0.1' },
      to: { address: '127.0.0.1', port: 9 },
      data: Uint8Array.of(1, 2, 3),
    });
    await socket.send(Uint8Array.of(4), { address: '127.0.0.1', port: 9 });
    expect((await first<QueuedError>(socket, isError)).data).toEqual(Uint8Array.of(4));
  });

  it('tells the MTU when a packet is too big for it', async ctx => {
    await using net = quietNetwork(ctx);
    net.ip('link set lo mtu 1400');
    using socket = IpSocket.open({
      family: 'inet',
      type: 'datagram',
      protocol: 'udp',
      namespace: net.namespace,
      recvErr: true,
      mtuDiscover: 'do',
    });
    const to = { address: '127.0.0.1', port: 9 };
    const error = await socket.send(new Uint8Array(2000), to).catch(error => error);
    expect(error).toBeInstanceOf(SocketError);
    expect(error.message).toMatch(/EMSGSIZE: larger than the MTU.*\(127\.0\.0\.1\)/);
    expect(await first<QueuedError>(socket, isError)).toMatchObject({ origin: 'local', mtu: 1400 });
  });

  it('stamps what it sends and what it receives', async ctx => {
    await using net = quietNetwork(ctx);
    using socket = IpSocket.open({
      family: 'inet',
      protocol: 'icmp',
      namespace: net.namespace,
      icmpFilter: { pass: ['echoreply'] },
      timestamping: ['txSoftware', 'rxSoftware', 'software', 'optId', 'optTsonly'],
    });
    // The kernel begins to stamp what arrives a moment after the option is set, and, where another socket of the machine
    // stops asking for stamps meanwhile, may pause once more: rounds of three, until one has all stamps. It counts all that is sent.
    for (let before = 0; ; before += 3) {
      await socket.sendAll([0, 1, 2].map(sequence => ({ data: echo(sequence), to: '127.0.0.1' })));
      const sent = new Map<number, bigint | undefined>();
      const received: (bigint | undefined)[] = [];
      for await (const event of socket.events({ signal: AbortSignal.timeout(20_000) })) {
        if (event.event === 'transmitted') sent.set(event.id - before, event.software);
        if (event.event === 'message') received.push(event.control.timestamps?.software);
        if (sent.size === 3 && received.length === 3) break;
      }
      expect([...sent.keys()].sort()).toEqual([0, 1, 2]);
      if (received.includes(undefined) && before < 300) continue;
      for (const [index, time] of received.entries()) expect(time).toBeGreaterThanOrEqual(sent.get(index)!);
      break;
    }
  });

  it('hears only the sources of a group that it asked for', async ctx => {
    await using net = await twoHosts(ctx);
    const open = (namespace = net.b.namespace) =>
      IpSocket.open({ family: 'inet', protocol: 253, namespace, multicastAll: false });
    using mine = open();
    using others = open();
    using filtered = open();
    using sender = open(net.a.namespace);
    mine.multicast('joinSource', '239.1.2.3', 'vb', '10.9.1.1');
    others.multicast('joinSource', '239.1.2.3', 'vb', '10.9.1.99');
    filtered.multicast('join', '239.1.2.3', 'vb');
    filtered.setSourceFilter('239.1.2.3', 'vb', { mode: 'exclude', sources: ['10.9.1.1'] });
    sender.set({ multicastInterface: sender.interfaceIndex('va') });
    expect(sender.get('multicastInterface')).toBeTypeOf('number');
    await sender.send(Uint8Array.of(7), '239.1.2.3');
    expect((await first<IpMessage>(mine, isMessage)).from.address).toBe('10.9.1.1');
    expect(others.receive()).toEqual([]);
    expect(filtered.receive()).toEqual([]);
    mine.multicast('leaveSource', '239.1.2.3', 'vb', '10.9.1.1');
    expect(thrown(() => mine.multicast('leave', '239.1.2.3', 'vb')).code).toBe('EADDRNOTAVAIL');
  });

  it('explains what the kernel refuses', async ctx => {
    await using net = await twoHosts(ctx);
    const { namespace } = net.a;
    const zero = thrown(() => IpSocket.open({ family: 'inet', protocol: 0, namespace }));
    expect(zero.message).toMatch(/EPROTONOSUPPORT: a raw socket is for one protocol and 0 is none/);
    const ping = thrown(() =>
      IpSocket.open({ family: 'inet', type: 'datagram', protocol: 'icmp', namespace }),
    );
    expect(ping?.message ?? '').toMatch(
      /^$|EACCES: the sysctl net.ipv4.ping_group_range leaves this group out/,
    );
    using socket = IpSocket.open({ family: 'inet', protocol: 'icmp', namespace });
    const broadcast = await socket.send(echo(1), '10.9.1.255').catch(error => error);
    expect(broadcast.message).toMatch(
      /EACCES: a broadcast address, which takes SO_BROADCAST.*\(10\.9\.1\.255\)/,
    );
    const nowhere = await socket.send(echo(1), '192.0.2.1').catch(error => error);
    expect(nowhere.message).toMatch(/ENETUNREACH: no route leads there.*192\.0\.2\.1/);
    await expect(socket.send(echo(1), '::1')).rejects.toThrow(/not an address of the socket's family/);
    expect(() => IpSocket.open({ family: 'inet', protocol: 'icpm', namespace })).toThrow(
      /did you mean 'icmp'/,
    );
    expect(() => IpSocket.open({ family: 'inet', protocol: 'icmp', namespace, tll: 3 } as any)).toThrow(
      /did you mean 'ttl'/,
    );
    using whole = IpSocket.open({ family: 'inet', protocol: 'raw', namespace });
    const large = new Uint8Array(1501);
    large.set([0x45]);
    await expect(whole.send(large, '10.9.1.2')).rejects.toThrow(/EMSGSIZE: larger than the MTU/);
  });

  it('ends iterations when it is closed or aborted, and refuses calls afterwards', async ctx => {
    await using net = quietNetwork(ctx);
    const { namespace } = net;
    await expectNoLeak(async () => {
      const open = () => IpSocket.open({ family: 'inet', protocol: 'icmp', namespace });
      const closing = open();
      const ended = (async () => {
        for await (const _ of closing);
        return 'ended';
      })();
      await new Promise(resolve => setTimeout(resolve, 20));
      closing.close();
      closing.close();
      expect(await ended).toBe('ended');
      expect(closing.closed).toBe(true);
      expect(thrown(() => closing.receive()).code).toBe('EBADF');
      expect(thrown(() => closing.receiveErrors()).code).toBe('EBADF');
      await expect(closing.send(echo(1), '127.0.0.1')).rejects.toThrow(/EBADF/);
      expect(thrown(() => closing.set({ ttl: 1 })).code).toBe('EBADF');
      for await (const _ of closing) throw new Error('an event from a closed socket');

      const aborting = open();
      const controller = new AbortController();
      const aborted = (async () => {
        for await (const _ of aborting.events({ signal: controller.signal }));
      })();
      controller.abort(new Error('enough'));
      await expect(aborted).rejects.toThrow('enough');
      expect(aborting.closed).toBe(false);
      aborting.close();
    });
  });
});
