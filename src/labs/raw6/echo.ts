import { buildPacket, icmpv6 } from '../../raw/formats.js';
import { at } from '../endpoint.js';
import type { LabSocket } from '../lab-socket.js';

export const echo = (fields = {}): Uint8Array =>
  buildPacket([icmpv6({ type: 'echoRequest', id: 7, seq: 1, ...fields }), 'sixteen bytes  !']);

/** Sends an echo request and waits for the answer. */
export async function answered(socket: LabSocket, request: Uint8Array) {
  socket.send(request, { to: at('fd09:1::2') });
  for (;;) {
    const received = await socket.next();
    if (received.bytes[0] === 129) return received;
  }
}
