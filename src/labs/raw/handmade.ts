import { buildPacket, decodePacket, icmp, tcp, udp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import { icmpSocket, needs, rawSocket } from '../raw-sockets.js';
import { ipv4Of, Sniffer } from '../sniffer.js';
import { tcpListener } from '../tcp.js';
import { text } from '../text.js';
import { pair } from '../topology.js';
import { udpServer } from '../udp.js';

export const raw45 = experiment({
  id: 'RAW-45',
  claim: "What is sent raw bypasses the kernel's TCP: it knows of no connection.",
  texts: ['S1'],
  topology: pair,
  needs,
  parameters: { raw: true },
  async run({ h1, h2 }, { raw }) {
    const { address, port } = tcpListener(h2, '10.9.1.2');
    if (raw) {
      const segment = buildPacket([tcp({ srcPort: 40_000, dstPort: port, flags: ['syn'] })], {
        src: '10.9.1.1',
        dst: '10.9.1.2',
      });
      rawSocket(h1, c.IPPROTO_TCP).send(segment, { to: at('10.9.1.2') });
    } else {
      await h1.socket(c.AF_INET, c.SOCK_STREAM).connected(address);
    }
    return { connections: h1.read('/proc/net/tcp').trim().split('\n').length - 1 };
  },
  predict: {
    question: 'A SYN was sent by a raw socket. How many connections does /proc/net/tcp show?',
    choices: ['0', '1'],
    answer: ({ connections }) => String(connections),
  },
  expect: { connections: 0 },
  mutants: [{ change: 'with connect() of a TCP socket', parameters: { raw: false } }],
  explain:
    'The segment goes straight to IP. That is why the answer finds no socket, and is answered with a RST.',
  seeAlso: ['RAW-60'],
});

export const raw46 = experiment({
  id: 'RAW-46',
  claim: 'Raw sockets can make and send TCP and UDP packets.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { checksum: true },
  async run({ h1, h2 }, { checksum }) {
    const { socket: server } = udpServer(h2, '10.9.1.2', 999);
    const datagram = buildPacket(
      [udp({ srcPort: 45_512, dstPort: 999, ...(checksum ? {} : { checksum: 0xdead }) }), 'ab'],
      {
        src: '10.9.1.1',
        dst: '10.9.1.2',
      },
    );
    rawSocket(h1, c.IPPROTO_UDP).send(datagram, { to: at('10.9.1.2') });
    const received = await server.awaited();
    return { received: received === undefined ? 'nothing' : text(received.bytes) };
  },
  predict: {
    question: 'A UDP datagram of 10 bytes is made by hand. Does a UDP socket receive it?',
    choices: ['yes', 'no'],
    answer: ({ received }) => (received === 'ab' ? 'yes' : 'no'),
  },
  expect: { received: 'ab' },
  mutants: [{ change: 'with a checksum that is wrong', parameters: { checksum: false } }],
  explain:
    "The receiver cannot tell who made it. The checksum over addresses and data is the sender's to compute.",
  seeAlso: ['SPOOF-01', 'RAW-45'],
});

export const raw47 = experiment({
  id: 'RAW-47',
  claim: 'The checksum of ICMP is the job of the program.',
  texts: ['S0', 'S3'],
  topology: pair,
  needs,
  parameters: { checksum: 0 },
  async run({ h1, h2 }, { checksum }) {
    const socket = icmpSocket(h1);
    const request = (fields: { checksum?: number }) =>
      buildPacket([icmp({ type: 'echo', id: 7, seq: 1, ...fields }), 'data']);
    const errors = () => Number(/^Icmp: .*\nIcmp: \d+ \d+ (\d+)/m.exec(h2.read('/proc/net/snmp'))?.[1]);
    const before = errors();
    socket.send(request(checksum === 0 ? { checksum } : {}), { to: at('10.9.1.2') });
    const wrong = (await socket.maybe()) !== undefined;
    socket.send(request({}), { to: at('10.9.1.2') });
    return {
      answeredWithout: wrong,
      countedByThePeer: errors() - before,
      answeredWith: (await socket.next()).bytes.length > 0,
    };
  },
  predict: {
    question: 'An echo request has checksum 0. What does the peer do?',
    choices: ['answers', 'drops it and counts it', 'answers with an error'],
    answer: ({ answeredWithout, countedByThePeer }) =>
      answeredWithout ? 'answers' : countedByThePeer === 1 ? 'drops it and counts it' : undefined,
  },
  expect: { answeredWithout: false, answeredWith: true },
  details: { countedByThePeer: 1 },
  mutants: [{ change: 'with the right checksum', parameters: { checksum: 1 } }],
  explain:
    'The kernel looks at the type for its routing and leaves the bytes alone. The peer counts InCsumErrors.',
  seeAlso: ['RAW6-04', 'PING-12'],
});

/** Sends a SYN by hand from h1, and returns the segments that h1's interface saw and its raw socket got. */
async function handmadeSyn(h1: Host, port: number): Promise<{ segments: string[]; raw: string[] }> {
  const wire = new Sniffer(h1);
  const tap = rawSocket(h1, c.IPPROTO_TCP);
  const segment = buildPacket([tcp({ srcPort: 40_000, dstPort: port, seq: 1, flags: ['syn'] })], {
    src: '10.9.1.1',
    dst: '10.9.1.2',
  });
  tap.send(segment, { to: at('10.9.1.2') });
  const flagsOf = (packet: Uint8Array) => decodePacket(packet, 'ipv4').find('tcp')!.flags.join('+');
  const seen = await wire.all(ipv4Of(c.IPPROTO_TCP), 2);
  return {
    segments: seen.map(({ bytes, sent }) => `${sent ? 'sent' : 'received'} ${flagsOf(bytes)}`),
    raw: (await tap.all({}, 1)).map(({ bytes }) => flagsOf(bytes)),
  };
}

export const raw60 = experiment({
  id: 'RAW-60',
  claim: "A SYN made by hand is answered by a SYN/ACK, and then the sender's own kernel sends a RST.",
  texts: ['S1'],
  topology: pair,
  needs,
  parameters: { open: true },
  async run({ h1, h2 }, { open }) {
    const { listener, port } = tcpListener(h2, '10.9.1.2');
    if (!open) listener.close();
    return handmadeSyn(h1, port);
  },
  predict: {
    question: 'Who sends the RST?',
    choices: ['nobody', 'the server', "the sender's kernel"],
    answer: ({ segments }) =>
      segments.includes('sent rst')
        ? "the sender's kernel"
        : segments.some(it => it.startsWith('received rst'))
          ? 'the server'
          : 'nobody',
  },
  expect: { segments: ['sent syn', 'received syn+ack', 'sent rst'] },
  details: { raw: ['syn+ack'] },
  mutants: [{ change: 'to a port without a listener', parameters: { open: false } }],
  explain:
    "The sender's TCP finds no connection for the SYN/ACK and refuses it. Scanners live with that, or drop the RST with a rule.",
  seeAlso: ['RAW-45'],
});
