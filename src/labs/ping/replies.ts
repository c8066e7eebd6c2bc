import { buildPacket, icmp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { addressOf, at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import type { LabSocket } from '../lab-socket.js';
import { icmpSocket, needs } from '../raw-sockets.js';
import { pair, routed } from '../topology.js';
import { udpServer } from '../udp.js';
import { echo, reply } from './echo.js';

export const ping07 = experiment({
  id: 'PING-07',
  claim:
    'A reply is printed when protocol, length and identifier are right, with its sequence number and TTL.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { id: 4711 },
  async run({ h1 }, { id }) {
    const socket = icmpSocket(h1);
    socket.send(echo(4711, 1), { to: at('10.9.3.2') });
    const message = await reply(socket);
    const ours = message.id === id && message.type === 'echoreply';
    return {
      line: ours
        ? `${message.header.totalLength - 20} bytes from ${message.header.src}: seq=${message.seq}, ttl=${message.header.ttl}`
        : 'nothing',
    };
  },
  predict: {
    question: 'A host behind two routers answers. Which TTL does its reply show?',
    choices: ['64', '62', '60'],
    answer: ({ line }) => /ttl=(\d+)/.exec(line)?.[1],
  },
  expect: { line: '64 bytes from 10.9.3.2: seq=1, ttl=62' },
  mutants: [{ change: 'looking for another identifier', parameters: { id: 4712 } }],
  explain:
    'The reply starts with net.ipv4.ip_default_ttl of the host that answers, 64, and ip_forward() of each router takes ' +
    'one from it. So a ping tells how long the way back is, not the way there.',
  seeAlso: ['PING-08', 'TRACE-01'],
});

export const ping08 = experiment({
  id: 'PING-08',
  claim: 'Every raw ICMP socket sees all replies: that is why the identifier is checked.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { second: 2 },
  async run({ h1 }, { second }) {
    const [one, other] = [icmpSocket(h1), icmpSocket(h1)];
    one.send(echo(1, 0), { to: at('10.9.1.2') });
    other.send(echo(second, 0), { to: at('10.9.1.2') });
    const ids = async (socket: LabSocket) => [(await reply(socket)).id ?? 0, (await reply(socket)).id ?? 0];
    return { one: await ids(one), other: await ids(other) };
  },
  predict: {
    question: 'Two pings run at once. Whose replies does each see?',
    choices: ['its own', 'those of both'],
    answer: ({ one }) => (new Set(one).size === 2 ? 'those of both' : 'its own'),
  },
  expect: { one: [1, 2], other: [1, 2] },
  mutants: [{ change: 'with the same identifier', parameters: { second: 1 } }],
  explain:
    "Sixteen bits of a process number are not unique. A program that matches by them alone takes another one's replies for its own.",
  seeAlso: ['RAW-57', 'PING-15'],
});

export const ping13 = experiment({
  id: 'PING-13',
  claim:
    'The simplified receiver tells echo replies and "unreachable" apart by the type behind the IP header.',
  texts: ['S3'],
  topology: pair,
  needs,
  parameters: { port: 9 },
  async run({ h1, h2 }, { port }) {
    const socket = icmpSocket(h1);
    udpServer(h2, '10.9.1.2', 10);
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('x', { to: at('10.9.1.2', port) });
    socket.send(echo(1, 1), { to: at('10.9.1.2') });
    const types = (await socket.all({}, 2)).map(({ bytes }) => bytes[4 * (bytes[0]! & 15)]!);
    return { types: types.sort((a, b) => a - b) };
  },
  predict: {
    question: 'A UDP datagram to a closed port, and a ping. Which types arrive?',
    choices: ['0', '0 and 3', '3 and 8'],
    answer: ({ types }) => types.join(' and '),
  },
  expect: { types: [0, 3] },
  mutants: [{ change: 'to a port that is open', parameters: { port: 10 } }],
  explain:
    'A raw socket receives the IP header too (RAW-56), and ihl says how many words of four bytes that has: 5, or more ' +
    'with options. Behind it is struct icmphdr, whose first byte is the type.',
  seeAlso: ['RAW-56'],
});

export const ping14 = experiment({
  id: 'PING-14',
  claim: 'The kernel answers echo requests.',
  texts: ['S0', 'S2', 'S3'],
  topology: pair,
  needs,
  parameters: { ignore: 0 },
  async run({ h1, h2 }, { ignore }) {
    h2.setSysctl('net.ipv4.icmp_echo_ignore_all', ignore);
    const socket = icmpSocket(h1);
    const answerTo = async (type: number, wanted: boolean) => {
      socket.send(buildPacket([icmp({ type: type as never, id: 1, seq: type } as never)]), {
        to: at('10.9.1.2'),
      });
      const received = wanted ? await socket.awaited() : await socket.maybe();
      return received === undefined ? 'nothing' : received.bytes[20]!;
    };
    const answers = {
      echo: await answerTo(8, true),
      timestamp: await answerTo(13, true),
      information: await answerTo(15, false),
      mask: await answerTo(17, false),
      router: await answerTo(10, false),
    };
    socket.setOption(c.SOL_SOCKET, c.SO_BROADCAST, 1);
    socket.send(echo(1, 1), { to: at('10.9.1.255') });
    const broadcast = (await socket.all()).filter(({ from }) => addressOf(from) === '10.9.1.2').length;
    return { ...answers, broadcast };
  },
  predict: {
    question: 'Does a host answer a ping to the broadcast address?',
    choices: ['yes', 'no'],
    answer: ({ broadcast }) => (broadcast > 0 ? 'yes' : 'no'),
  },
  expect: { echo: 0 },
  details: { timestamp: 14, information: 'nothing', mask: 'nothing', router: 'nothing', broadcast: 0 },
  mutants: [{ change: 'with icmp_echo_ignore_all', parameters: { ignore: 1 } }],
  explain:
    'Types 8 and 13 are answered. icmp_echo_ignore_broadcasts is 1 by default, because of what broadcast pings were used for.',
  seeAlso: ['PING-01', 'RAW-51'],
});
