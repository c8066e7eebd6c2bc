// A packet from its layers, and its layers from the packet: lengths and checksums are computed unless given.
import { buildPacket, decodePacket, explainPacket, ipv4, packetChecksums, udp } from 'afkit/raw/packet';
import { explainedText } from 'afkit/wire';

const addresses = { src: '192.0.2.1', dst: '192.0.2.2' };
const bytes = buildPacket([ipv4({ ...addresses, ttl: 3 }), udp({ srcPort: 5000, dstPort: 9 }), 'hello']);
const packet = decodePacket(bytes, 'raw');
console.log(packet.line());
console.log(
  packet.find('udp')?.length,
  packetChecksums(bytes, packet).map(({ status }) => status),
);
console.log(explainedText(explainPacket(bytes, 'raw')));
