import { buildPacket, decodePacket, icmp } from '../../raw/formats.js';
import type { LabSocket } from '../lab-socket.js';
import type { Received } from '../recorded-socket.js';

/** The payload of the lecture's ping: 56 bytes of 0xa5 behind room for a time. */
export const filler = new Uint8Array(56).fill(0xa5);

export const echo = (id: number, seq: number, data: Uint8Array = filler): Uint8Array =>
  buildPacket([icmp({ type: 'echo', id, seq }), data]);

/** The ICMP message in what a raw socket received. */
function messageIn({ bytes }: Received) {
  const packet = decodePacket(bytes, 'ipv4');
  const message = packet.find('icmp');
  if (message === undefined) throw new RangeError('no ICMP message');
  return { ...message, data: packet.payload, header: packet.find('ipv4')! };
}

/** The next message that is no request: on lo, and for broadcasts, one's own request comes first. */
export async function reply(socket: LabSocket) {
  for (;;) {
    const message = messageIn(await socket.next());
    if (message.type !== 'echo') return message;
  }
}
