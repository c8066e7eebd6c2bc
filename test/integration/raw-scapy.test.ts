import { describe, expect, it } from 'vitest';
import {
  arp,
  buildPacket,
  decodePacket,
  ethernet,
  icmp,
  ipv4,
  type Packet,
  PacketSocket,
  type Piece,
} from '../../src/raw/index.js';
import { twoHosts } from '../support/hosts.js';
import { hasProgram } from '../support/programs.js';
import { started } from './rawctl-support.js';

describe('a program of afkit', () => {
  it('answers the sr1 of scapy, ARP and ICMP echo, for a host that is not there', async ctx => {
    if (!hasProgram('scapy')) return ctx.skip('needs scapy, of the package python3-scapy');
    await using net = await twoHosts(ctx);
    const stop = new AbortController();
    using socket = PacketSocket.open({ interface: 'va', promiscuous: true, namespace: net.a.namespace });
    const answering = (async () => {
      for await (const event of socket.events({ signal: stop.signal })) {
        const reply = event.event === 'message' ? replyTo(decodePacket(event.data, 'ethernet')) : undefined;
        if (reply !== undefined) await socket.send(buildPacket(reply));
      }
    })().catch(error => {
      if (!stop.signal.aborted) throw error;
    });
    const asking = `
from scapy.all import *
reply = sr1(IP(dst='10.9.1.77') / ICMP(id=7, seq=9) / b'hello', timeout=20, verbose=0)
print('reply', reply.sprintf('%IP.src% %ICMP.type% %ICMP.id% %ICMP.seq%') if reply else None, reply[Raw].load)
again = reply.copy()
del again[IP].chksum, again[ICMP].chksum
print('checksums', bytes(again) == bytes(reply), conf.netcache.arp_cache.get('10.9.1.77'))
`;
    const scapy = await started(net.b, '/usr/bin/python3', ['-c', asking], 'checksums');
    expect(await scapy.end()).toContain(
      "reply 10.9.1.77 echo-reply 0x7 0x9 b'hello'\nchecksums True 02:00:00:00:00:77\n",
    );
    stop.abort();
    await answering;
  });
});

/** What the host 10.9.1.77 would answer, had it one of the questions of this test. */
function replyTo(packet: Packet): Piece[] | undefined {
  const mac = '02:00:00:00:00:77';
  const address = '10.9.1.77';
  const frame = ethernet({ src: mac, dst: packet.find('ethernet')!.src });
  const asked = packet.find('arp');
  if (asked?.operation === 'request' && asked.targetProtocol === address) {
    const { senderHardware, senderProtocol } = asked;
    return [
      frame,
      arp({
        operation: 'reply',
        senderHardware: mac,
        senderProtocol: address,
        targetHardware: senderHardware,
        targetProtocol: senderProtocol,
      }),
    ];
  }
  const [ip, echo] = [packet.find('ipv4'), packet.find('icmp')];
  if (ip?.dst !== address || echo?.type !== 'echo') return undefined;
  const data = packet.layers.find(({ layer }) => layer === 'payload') as unknown as { bytes: Uint8Array };
  return [
    frame,
    ipv4({ src: address, dst: ip.src }),
    icmp({ type: 'echoreply', id: echo.id!, seq: echo.seq! }),
    data.bytes,
  ];
}
