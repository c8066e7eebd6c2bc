import { buildPacket, decodePacket, icmp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { settled } from '../outcome.js';
import { icmpSocket, needs, rawSocket } from '../raw-sockets.js';
import { tcpListener } from '../tcp.js';
import { text } from '../text.js';
import { pair } from '../topology.js';
import { udpServer } from '../udp.js';
import { carried } from './support.js';

export const raw50 = experiment({
  id: 'RAW-50',
  claim: 'A raw socket never receives UDP datagrams or TCP segments.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { protocol: c.IPPROTO_UDP },
  async run({ h1, h2 }, { protocol }) {
    const tap = rawSocket(h2, protocol);
    const tcpTap = rawSocket(h2, c.IPPROTO_TCP);
    const { socket: server } = udpServer(h2, '10.9.1.2', 999);
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('hello', { to: at('10.9.1.2', 999) });
    const received = text((await server.next()).bytes);
    const { listener, address } = tcpListener(h2, '10.9.1.2');
    await settled(h1.socket(c.AF_INET, c.SOCK_STREAM).connected(address));
    listener.close();
    return {
      rawUdp: (await tap.awaited()) === undefined ? 'nothing' : 'the datagram',
      udpSocket: received,
      rawTcp: (await tcpTap.awaited()) === undefined ? 'nothing' : 'the segments',
    };
  },
  predict: {
    question: 'A UDP datagram arrives, for which there is a UDP socket. Does a raw socket of UDP get it too?',
    choices: ['yes', 'no'],
    answer: ({ rawUdp }) => (rawUdp === 'nothing' ? 'no' : 'yes'),
  },
  expect: { rawUdp: 'nothing', udpSocket: 'hello', rawTcp: 'nothing' },
  known: [
    {
      observe: { rawUdp: 'the datagram', udpSocket: 'hello', rawTcp: 'the segments' },
      because: 'that is the rule of BSD; Linux gives raw sockets every protocol',
    },
  ],
  mutants: [{ change: 'with a raw socket of ICMP', parameters: { protocol: c.IPPROTO_ICMP } }],
  explain:
    'ip_local_deliver() calls raw_local_deliver() for every packet before the handler of its protocol.',
  seeAlso: ['RAW-51', 'RAW-64'],
});

export const raw54 = experiment({
  id: 'RAW-54',
  claim: 'Packets of a protocol that the kernel does not know (OSPF, 89) go to all raw sockets of it.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { protocol: 89 },
  async run({ h1, h2 }, { protocol }) {
    const errors = icmpSocket(h1);
    const sender = rawSocket(h1, 89);
    sender.send('before', { to: at('10.9.1.2') });
    const complaint = carried((await errors.next()).bytes);
    const taps = [rawSocket(h2, protocol), rawSocket(h2, protocol)];
    sender.send('hello', { to: at('10.9.1.2') });
    const copies = [];
    for (const tap of taps) copies.push((await tap.all({}, 1)).length);
    return {
      withoutASocket: `${complaint[0]}/${complaint[1]}`,
      copies,
      complaintWithOne: (await errors.maybe()) !== undefined,
    };
  },
  predict: {
    question: 'Without any such socket, what does the kernel answer?',
    choices: ['nothing', 'ICMP 3/2, protocol unreachable', 'ICMP 3/3, port unreachable'],
    answer: ({ withoutASocket }) =>
      withoutASocket === '3/2' ? 'ICMP 3/2, protocol unreachable' : 'ICMP 3/3, port unreachable',
  },
  expect: { copies: [1, 1] },
  details: { withoutASocket: '3/2', complaintWithOne: false },
  mutants: [{ change: 'with sockets of protocol 90', parameters: { protocol: 90 } }],
  explain: 'That is how routing daemons speak OSPF: the kernel has no handler, and a raw socket is one.',
  seeAlso: ['RAW-57'],
});

export const raw56 = experiment({
  id: 'RAW-56',
  claim: 'IPv4 raw sockets receive the whole datagram, with its IP header.',
  texts: ['S0', 'S2', 'S3', 'S4'],
  topology: pair,
  needs,
  parameters: { type: c.SOCK_RAW },
  async run({ h1, h2 }, { type }) {
    const receiver = h2.socket(c.AF_INET, type, type === c.SOCK_RAW ? c.IPPROTO_UDP : 0);
    if (type !== c.SOCK_RAW) receiver.bind(at('10.9.1.2', 999));
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('hello', { to: at('10.9.1.2', 999) });
    const { bytes } = await receiver.next();
    const header = decodePacket(bytes, 'ipv4').find('ipv4');
    return { length: bytes.length, beginsWith: bytes[0]!, totalLength: header?.totalLength ?? 0 };
  },
  predict: {
    question: '"hello" was sent by UDP. How many bytes does a raw socket of UDP receive?',
    choices: ['5', '13', '33'],
    answer: ({ length }) => String(length),
  },
  expect: { length: 33, beginsWith: 0x45 },
  details: { totalLength: 33 },
  mutants: [{ change: 'with a UDP socket', parameters: { type: c.SOCK_DGRAM } }],
  explain: 'The header comes as it was on the wire, in network byte order. IPv6 raw sockets get no header.',
  seeAlso: ['RAW6-01'],
});

export const raw64 = experiment({
  id: 'RAW-64',
  claim: 'Delivery to a raw socket does not use the packet up: the stack processes it all the same.',
  texts: ['S1'],
  topology: pair,
  needs,
  parameters: { port: 999 },
  async run({ h1, h2 }, { port }) {
    const tap = rawSocket(h2, c.IPPROTO_UDP);
    const { socket: server } = udpServer(h2, '10.9.1.2', 999);
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('hello', { to: at('10.9.1.2', port) });
    return { raw: (await tap.awaited()) !== undefined, udp: (await server.awaited()) !== undefined };
  },
  predict: {
    question: 'A raw socket of UDP and a UDP socket are open. Who gets the datagram?',
    choices: ['the raw socket', 'the UDP socket', 'both'],
    answer: ({ raw, udp: it }) => (raw && it ? 'both' : raw ? 'the raw socket' : 'the UDP socket'),
  },
  expect: { raw: true, udp: true },
  mutants: [{ change: 'sent to another port', parameters: { port: 998 } }],
  explain:
    'raw_v4_input() hands a clone (skb_clone()) to every raw socket that matches, and ip_protocol_deliver_rcu() goes on ' +
    'to the handler of the protocol with the packet itself.',
  seeAlso: ['RAW-50', 'RAW-83'],
});

export const raw83 = experiment({
  id: 'RAW-83',
  claim: 'Raw sockets tap protocols that the kernel handles too: both get the packets.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { ignore: 0 },
  async run({ h1, h2 }, { ignore }) {
    h2.setSysctl('net.ipv4.icmp_echo_ignore_all', ignore);
    const tap = icmpSocket(h2);
    const sender = icmpSocket(h1);
    sender.send(buildPacket([icmp({ type: 'echo', id: 1, seq: 1 })]), { to: at('10.9.1.2') });
    return { tapped: (await tap.next()).bytes[20]!, answered: (await sender.awaited())?.bytes[20] ?? 'no' };
  },
  predict: {
    question: 'A program reads echo requests with a raw socket. Does the kernel still answer them?',
    choices: ['yes', 'no'],
    answer: ({ answered }) => (answered === 0 ? 'yes' : 'no'),
  },
  expect: { tapped: 8, answered: 0 },
  mutants: [{ change: 'with icmp_echo_ignore_all', parameters: { ignore: 1 } }],
  explain:
    'raw_local_deliver() gives each matching socket a clone, and the handler of the protocol gets the packet itself.',
  seeAlso: ['RAW-64'],
});

export const raw84 = experiment({
  id: 'RAW-84',
  claim: 'Raw sockets are unreliable: what finds no room is dropped.',
  texts: ['S0'],
  topology: pair,
  needs,
  parameters: { packets: 100 },
  async run({ h1, h2 }, { packets }) {
    const receiver = rawSocket(h2, 89);
    receiver.setOption(c.SOL_SOCKET, c.SO_RCVBUF, 1);
    const sender = rawSocket(h1, 89);
    for (let i = 0; i < packets; i++) sender.send(new Uint8Array(1000), { to: at('10.9.1.2') });
    const received = (await receiver.all({}, 1)).length;
    const row = h2.read('/proc/net/raw').trim().split('\n').at(-1)!.trim().split(/\s+/);
    return {
      some: received > 0,
      lost: received < packets,
      counted: Number(row.at(-1)) === packets - received,
    };
  },
  predict: {
    question: 'Where does the kernel count what it dropped?',
    choices: ['nowhere', 'in the last column of /proc/net/raw', 'in SO_ERROR'],
    answer: ({ counted }) => (counted ? 'in the last column of /proc/net/raw' : 'nowhere'),
  },
  expect: { some: true, lost: true },
  details: { counted: true },
  mutants: [{ change: 'with one packet', parameters: { packets: 1 } }],
  explain:
    'sock_queue_rcv_skb() finds the receive buffer full, counts a drop and frees the packet. The sender learns nothing.',
});
