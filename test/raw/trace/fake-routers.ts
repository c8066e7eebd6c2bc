/** Routers that answer as a test likes: everything beyond host b of two hosts is made up. */
import { setTimeout as sleep } from 'node:timers/promises';
import { IpSocket, PacketSocket } from '../../../src/raw/index.js';
import { buildPacket, decodePacket, type Packet, type Piece } from '../../../src/raw/packet.js';
import type { Hosts } from '../../support/hosts.js';

/** A probe as it arrives: its bytes from the IP header on, decoded. */
export interface Arrived {
  readonly bytes: Uint8Array;
  readonly packet: Packet;
  readonly ttl: number;
  readonly dst: string;
  /** What tells flows apart. */
  readonly sourcePort: number;
}

/** An answer: the router that it comes from, and its ICMP layer; nothing is silence. */
export type Answer =
  | { readonly from: string; readonly icmp: Record<string, unknown>; readonly ttl?: number }
  | undefined;

/** Has host b answer for the networks 203.0.113.0/24, which it does not forward to. */
export async function fakeRouters(
  { a, b }: Hosts<'a' | 'b'>,
  answer: (probe: Arrived) => Answer,
): Promise<{ probes: Arrived[] } & AsyncDisposable> {
  a.ip('route add 203.0.113.0/24 via 10.9.1.2');
  const probes: Arrived[] = [];
  const frames = PacketSocket.open({
    type: 'cooked',
    protocol: 'ip',
    interface: 'vb',
    namespace: b.namespace,
  });
  const sender = IpSocket.open({ family: 'inet', protocol: 'raw', namespace: b.namespace });
  const answering = (async () => {
    for await (const event of frames) {
      if (event.event !== 'message') continue;
      const packet = decodePacket(event.data, 'ipv4');
      const ip = packet.find('ipv4');
      if (ip === undefined || !ip.dst.startsWith('203.0.113.')) continue;
      const sourcePort = packet.part('udp')?.srcPort ?? packet.part('tcp')?.srcPort ?? 0;
      const probe = { bytes: event.data, packet, ttl: ip.ttl, dst: ip.dst, sourcePort };
      probes.push(probe);
      const reply = answer(probe);
      if (reply === undefined) continue;
      const { from, icmp, ttl = 60 } = reply;
      const layers = [
        { layer: 'ipv4', src: from, dst: '10.9.1.1', ttl, id: 1 },
        { layer: 'icmp', ...icmp },
      ];
      await sender.send(buildPacket(layers as Piece[]), '10.9.1.1');
    }
  })();
  return {
    probes,
    async [Symbol.asyncDispose]() {
      await sleep(0);
      frames.close();
      await answering;
      sender.close();
    },
  };
}

/** Time exceeded, quoting the IP header and 8 bytes, as RFC 792 asks for and no more. */
export const expired = ({ bytes }: Arrived, more: object = {}): Record<string, unknown> => ({
  type: 'timeExceeded',
  code: 0,
  quoted: bytes.slice(0, 28),
  ...more,
});

export const unreachable = ({ bytes }: Arrived, code: number): Record<string, unknown> => ({
  type: 'destUnreach',
  code,
  quoted: bytes.slice(0, 28),
});
