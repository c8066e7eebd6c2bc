// Sends frames of 64 bytes through a packet socket: transmit.js INTERFACE BATCH CALLS ROUNDS. Prints the seconds of each.
import { PacketSocket } from '../../dist/raw/index.js';
import { MessageBatch } from '../../dist/socket/index.js';

const [device, ...numbers] = process.argv.slice(2);
const [slots, calls, rounds] = numbers.map(Number);
const { socket } = PacketSocket.open({ interface: device, protocol: 0 });
const batch = new MessageBatch({ slots, payloadSize: 64 });
const frame = new Uint8Array(64).fill(0xff, 0, 6);
frame.set([2, 0, 0, 0, 0, 0, 0x88, 0xb5], 6);
for (let slot = 0; slot < slots; slot++) batch.write(slot, frame);
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  for (let call = 0; call < calls; call++) {
    for (let sent = 0; sent < slots; ) sent += socket.send(batch, sent, slots - sent);
  }
  console.log(((performance.now() - start) / 1000).toFixed(6));
}
