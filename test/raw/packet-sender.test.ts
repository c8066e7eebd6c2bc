import { describe, expect, test } from 'vitest';
import {
  arp,
  decodePacket,
  ethernet,
  icmp,
  ipv4,
  ipv6,
  PacketSender,
  preparePacket,
  sendAndReceive,
  sendRepeatedly,
  tcp,
  udp,
} from '../../src/raw/index.js';
import { Sandbox } from '../support/sandbox.js';
import { thrown } from '../support/thrown.js';

function host(ctx: Parameters<typeof Sandbox.create>[0]): Sandbox {
  const made = Sandbox.create(ctx);
  made.ip('link set lo up');
  return made;
}

const datagram = [ipv4({ dst: '127.0.0.1' }), udp({ srcPort: 5, dstPort: 9 }), 'hello'];

describe('a packet sender', () => {
  test('fills in what the layers leave out', async ctx => {
    await using made = host(ctx);
    const { namespace } = made;
    using whole = PacketSender.open(datagram, { namespace });
    expect(whole.packet.find('ipv4')).toMatchObject({ src: '127.0.0.1', dst: '127.0.0.1', protocol: 'udp' });
    using bare = PacketSender.open([icmp({ id: 1 })], { to: '127.0.0.1', namespace });
    expect(bare.kind).toBe('inet');
    expect(bare.packet.layers.map(({ layer }) => layer)).toEqual(['ipv4', 'icmp']);
    using frame = PacketSender.open([arp({ targetProtocol: '127.0.0.2' })], { interface: 'lo', namespace });
    expect(frame.kind).toBe('frame');
    expect(frame.packet.find('ethernet')).toMatchObject({
      dst: 'ff:ff:ff:ff:ff:ff',
      src: '00:00:00:00:00:00',
    });
  });

  test('prepares what it would send', async ctx => {
    await using made = host(ctx);
    const { namespace } = made;
    made.ip('link add v0 type veth peer name v1');
    made.ip('link set v0 address 02:00:00:00:00:0a up');
    const request = [arp({ targetProtocol: '127.0.0.2' })];
    for (const [layers, options] of [
      [datagram, {}],
      [request, { interface: 'v0' }],
    ] as const) {
      using sender = PacketSender.open(layers, { ...options, namespace });
      const { kind, pieces, bytes } = preparePacket(layers, { ...options, namespace });
      expect({ kind, pieces, bytes }).toEqual({
        kind: sender.kind,
        pieces: sender.pieces,
        bytes: sender.bytes,
      });
    }
    const { bytes, to } = preparePacket(request, { interface: 'v0', namespace });
    expect(decodePacket(bytes, 'ethernet').find('ethernet')).toMatchObject({ src: '02:00:00:00:00:0a' });
    expect(decodePacket(bytes, 'ethernet').find('arp')).toMatchObject({
      senderHardware: '02:00:00:00:00:0a',
    });
    expect(to).toBeUndefined();
    expect(preparePacket(datagram, { to: '127.0.0.9', namespace }).to).toBe('127.0.0.9');
  });

  test('gives packets without a source port one that can be answered', async ctx => {
    await using made = host(ctx);
    const { namespace } = made;
    const layers = [udp({ dstPort: 9 }), tcp({ dstPort: 9 }), udp({ srcPort: 0, dstPort: 9 })];
    const ports = layers.map(layer => {
      using sender = PacketSender.open([ipv4({ dst: '127.0.0.1' }), layer], { namespace });
      return (sender.packet.find('udp') ?? sender.packet.find('tcp'))!.srcPort;
    });
    for (const port of ports.slice(0, 2)) expect(port).toBeGreaterThanOrEqual(49_152);
    expect(ports[2]).toBe(0);
  });

  test('sends several packets in turn', async ctx => {
    await using made = host(ctx);
    const packets = ['a', 'bb', 'ccc'].map(text => [
      ipv4({ dst: '127.0.0.1' }),
      udp({ srcPort: 5, dstPort: 9 }),
      text,
    ]);
    const { namespace } = made;
    using sender = PacketSender.openAll(packets, { namespace });
    expect(await sendRepeatedly(sender, { count: 4 })).toMatchObject({
      packets: 4,
      bytes: 29 + 30 + 31 + 29,
    });
    expect(await sendRepeatedly(sender, { count: 1 })).toMatchObject({ packets: 1 });
    const mixed = [...packets, [ipv6({ dst: '::1' })]];
    expect(() => PacketSender.openAll(mixed, { namespace })).toThrow(
      'a socket for inet sends no packet of inet6',
    );
  });

  test('refuses layers that say not where to', async ctx => {
    await using made = host(ctx);
    const { namespace } = made;
    expect(() => PacketSender.open([], { namespace })).toThrow('no layers: nothing to send');
    expect(() => PacketSender.open([udp({})], { namespace })).toThrow('needs an IP layer in front of it');
    expect(() => PacketSender.open([ipv4({})], { namespace })).toThrow('ipv4 has no dst');
    expect(() => PacketSender.open([ethernet({})], { namespace })).toThrow('say which (interface)');
    expect(thrown(() => PacketSender.open([ethernet({})], { interface: 'nope0', namespace }))).toMatchObject({
      code: 'ENODEV',
    });
  });

  test('open, closing, closed, twice', async ctx => {
    await using made = host(ctx);
    const sender = PacketSender.open(datagram, { namespace: made.namespace });
    await sender.send();
    expect(sender.sendNow(3)).toBe(3);
    sender.close();
    expect(thrown(() => sender.sendNow(1))).toMatchObject({ code: 'EBADF' });
    await expect(sender.send()).rejects.toMatchObject({ code: 'EBADF' });
    sender.close();
    expect(sender.bytes.length).toBe(33);
  });

  test('sends again and again until the signal', async ctx => {
    await using made = host(ctx);
    using sender = PacketSender.open(datagram, { namespace: made.namespace });
    expect(await sendRepeatedly(sender, { count: 150 })).toMatchObject({ packets: 150, bytes: 150 * 33 });
    const controller = new AbortController();
    const endless = sendRepeatedly(sender, {
      count: Number.POSITIVE_INFINITY,
      rate: 100,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 50);
    expect((await endless).packets).toBeGreaterThan(0);
    expect(await sendRepeatedly(sender, { count: 5, signal: AbortSignal.abort() })).toMatchObject({
      packets: 0,
    });
  });
});

test('an exchange that its user leaves closes its sockets', async ctx => {
  await using made = host(ctx);
  const sockets = () => made.run('cat', ['/proc/net/raw', '/proc/net/packet']).trim().split('\n').length;
  const before = sockets();
  for await (const { event } of sendAndReceive(datagram, { namespace: made.namespace, count: 5 })) {
    expect(event).toBe('sent');
    expect(sockets()).toBeGreaterThan(before);
    break;
  }
  expect(sockets()).toBe(before);
});
