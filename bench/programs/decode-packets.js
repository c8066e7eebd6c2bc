// Decodes a packet again and again out of one buffer, as a capture does: decode-packets.js KIND PACKETS ROUNDS
// Prints how many nanoseconds of processor time a packet took in each round.
import { buildPacket, decodePacket, ethernet, ipv4, tcp, udp } from '../../dist/raw/formats.js';
import { Window } from '../../dist/wire/index.js';

const [kind, packets, rounds] = process.argv.slice(2);
const ip = ipv4({ src: '192.0.2.1', dst: '198.51.100.2', id: 7, flags: ['df'] });
const segment = { srcPort: 40000, dstPort: 443, seq: 1, ack: 2, flags: ['ack'] };
const timestamps = ['nop', 'nop', { type: 'timestamp', value: { value: 1, echo: 2 } }];
const frame = ethernet({ dst: '02:00:00:00:00:01', src: '02:00:00:00:00:02' });
const kinds = {
  tcp: ['raw', [ip, tcp(segment)]],
  timestamps: ['raw', [ip, tcp({ ...segment, options: timestamps })]],
  frame: ['ethernet', [frame, ip, udp({ srcPort: 40000, dstPort: 40001 }), new Uint8Array(40)]],
};
const [linkType, layers] = kinds[kind];
const window = new Window(buildPacket(layers));
for (let round = 0; round < Number(rounds); round++) {
  const start = process.cpuUsage();
  let seen = 0;
  for (let i = 0; i < Number(packets); i++) seen += decodePacket(window, linkType).layers.length;
  const { user, system } = process.cpuUsage(start);
  const took = ((user + system) * 1000) / Number(packets);
  if (seen !== Number(packets) * layers.length) throw new Error(`${seen} layers`);
  process.stdout.write(`${took}\n`);
}
