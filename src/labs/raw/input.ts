import { buildPacket, decodePacket, icmp, igmp, ipv4, tcp, udp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { parseIpv4 } from '../../wire/index.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';
import { outcome, settled } from '../outcome.js';
import { ipv4Of, Sniffer } from '../sniffer.js';
import { tcpListener } from '../tcp.js';
import { pair, topology } from '../topology.js';
import { udpServer } from '../udp.js';
import { at, headerIncluded, headerOf, needs, rawSocket } from './support.js';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The payload behind the IP header. */
const carried = (packet: Uint8Array): Uint8Array => packet.subarray(4 * (packet[0]! & 15));

export const raw23 = experiment({
  id: 'RAW-23',
  claim: 'On reception sin_port is the protocol.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { protocol: 89 },
  async run({ h1, h2 }, { protocol }) {
    const receiver = rawSocket(h2, protocol);
    rawSocket(h1, 89).send('x', { to: at('10.9.1.2') });
    const { from } = await receiver.next();
    return { port: (from[2]! << 8) | from[3]! };
  },
  predict: {
    question: 'A raw socket of protocol 89 receives. Which port does recvfrom() show?',
    choices: ['0', '89'],
    answer: ({ port }) => String(port),
  },
  expect: { port: 89 },
  known: [{ since: '2.2', observe: { port: 0 }, because: 'raw_recvmsg() sets sin_port to 0' }],
  mutants: [
    { change: 'on a socket of another protocol, which receives nothing', parameters: { protocol: 90 } },
  ],
  explain:
    'getsockname() of a raw socket does show the protocol as the port; the address of a sender does not.',
  seeAlso: ['RAW-10', 'RAW-22'],
});

export const raw50 = experiment({
  id: 'RAW-50',
  claim: 'UDP and TCP packets are never passed to raw sockets.',
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

const icmpTypesTried = [8, 13, 17, 15, 0, 10, 9, 14, 18, 4, 40, 42];

export const raw51 = experiment({
  id: 'RAW-51',
  claim: 'Raw sockets get every ICMP message but echo, timestamp and address mask requests.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { types: icmpTypesTried },
  async run({ h1, h2 }, { types }) {
    const tap = rawSocket(h2, c.IPPROTO_ICMP);
    const sender = rawSocket(h1, c.IPPROTO_ICMP);
    for (const type of types)
      sender.send(buildPacket([icmp({ type: type as never })]), { to: at('10.9.1.2') });
    const seen = (await tap.all({}, types.length)).map(({ bytes }) => carried(bytes)[0]!);
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
  mutants: [
    { change: 'without types 40 and 42 being sent', parameters: { types: icmpTypesTried.slice(0, -2) } },
  ],
  explain:
    'On BSD the kernel answers requests itself and keeps them. On Linux ping to oneself sees its own request, too.',
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
    const tap = rawSocket(h2, c.IPPROTO_ICMP);
    const udpTap = rawSocket(h2, c.IPPROTO_UDP);
    const { socket: server } = udpServer(h2, '10.9.1.2', 999);
    const sender = rawSocket(h1, c.IPPROTO_ICMP);
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
  explain: 'What a raw socket receives was checked up to the IP header and no further.',
  seeAlso: ['RAW-64'],
});

/** struct ip_mreq. */
const membership = (group: string, address: string): Uint8Array =>
  Uint8Array.from([...parseIpv4(group)!, ...parseIpv4(address)!]);

export const raw53 = experiment({
  id: 'RAW-53',
  claim: 'All IGMP messages reach all raw sockets of IGMP.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { join: false },
  async run({ h1, h2 }, { join }) {
    const taps = [rawSocket(h2, c.IPPROTO_IGMP), rawSocket(h2, c.IPPROTO_IGMP)];
    const member = h2.socket(c.AF_INET, c.SOCK_DGRAM);
    const joinReports = () =>
      member.setOption(c.SOL_IP, c.IP_ADD_MEMBERSHIP, membership('224.0.0.22', '10.9.1.2'));
    if (join) joinReports();
    const reporter = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const send = async (destination: string, type: number) => {
      const socket = headerIncluded(h1);
      const group = destination === '224.0.0.1' ? '0.0.0.0' : '239.1.2.3';
      socket.setOption(c.SOL_IP, c.IP_MULTICAST_IF, parseIpv4('10.9.1.1')!);
      const message = buildPacket([
        ipv4({ src: '10.9.1.1', dst: destination, protocol: 'igmp', ttl: 1 }),
        igmp({ type: type as never, group }),
      ]);
      socket.send(message, { to: at(destination) });
    };
    const count = async (least: number) => {
      const seen: number[] = [];
      for (const tap of taps)
        seen.push(
          (await tap.all({}, least)).filter(({ bytes }) => bytes[12] === 10 && bytes[15] === 1).length,
        );
      return seen;
    };
    await send('224.0.0.22', 0x16);
    const report = await count(join ? 1 : 0);
    await send('224.0.0.1', 0x11);
    const query = await count(1);
    reporter.close();
    return { report: report.map(it => it > 0), query: query.map(it => it > 0) };
  },
  predict: {
    question:
      'A report goes to 224.0.0.22, a group that the host has not joined. Does its raw socket of IGMP get it?',
    choices: ['yes', 'no'],
    answer: ({ report: [one] }) => (one ? 'yes' : 'no'),
  },
  expect: { report: [true, true], query: [true, true] },
  known: [
    {
      observe: { report: [false, false], query: [true, true] },
      because:
        'a raw socket gets what the host takes in, and of multicast that is the groups joined on the interface',
    },
  ],
  mutants: [{ change: 'after joining 224.0.0.22', parameters: { join: true } }],
  explain:
    'Every host is in 224.0.0.1. A router that wants to see the reports joins 224.0.0.22, or listens with a packet socket.',
  seeAlso: ['MCAST-01'],
});

export const raw54 = experiment({
  id: 'RAW-54',
  claim: 'Packets of a protocol that the kernel does not know (OSPF, 89) go to all raw sockets of it.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { protocol: 89 },
  async run({ h1, h2 }, { protocol }) {
    const errors = rawSocket(h1, c.IPPROTO_ICMP);
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

export const raw55 = experiment({
  id: 'RAW-55',
  claim: 'Fragments are put together before delivery, and nothing is delivered until all are there.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { fragments: ['mf', ''] },
  async run({ h1, h2 }, { fragments }) {
    const tap = rawSocket(h2, 89);
    rawSocket(h1, 89).send(new Uint8Array(4000), { to: at('10.9.1.2') });
    const [whole] = await tap.all({}, 1);
    const sender = headerIncluded(h1);
    const send = (index: number) => {
      const flags: 'mf'[] = fragments[index] === 'mf' ? ['mf'] : [];
      const header = ipv4({
        src: '10.9.1.1',
        dst: '10.9.1.2',
        protocol: 89,
        id: 4711,
        flags,
        fragmentOffset: index,
      });
      sender.send(buildPacket([header, new Uint8Array(8)]), { to: at('10.9.1.2') });
    };
    send(0);
    const afterTheFirst = (await tap.maybe()) === undefined ? 'nothing' : 'a packet';
    send(1);
    const second = await tap.awaited();
    return {
      length: whole?.length ?? 0,
      isAFragment: whole !== undefined && headerOf(whole.bytes).fragmentOffset !== 0,
      afterTheFirst,
      afterTheSecond: second?.length ?? 0,
    };
  },
  predict: {
    question: 'The first of two fragments has arrived. What does the raw socket get?',
    choices: ['nothing', 'the fragment'],
    answer: ({ afterTheFirst }) => (afterTheFirst === 'nothing' ? 'nothing' : 'the fragment'),
  },
  expect: { length: 4020, isAFragment: false, afterTheFirst: 'nothing', afterTheSecond: 36 },
  mutants: [
    { change: 'with a last fragment that says that more follow', parameters: { fragments: ['mf', 'mf'] } },
  ],
  explain: 'ip_local_deliver() defragments first. Packet sockets stand before that and see each fragment.',
  seeAlso: ['RAW-36'],
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

/** Two hosts, one of which has two addresses. */
const twoAddresses = topology({ h1: {}, h2: {} }, [
  { h1: ['10.9.1.1/24', '10.9.1.11/24'], h2: ['10.9.1.2/24', '10.9.1.12/24'] },
]);

export const raw57 = experiment({
  id: 'RAW-57',
  claim: 'Every socket that matches gets a copy of its own.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { sockets: 3 },
  async run({ h1, h2 }, { sockets }) {
    const taps = Array.from({ length: sockets }, () => rawSocket(h2, 89));
    rawSocket(h1, 89).send('hello', { to: at('10.9.1.2') });
    let copies = 0;
    for (const tap of taps) copies += (await tap.all({}, 1)).length;
    return { copies };
  },
  predict: {
    question: 'Three raw sockets of a protocol, one packet. How many receive it?',
    choices: ['1', '3'],
    answer: ({ copies }) => String(copies),
  },
  expect: { copies: 3 },
  mutants: [{ change: 'with two sockets', parameters: { sockets: 2 } }],
  explain:
    'raw_v4_input() walks the chain of the protocol and clones the packet for each socket that matches.',
  seeAlso: ['RAW-58'],
});

export const raw58 = experiment({
  id: 'RAW-58',
  claim:
    'A socket matches by protocol, by the address that it is bound to, by the one that it is connected to, and by its device.',
  texts: ['S1', 'S2', 'S4'],
  topology: twoAddresses,
  needs,
  parameters: { source: '10.9.1.1' },
  async run({ h1, h2 }, { source }) {
    const socketWith = (prepare: (socket: LabSocket) => void) => {
      const socket = rawSocket(h2, 89);
      prepare(socket);
      return socket;
    };
    const device = (name: string) => new TextEncoder().encode(`${name}\0`);
    const sockets = [
      socketWith(it => it.bind(at('10.9.1.12'))),
      socketWith(it => it.bind(at('10.9.1.2'))),
      socketWith(it => it.connect(at('10.9.1.11'))),
      socketWith(it => it.connect(at('10.9.1.1'))),
      socketWith(it => it.setOption(c.SOL_SOCKET, c.SO_BINDTODEVICE, device('lo'))),
      socketWith(it => it.setOption(c.SOL_SOCKET, c.SO_BINDTODEVICE, device('to-h1'))),
    ];
    const sender = rawSocket(h1, 89);
    sender.bind(at(source));
    sender.send('hello', { to: at('10.9.1.2') });
    // The last one matches in any case: when it has the packet, the others have it or never will.
    await sockets.at(-1)!.next({ flags: c.MSG_PEEK });
    return { deliveries: sockets.map(socket => (outcome(() => socket.receive()) === 'ok' ? 1 : 0)) };
  },
  predict: {
    question:
      'Bound wrong, bound right, connected wrong, connected right, device wrong, device right: who gets the packet?',
    choices: ['all six', 'the three that are right', 'those by address alone'],
    answer: ({ deliveries }) =>
      deliveries.join('') === '010101'
        ? 'the three that are right'
        : deliveries.join('') === '111111'
          ? 'all six'
          : undefined,
  },
  expect: { deliveries: [0, 1, 0, 1, 0, 1] },
  mutants: [{ change: 'sent from the other address', parameters: { source: '10.9.1.11' } }],
  explain: 'raw_v4_match() compares each of them where the socket has set it.',
  seeAlso: ['RAW-10', 'RAW-11', 'RAW-65'],
});

/** A router between two hosts. */
const oneRouter = topology(
  {
    h1: { routes: ['10.9.2.0/24 via 10.9.1.2'] },
    r1: { forwarding: true },
    h2: { routes: ['10.9.1.0/24 via 10.9.2.1'] },
  },
  [
    { h1: ['10.9.1.1/24'], r1: ['10.9.1.2/24'] },
    { r1: ['10.9.2.1/24'], h2: ['10.9.2.2/24'] },
  ],
);

export const raw59 = experiment({
  id: 'RAW-59',
  claim: 'The kernel delivers a raw packet to all raw sockets.',
  texts: ['S3'],
  topology: oneRouter,
  needs,
  parameters: { to: '10.9.2.2' },
  async run({ h1, r1, h2 }, { to }) {
    const onTheRouter = rawSocket(r1, c.IPPROTO_UDP);
    const wire = new Sniffer(r1);
    const { socket: server } = udpServer(h2, '10.9.2.2', 999);
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('hello', { to: at(to, 999) });
    if (to === '10.9.2.2') await server.next();
    return {
      raw: (await onTheRouter.maybe()) === undefined ? 'nothing' : 'the packet',
      packetSocket: (await wire.all(ipv4Of(c.IPPROTO_UDP), 1)).length > 0 ? 'the packet' : 'nothing',
    };
  },
  predict: {
    question: 'A router forwards a datagram. Does its raw socket of UDP see it?',
    choices: ['yes', 'no'],
    answer: ({ raw }) => (raw === 'nothing' ? 'no' : 'yes'),
  },
  expect: { raw: 'the packet' },
  known: [
    {
      observe: { raw: 'nothing', packetSocket: 'the packet' },
      because: 'only packets for the host itself get that far, and only to the sockets that match',
    },
  ],
  mutants: [{ change: 'sent to the router itself', parameters: { to: '10.9.1.2' } }],
  explain:
    'raw_local_deliver() is on the way to local protocols; forwarding branches off before. A packet socket sees all.',
  seeAlso: ['RAW-58', 'RAW-63'],
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

export const raw61 = experiment({
  id: 'RAW-61',
  claim: 'A socket of IPPROTO_RAW can only send.',
  texts: ['S1', 'S4'],
  topology: pair,
  needs,
  parameters: { protocol: 255 },
  async run({ h1, h2 }, { protocol }) {
    const tap = rawSocket(h2, c.IPPROTO_RAW);
    const marker = rawSocket(h2, c.IPPROTO_ICMP);
    rawSocket(h1, c.IPPROTO_ICMP).send(buildPacket([icmp({ type: 'echo', id: 1, seq: 1 })]), {
      to: at('10.9.1.2'),
    });
    await marker.next();
    const icmpSeen = outcome(() => tap.receive());
    const packet = buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol }), 'hello']);
    headerIncluded(h1).send(packet, { to: at('10.9.1.2') });
    return {
      icmp: icmpSeen === 'ok' ? 'received' : 'nothing',
      itsOwnProtocol: (await tap.awaited()) === undefined ? 'nothing' : 'received',
    };
  },
  predict: {
    question: 'Is there a packet that such a socket receives?',
    choices: ['none', 'those of protocol 255', 'all'],
    answer: ({ icmp: one, itsOwnProtocol }) =>
      one === 'received' ? 'all' : itsOwnProtocol === 'received' ? 'those of protocol 255' : 'none',
  },
  expect: { icmp: 'nothing', itsOwnProtocol: 'nothing' },
  known: [
    {
      observe: { icmp: 'nothing', itsOwnProtocol: 'received' },
      because: '255 is a protocol like others when it comes to receiving; it is just that nobody sends it',
    },
  ],
  mutants: [{ change: 'with a packet of protocol 254', parameters: { protocol: 254 } }],
  explain: 'IPPROTO_RAW is 255, a number that is reserved: on the wire it should not be.',
  seeAlso: ['RAW-27', 'RAW-62'],
});

export const raw62 = experiment({
  id: 'RAW-62',
  claim: 'IPPROTO_RAW receives every protocol, and may not send.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { protocol: c.IPPROTO_RAW },
  async run({ h1, h2 }, { protocol }) {
    const tap = rawSocket(h2, protocol);
    const marker = rawSocket(h2, 89);
    const packet = buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89 }), 'hello']);
    const send = outcome(() => rawSocket(h1, c.IPPROTO_RAW).send(packet, { to: at('10.9.1.2') }));
    await marker.next();
    return { send, receivesOtherProtocols: outcome(() => tap.receive()) === 'ok' };
  },
  predict: {
    question: 'May a socket of IPPROTO_RAW send?',
    choices: ['yes', 'no'],
    answer: ({ send }) => (send === 'ok' ? 'yes' : 'no'),
  },
  expect: { send: 'EOPNOTSUPP', receivesOtherProtocols: true },
  known: [
    {
      observe: { send: 'ok', receivesOtherProtocols: false },
      because: 'a slip of the text, whose notes say the opposite',
    },
  ],
  mutants: [{ change: 'with a receiver of protocol 89', parameters: { protocol: 89 } }],
  explain: 'It sends whole packets, and receives those of protocol 255.',
  seeAlso: ['RAW-61'],
});

export const raw63 = experiment({
  id: 'RAW-63',
  claim: 'To see all of IP, use a packet socket with ETH_P_IP.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { etherType: c.ETH_P_IP },
  async run({ h1, h2 }, { etherType }) {
    const tap = h2.socket(c.AF_PACKET, c.SOCK_DGRAM, ((etherType & 0xff) << 8) | (etherType >> 8));
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('udp', { to: at('10.9.1.2', 9) });
    rawSocket(h1, 89).send('ospf', { to: at('10.9.1.2') });
    const protocols = (await tap.all({}, 2))
      .map(({ bytes }) => bytes[9]!)
      .filter(it => it === 17 || it === 89);
    return { protocols: [...new Set(protocols)].sort((a, b) => a - b) };
  },
  predict: {
    question: 'UDP and OSPF arrive. Which does it see?',
    choices: ['both', 'UDP alone', 'neither'],
    answer: ({ protocols }) =>
      protocols.length === 2 ? 'both' : protocols.length === 0 ? 'neither' : 'UDP alone',
  },
  expect: { protocols: [17, 89] },
  mutants: [{ change: 'with ETH_P_ARP', parameters: { etherType: c.ETH_P_ARP } }],
  explain: 'There is no raw socket for all protocols (RAW-01); below IP there is.',
  seeAlso: ['RAW-01', 'RAW-03'],
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
  explain: 'Raw sockets get clones.',
  seeAlso: ['RAW-50', 'RAW-83'],
});

export const raw65 = experiment({
  id: 'RAW-65',
  claim:
    'Bound to an address or a device, a raw socket gets only what came there; otherwise all packets of its protocol.',
  texts: ['S4'],
  topology: twoAddresses,
  needs,
  parameters: { bind: '10.9.1.12' },
  async run({ h1, h2 }, { bind }) {
    const [all, bound] = [rawSocket(h2, 89), rawSocket(h2, 89)];
    bound.bind(at(bind));
    const sender = rawSocket(h1, 89);
    sender.send('one', { to: at('10.9.1.2') });
    sender.send('other', { to: at('10.9.1.12') });
    const data = async (socket: LabSocket, least: number) =>
      (await socket.all({}, least)).map(({ bytes }) => text(carried(bytes))).sort();
    return { all: await data(all, 2), bound: await data(bound, 1) };
  },
  predict: {
    question:
      'A socket is bound to the second address of its host. How many of two packets, one to each, does it get?',
    choices: ['1', '2'],
    answer: ({ bound }) => String(bound.length),
  },
  expect: { all: ['one', 'other'], bound: ['other'] },
  mutants: [{ change: 'bound to the first address', parameters: { bind: '10.9.1.2' } }],
  explain: 'The address that it is bound to is compared with the destination of the packet.',
  seeAlso: ['RAW-58'],
});

export const raw66 = experiment({
  id: 'RAW-66',
  claim: 'An ICMP message of less than 8 bytes is not delivered to raw sockets.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { bytes: 2 },
  async run({ h1, h2 }, { bytes }) {
    const tap = rawSocket(h2, c.IPPROTO_ICMP);
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
    question: 'Two messages come, of 2 and of 108 bytes. What does the socket receive first?',
    choices: ['22 bytes', '128 bytes'],
    answer: ({ firstDelivered }) => `${firstDelivered} bytes`,
  },
  expect: { firstDelivered: 128 },
  details: { marked: true, realLength: 128 },
  mutants: [{ change: 'with 8 bytes', parameters: { bytes: 8 } }],
  explain: 'icmp_filter() wants to read the header, and where there is none the packet does not pass.',
  seeAlso: ['RAW-81', 'MSG-07'],
});
