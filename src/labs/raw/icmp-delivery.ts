import { buildPacket, icmp, ipv4, udp } from '../../raw/formats.js';
import { constants as c, encodeInt } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { icmpSocket, needs, rawSocket } from '../raw-sockets.js';
import { pair } from '../topology.js';
import { udpServer } from '../udp.js';
import { carried, headerIncluded } from './support.js';

const icmpTypesTried = [8, 13, 17, 15, 0, 10, 9, 14, 18, 4, 40, 42];

export const raw51 = experiment({
  id: 'RAW-51',
  claim: 'Raw sockets get every ICMP message but echo, timestamp and address mask requests.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { keptOut: [] as number[] },
  async run({ h1, h2 }, { keptOut }) {
    const tap = icmpSocket(h2);
    tap.setOption(c.SOL_RAW, c.ICMP_FILTER, encodeInt(keptOut.reduce((mask, type) => mask | (1 << type), 0)));
    const sender = icmpSocket(h1);
    for (const type of icmpTypesTried)
      sender.send(buildPacket([icmp({ type: type as never })]), { to: at('10.9.1.2') });
    const seen = (await tap.all({}, icmpTypesTried.length - keptOut.length)).map(
      ({ bytes }) => carried(bytes)[0]!,
    );
    return { missing: icmpTypesTried.filter(type => !seen.includes(type)) };
  },
  predict: {
    question:
      'Which of these does a raw ICMP socket not get: echo request (8), timestamp request (13), mask request (17)?',
    choices: ['all three', 'only 8', 'it gets all of them'],
    answer: ({ missing }) =>
      missing.length === 0 ? 'it gets all of them' : missing.join() === '8' ? 'only 8' : 'all three',
  },
  expect: { missing: [8, 13, 17] },
  known: [{ observe: { missing: [] }, because: 'the rule of BSD again: Linux passes every type on' }],
  mutants: [{ change: 'with an ICMP_FILTER that keeps the three out', parameters: { keptOut: [8, 13, 17] } }],
  explain:
    'raw_local_deliver() comes before icmp_rcv() and asks no more than icmp_filter() (RAW-81). On BSD the kernel answers requests itself and keeps them. On Linux ping to oneself sees its own request, too.',
  seeAlso: ['RAW-50', 'PING-08'],
});

export const raw52 = experiment({
  id: 'RAW-52',
  claim: 'Raw sockets get ICMP only after the kernel is done with it.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { checksum: 0xdead },
  async run({ h1, h2 }, { checksum }) {
    const tap = icmpSocket(h2);
    const udpTap = rawSocket(h2, c.IPPROTO_UDP);
    const { socket: server } = udpServer(h2, '10.9.1.2', 999);
    const sender = icmpSocket(h1);
    const wrong = checksum === 0 ? {} : { checksum };
    sender.send(buildPacket([icmp({ type: 'echo', id: 1, seq: 1, ...wrong })]), { to: at('10.9.1.2') });
    const datagram = buildPacket([udp({ srcPort: 1, dstPort: 999, checksum: 0xdead }), 'x'], {
      src: '10.9.1.1',
      dst: '10.9.1.2',
    });
    rawSocket(h1, c.IPPROTO_UDP).send(datagram, { to: at('10.9.1.2') });
    return {
      badEchoSeen: (await tap.awaited()) !== undefined,
      badEchoAnswered: (await sender.maybe()) !== undefined,
      badDatagramSeen: (await udpTap.awaited()) !== undefined,
      badDatagramDelivered: (await server.maybe()) !== undefined,
    };
  },
  predict: {
    question: 'An echo request has a wrong checksum. The kernel drops it. Does a raw socket get it?',
    choices: ['yes', 'no'],
    answer: ({ badEchoSeen }) => (badEchoSeen ? 'yes' : 'no'),
  },
  expect: { badEchoSeen: false, badEchoAnswered: false },
  known: [
    {
      observe: {
        badEchoSeen: true,
        badEchoAnswered: false,
        badDatagramSeen: true,
        badDatagramDelivered: false,
      },
      because: 'raw sockets come first, as S4 says: before anybody looked at a checksum',
    },
  ],
  mutants: [{ change: 'with the right checksum', parameters: { checksum: 0 } }],
  explain:
    'ip_protocol_deliver_rcu() calls raw_local_deliver() first and the handler of the protocol (icmp_rcv(), udp_rcv()) ' +
    'after it, and only that one looks at the checksum. What a raw socket receives was checked up to the IP header.',
  seeAlso: ['RAW-64'],
});

export const raw66 = experiment({
  id: 'RAW-66',
  claim: 'An ICMP message of less than 8 bytes is not delivered to raw sockets.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { bytes: 2 },
  async run({ h1, h2 }, { bytes }) {
    const tap = icmpSocket(h2);
    const sender = headerIncluded(h1);
    const send = (data: Uint8Array) =>
      sender.send(buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 1 }), data]), {
        to: at('10.9.1.2'),
      });
    send(new Uint8Array(bytes));
    send(buildPacket([icmp({ type: 'echoreply', id: 1, seq: 1 }), new Uint8Array(100)]));
    const { bytes: first } = await tap.next({ flags: c.MSG_PEEK });
    const short = tap.receive({ size: 32, flags: c.MSG_PEEK });
    return {
      firstDelivered: first.length,
      marked: (short.flags & c.MSG_TRUNC) !== 0,
      realLength: tap.receive({ size: 32, flags: c.MSG_TRUNC }).length,
    };
  },
  predict: {
    question:
      'ICMP messages of 2 and of 108 bytes come. How long is the first packet that the socket receives?',
    choices: ['22 bytes', '128 bytes'],
    answer: ({ firstDelivered }) => `${firstDelivered} bytes`,
  },
  expect: { firstDelivered: 128 },
  details: { marked: true, realLength: 128 },
  mutants: [{ change: 'with 8 bytes', parameters: { bytes: 8 } }],
  explain:
    'icmp_filter() asks skb_header_pointer() for the eight bytes of struct icmphdr, to look at the type, and where they ' +
    'are not there it says "filtered", whatever the mask.',
  seeAlso: ['RAW-81', 'MSG-07'],
});
