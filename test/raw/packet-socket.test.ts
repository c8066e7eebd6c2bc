import { describe, expect, it } from 'vitest';
import { type Frame, type PacketEvent, PacketSocket } from '../../src/raw/index.js';
import { twoHosts } from '../support/hosts.js';
import { thrown } from '../support/thrown.js';

/** Two hosts with link-layer addresses that the frames here name. */
async function wired(ctx: Parameters<typeof twoHosts>[0]) {
  const net = await twoHosts(ctx);
  net.a.ip('link set va address 02:00:00:00:00:01');
  net.b.ip('link set vb address 02:00:00:00:00:02');
  return net;
}

const EXPERIMENTAL = 0x88b5;

/** An Ethernet frame from va to `to`, of the EtherType given. */
function frame(payload: number[], to = [2, 0, 0, 0, 0, 2], type = EXPERIMENTAL): Uint8Array {
  return Uint8Array.of(...to, 2, 0, 0, 0, 0, 1, type >> 8, type & 255, ...payload);
}

async function next(socket: PacketSocket, count = 1): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const event of socket.events({ signal: AbortSignal.timeout(10_000) })) {
    if (event.event === 'message') frames.push(event);
    if (frames.length === count) break;
  }
  return frames;
}

describe('PacketSocket', () => {
  it('sends and receives whole frames and cooked packets', async ctx => {
    await using net = await wired(ctx);
    const receive = { interface: 'vb', protocol: EXPERIMENTAL, namespace: net.b.namespace };
    using raw = PacketSocket.open({ ...receive, timestamping: ['rxSoftware', 'software'] });
    using cooked = PacketSocket.open({ ...receive, type: 'cooked' });
    using sender = PacketSocket.open({ interface: 'va', protocol: 0, namespace: net.a.namespace });
    using cookedSender = PacketSocket.open({ type: 'cooked', protocol: 0, namespace: net.a.namespace });

    await sender.send(frame([1, 2, 3]));
    await cookedSender.send(Uint8Array.of(4, 5), {
      interface: 'va',
      protocol: EXPERIMENTAL,
      address: 'ff:ff:ff:ff:ff:ff',
    });
    const [one, two] = await next(raw, 2);
    expect(one!.data).toEqual(frame([1, 2, 3]));
    expect(one!.from).toEqual({
      protocol: EXPERIMENTAL,
      interface: raw.interfaceIndex('vb'),
      hardwareType: 1,
      packetType: 'host',
      address: '02:00:00:00:00:01',
    });
    expect(one!.timestamps!.software).toBeTypeOf('bigint');
    expect(two!.from.packetType).toBe('broadcast');
    const packets = await next(cooked, 2);
    expect(packets.map(({ data }) => [...data])).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(raw.statistics()).toEqual({ packets: 2, drops: 0 });
    expect(raw.statistics()).toEqual({ packets: 2, drops: 0 });
    expect(raw.interfaceName(raw.interfaceIndex('vb'))).toBe('vb');
  });

  it('puts the VLAN tag back', async ctx => {
    await using net = await wired(ctx);
    const tagged = frame([0x60, 0x0a, EXPERIMENTAL >> 8, EXPERIMENTAL & 255, 9, 9], undefined, 0x8100);
    const receive = { interface: 'vb', namespace: net.b.namespace };
    using restored = PacketSocket.open(receive);
    using bare = PacketSocket.open({ ...receive, restoreVlan: false });
    using sender = PacketSocket.open({ interface: 'va', namespace: net.a.namespace, protocol: 0 });
    await sender.send(tagged);
    const isTagged = ({ vlan }: Frame) => vlan !== undefined;
    const one = (await collectUntil(restored, isTagged)).at(-1)!;
    expect(one.vlan).toEqual({ tpid: 0x8100, tci: 0x600a });
    expect(one.data).toEqual(tagged);
    expect(one.length).toBe(tagged.length);
    const other = (await collectUntil(bare, isTagged)).at(-1)!;
    expect(other.data).toEqual(frame([9, 9]));
    expect(other.auxdata!.length).toBe(other.data.length);
  });

  it('receives nothing until it is bound, and only what the filter lets through', async ctx => {
    await using net = await wired(ctx);
    using socket = PacketSocket.open({ protocol: 0, namespace: net.b.namespace });
    using sender = PacketSocket.open({ interface: 'va', protocol: 0, namespace: net.a.namespace });
    await sender.send(frame([1]));
    expect(socket.receive()).toEqual([]);
    // Frames whose byte 14 is 2.
    socket.attachFilter([
      [0x30, 0, 0, 14],
      [0x15, 0, 1, 2],
      [0x06, 0, 0, 0xffff],
      [0x06, 0, 0, 0],
    ]);
    socket.bind('vb', EXPERIMENTAL);
    await sender.sendAll([1, 2, 3].map(byte => ({ data: frame([byte]) })));
    expect((await next(socket)).map(({ data }) => data[14])).toEqual([2]);
    socket.detachFilter();
    await sender.send(frame([3]));
    expect((await next(socket)).map(({ data }) => data[14])).toEqual([3]);
    expect(() => socket.attachFilter([[0x30, 0, 300, 0]])).toThrow(/instruction 0 has 300/);
    expect(() => socket.attachFilter([])).toThrow(/1 to 4096/);
  });

  it('hears what is for others when it is promiscuous, and says so in the flags', async ctx => {
    await using net = await wired(ctx);
    using socket = PacketSocket.open({
      interface: 'vb',
      protocol: EXPERIMENTAL,
      namespace: net.b.namespace,
      promiscuous: true,
    });
    expect(net.b.ipJson('link show dev vb')[0].promiscuity).toBe(1);
    using sender = PacketSocket.open({ interface: 'va', protocol: 0, namespace: net.a.namespace });
    await sender.send(frame([5], [2, 0, 0, 0, 0, 0x55]));
    expect((await next(socket))[0]!.from.packetType).toBe('otherhost');
    socket.dropMembership('promiscuous', 'vb');
    expect(net.b.ipJson('link show dev vb')[0].promiscuity).toBe(0);
    socket.addMembership('multicast', 'vb', '01:00:5e:01:02:03');
    expect(net.b.ip('maddr show dev vb')).toContain('01:00:5e:01:02:03');
  });

  it('has the times of what it sent', async ctx => {
    await using net = await wired(ctx);
    using sender = PacketSocket.open({
      interface: 'va',
      protocol: 0,
      namespace: net.a.namespace,
      timestamping: ['txSoftware', 'software', 'optId', 'optTsonly'],
    });
    await sender.sendAll([{ data: frame([1]) }, { data: frame([2]) }]);
    const events: PacketEvent[] = [];
    for await (const event of sender.events({ signal: AbortSignal.timeout(10_000) })) {
      events.push(event);
      if (events.length === 2) break;
    }
    expect(events.map(event => event.event === 'transmitted' && event.id)).toEqual([0, 1]);
  });

  it('explains refusals and ends when it is closed', async ctx => {
    await using net = await wired(ctx);
    const { namespace } = net.a;
    expect(thrown(() => PacketSocket.open({ interface: 'nope', namespace })).code).toBe('ENODEV');
    expect(() => PacketSocket.open({ protocol: 'ipx6', namespace })).toThrow(/is not known/);
    const socket = PacketSocket.open({ namespace });
    const ended = (async () => {
      for await (const _ of socket);
      return 'ended';
    })();
    socket.close();
    socket.close();
    expect(await ended).toBe('ended');
    expect(thrown(() => socket.bind(0)).code).toBe('EBADF');
  });
});

async function collectUntil(socket: PacketSocket, done: (frame: Frame) => boolean): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const event of socket.events({ signal: AbortSignal.timeout(10_000) })) {
    if (event.event !== 'message') continue;
    frames.push(event);
    if (done(event)) break;
  }
  return frames;
}
