import { buildPacket, ipv4, udp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { addressOf, at, portOf } from '../endpoint.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import { program } from '../needs.js';
import { outcome } from '../outcome.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { ipv4Of, Sniffer } from '../sniffer.js';
import { text } from '../text.js';
import { pair, topology } from '../topology.js';
import { udpServer } from '../udp.js';

/** The datagram of the example, to port 999 of h2. */
function datagram(source: string, data = 'ab', destination = '10.9.1.2'): Uint8Array {
  return buildPacket([
    ipv4({ src: source, dst: destination, id: 12_830, ttl: 64 }),
    udp({ srcPort: 45_512, dstPort: 999 }),
    data,
  ]);
}

function send(host: Host, packet: Uint8Array, to = '10.9.1.2'): number {
  return rawSocket(host, c.IPPROTO_RAW).send(packet, { to: at(to) });
}

export const spoof01 = experiment({
  id: 'SPOOF-01',
  claim:
    'The program opens socket(AF_INET, SOCK_RAW, 0), writes an IP header with a source that is not its own, and prints "ok".',
  texts: ['S3'],
  topology: pair,
  needs,
  parameters: { protocol: 0 },
  async run({ h1, h2 }, { protocol }) {
    // Its source is no neighbour of the receiver, which would not take it in.
    for (const name of ['all', 'to-h1']) h2.setSysctl(`net.ipv4.conf.${name}.rp_filter`, 0);
    const { socket: server } = udpServer(h2, '10.9.1.2', 999);
    const printed = outcome(() => h1.socket(c.AF_INET, c.SOCK_RAW, protocol));
    send(h1, datagram('192.168.0.199'));
    const { bytes, from } = await server.next();
    return {
      socket: printed,
      received: text(bytes),
      source: addressOf(from),
      port: portOf(from),
    };
  },
  predict: {
    question: 'What becomes of the printed program on this kernel?',
    choices: ['it prints "ok"', 'socket() fails with EPROTONOSUPPORT', 'the receiver drops the datagram'],
    answer: ({ socket }) => (socket === 'ok' ? 'it prints "ok"' : `socket() fails with ${socket}`),
  },
  expect: { socket: 'ok', received: 'ab', source: '192.168.0.199', port: 45_512 },
  known: [
    {
      observe: { socket: 'EPROTONOSUPPORT', received: 'ab', source: '192.168.0.199', port: 45_512 },
      because: 'protocol 0 is refused (RAW-01); with IPPROTO_RAW the program works as it is meant to',
    },
  ],
  mutants: [{ change: 'with IPPROTO_RAW', parameters: { protocol: 255 } }],
  explain:
    'Whoever writes the header writes the source. UDP has no handshake that would show it to be wrong.',
  seeAlso: ['RAW-01', 'RAW-30'],
});

export const spoof02 = experiment({
  id: 'SPOOF-02',
  claim: 'A source that is illegal, such as 255.255.255.255, is sent all the same.',
  texts: ['S3'],
  topology: pair,
  needs,
  parameters: { source: '255.255.255.255' },
  async run({ h1, h2 }, { source }) {
    const wire = new Sniffer(h2);
    const { socket: server } = udpServer(h2, '10.9.1.2', 999);
    send(h1, datagram(source));
    const { bytes } = await wire.next(it => ipv4Of(c.IPPROTO_UDP)(it) && !it.sent);
    return { onTheWire: bytes.subarray(12, 16).join('.'), delivered: (await server.maybe()) !== undefined };
  },
  predict: {
    question: 'Does the sender refuse it, does the receiver, or nobody?',
    choices: ['the sender', 'the receiver', 'nobody'],
    answer: ({ delivered }) => (delivered ? 'nobody' : 'the receiver'),
  },
  expect: { onTheWire: '255.255.255.255' },
  details: { delivered: false },
  mutants: [{ change: 'with a source that is legal', parameters: { source: '10.9.1.1' } }],
  explain:
    'The sender looks at nothing. The receiver finds the source to be a "martian" and drops the packet.',
  seeAlso: ['SPOOF-03'],
});

const martians = ['255.255.255.255', '224.1.1.1', '127.0.0.1', '10.9.1.2'];

export const spoof03 = experiment({
  id: 'SPOOF-03',
  claim:
    'A source that cannot be right is a martian: the receiver drops the packet, and with log_martians says so in its log.',
  texts: ['S3'],
  topology: pair,
  needs,
  parameters: { sources: martians },
  async run({ h1, h2 }, { sources }) {
    h2.setSysctl('net.ipv4.conf.all.log_martians', 1);
    const { socket: server } = udpServer(h2, '10.9.1.2', 999);
    for (const source of sources) send(h1, datagram(source));
    send(h1, datagram('10.9.1.1', 'legal'));
    const received = (await server.all({}, 1)).map(({ bytes }) => text(bytes));
    return { received };
  },
  predict: {
    question:
      "Sources 255.255.255.255, 224.1.1.1, 127.0.0.1 and the receiver's own, then a legal one. How many datagrams arrive?",
    choices: ['1', '2', '5'],
    answer: ({ received }) => String(received.length),
  },
  expect: { received: ['legal'] },
  mutants: [{ change: 'with sources that are legal', parameters: { sources: ['10.9.1.1', '10.9.1.7'] } }],
  explain:
    'ip_route_input_slow() refuses broadcast, multicast, loopback and own addresses as sources. The line in the log ("martian source ' +
    'DESTINATION from SOURCE, on dev NAME") is in that of the machine, which a namespace cannot read.',
  seeAlso: ['SPOOF-02'],
});

/** A translator between the spoofer and the server. */
const translated = topology(
  {
    h1: { routes: ['10.9.2.0/24 via 10.9.1.2'] },
    nat: {
      forwarding: true,
      nft: `table ip nat {
        chain post {
          type nat hook postrouting priority 100
          oifname "to-h2" masquerade
        }
      }`,
    },
    h2: {},
  },
  [
    { h1: ['10.9.1.1/24'], nat: ['10.9.1.2/24'] },
    { nat: ['10.9.2.1/24'], h2: ['10.9.2.2/24'] },
  ],
);

export const spoof04 = experiment({
  id: 'SPOOF-04',
  claim: 'Spoofing UDP is easy, for there is no connection; behind a translator (NAT) it is likely to fail.',
  texts: ['S3'],
  topology: translated,
  needs: [...needs, program('nft', 'nftables')],
  parameters: { nat: true },
  async run({ h1, nat: router, h2 }, { nat }) {
    if (!nat) {
      await router.output('nft', ['flush', 'ruleset']);
      for (const name of ['all', 'to-h1']) router.setSysctl(`net.ipv4.conf.${name}.rp_filter`, 0);
    }
    const { socket: server } = udpServer(h2, '10.9.2.2', 999);
    send(h1, datagram('192.168.0.199', 'ab', '10.9.2.2'), '10.9.2.2');
    const received = await server.awaited();
    return { source: received === undefined ? 'nothing arrives' : addressOf(received.from) };
  },
  predict: {
    question:
      'A datagram with source 192.168.0.199 passes a masquerading router. Which source does the server see?',
    choices: ['192.168.0.199', "the router's", 'nothing arrives'],
    answer: ({ source }) => (source === '10.9.2.1' ? "the router's" : source),
  },
  expect: { source: '10.9.2.1' },
  mutants: [{ change: 'without the translator', parameters: { nat: false } }],
  explain:
    'A translator writes its own address over any source. What is forged is gone, and the answer goes to the router.',
  seeAlso: ['SPOOF-01'],
});
