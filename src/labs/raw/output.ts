import { buildPacket, icmp, ipv4, tcp, udp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { Sniffer } from '../sniffer.js';
import { tcpListener } from '../tcp.js';
import { alone, pair, routed } from '../topology.js';
import { udpServer } from '../udp.js';
import { at, headerChecksum, headerIncluded, headerOf, needs, rawSocket } from './support.js';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export const raw20 = experiment({
  id: 'RAW-20',
  claim: 'Output is by sendto() or sendmsg() with the destination; send() needs connect() first.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { connect: false },
  run({ h1 }, { connect }) {
    const socket = rawSocket(h1, 89);
    if (connect) socket.connect(at('10.9.1.2'));
    return {
      send: outcome(() => socket.send('x')),
      sendto: outcome(() => socket.send('x', { to: at('10.9.1.2') })),
    };
  },
  predict: {
    question: 'What does send() on a raw socket that is not connected fail with?',
    choices: ['ENOTCONN', 'EDESTADDRREQ', 'EINVAL'],
    answer: ({ send }) => send,
  },
  expect: { send: 'EDESTADDRREQ', sendto: 'ok' },
  mutants: [{ change: 'with connect()', parameters: { connect: true } }],
  explain:
    'raw_sendmsg() takes the destination from the call or from the socket; where neither has one it is EDESTADDRREQ.',
  seeAlso: ['RAW-11'],
});

export const raw21 = experiment({
  id: 'RAW-21',
  claim:
    'Without IP_HDRINCL the buffer begins behind the IP header, which the kernel writes with the protocol of the socket.',
  texts: ['S0', 'S2', 'S4'],
  topology: pair,
  needs,
  parameters: { protocol: 89 },
  async run({ h1, h2 }, { protocol }) {
    const wire = new Sniffer(h2);
    rawSocket(h1, protocol).send('hello', { to: at('10.9.1.2') });
    const { bytes } = await wire.next(packet => packet.protocol === c.ETH_P_IP && !packet.sent);
    const { ihl, ttl, flags, src } = headerOf(bytes);
    return {
      protocol: bytes[9]!,
      data: text(bytes.subarray(4 * ihl)),
      source: src,
      length: 4 * ihl,
      ttl,
      flags: [...flags],
      checksumIsRight: headerChecksum(bytes) === 'good',
    };
  },
  predict: {
    question: 'Which TTL and which flags does the kernel write?',
    choices: ['64, df', '64, none', '255, none'],
    answer: ({ ttl, flags }) => `${ttl}, ${flags.join() || 'none'}`,
  },
  expect: { protocol: 89, data: 'hello', source: '10.9.1.1' },
  details: { length: 20, ttl: 64, flags: ['df'], checksumIsRight: true },
  mutants: [{ change: 'with protocol 47', parameters: { protocol: 47 } }],
  explain:
    'ip_append_data() and ip_push_pending_frames() write the header as for UDP: DF because path MTU discovery is on by default.',
  seeAlso: ['RAW-25', 'RAW-37'],
});

export const raw22 = experiment({
  id: 'RAW-22',
  claim: 'sin_port says nothing about the protocol when sending, and should be 0.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { port: 17 },
  async run({ h1, h2 }, { port }) {
    const wire = new Sniffer(h2);
    const sent = outcome(() => rawSocket(h1, 89).send('x', { to: at('10.9.1.2', port) }));
    const { bytes } = await wire.next(packet => packet.protocol === c.ETH_P_IP && !packet.sent);
    const inet6 = h1.socket(c.AF_INET6, c.SOCK_RAW, 89);
    return {
      sent,
      protocol: bytes[9]!,
      inet6: outcome(() => inet6.send('x', { to: at('fd09:1::2', port) })),
    };
  },
  predict: {
    question: 'And an IPv6 raw socket of protocol 89, with port 17?',
    choices: ['sends', 'EINVAL', 'EPROTONOSUPPORT'],
    answer: ({ inet6 }) => (inet6 === 'ok' ? 'sends' : inet6),
  },
  expect: { sent: 'ok', protocol: 89 },
  details: { inet6: 'EINVAL' },
  mutants: [{ change: 'with port 89, which IPv6 takes', parameters: { port: 89 } }],
  explain: 'IPv4 ignores the port. rawv6_sendmsg() takes 0 or the protocol of the socket, and nothing else.',
  seeAlso: ['RAW-23'],
});

export const raw24 = experiment({
  id: 'RAW-24',
  claim: 'Without IP_HDRINCL the fields of the header can be set with socket options.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { ttl: 7 },
  async run({ h1, h2 }, { ttl }) {
    const wire = new Sniffer(h2);
    const socket = rawSocket(h1, 89);
    socket.setOption(c.SOL_IP, c.IP_TTL, ttl);
    socket.setOption(c.SOL_IP, c.IP_TOS, 0x10);
    socket.send('x', { to: at('10.9.1.2') });
    const { bytes } = await wire.next(packet => packet.protocol === c.ETH_P_IP && !packet.sent);
    return { ttl: bytes[8]!, tos: bytes[1]! };
  },
  predict: {
    question: 'IP_TTL is set to 7. What is on the wire, one hop away?',
    choices: ['6', '7', '64'],
    answer: ({ ttl }) => String(ttl),
  },
  expect: { ttl: 7, tos: 0x10 },
  mutants: [{ change: 'with IP_TTL 9', parameters: { ttl: 9 } }],
  explain:
    'The options are of the socket and hold for UDP, TCP and raw alike. A TTL is lowered by routers alone.',
  seeAlso: ['RAW-21', 'OPT-01'],
});

export const raw36 = experiment({
  id: 'RAW-36',
  claim: 'Without IP_HDRINCL a packet above the MTU is fragmented.',
  texts: ['S1', 'S2', 'S4'],
  topology: pair,
  needs,
  parameters: { size: 4000 },
  async run({ h1, h2 }, { size }) {
    const wire = new Sniffer(h2);
    rawSocket(h1, 89).send(new Uint8Array(size), { to: at('10.9.1.2') });
    const packets = await wire.all(packet => packet.protocol === c.ETH_P_IP && !packet.sent, 1);
    const headers = packets.map(({ bytes }) => headerOf(bytes));
    return {
      offsets: headers.map(({ fragmentOffset }) => 8 * fragmentOffset),
      lengths: headers.map(({ totalLength }) => totalLength),
      oneId: new Set(headers.map(({ id }) => id)).size === 1,
    };
  },
  predict: {
    question: '4000 bytes leave through an MTU of 1500. In how many fragments?',
    choices: ['1', '2', '3'],
    answer: ({ offsets }) => String(offsets.length),
  },
  expect: { offsets: [0, 1480, 2960] },
  details: { lengths: [1500, 1500, 1060], oneId: true },
  mutants: [{ change: 'with 1000 bytes', parameters: { size: 1000 } }],
  explain:
    'ip_append_data() cuts the data into pieces of the MTU, a multiple of eight bytes, and all have the same id.',
  seeAlso: ['RAW-35', 'RAW-55'],
});

export const raw37 = experiment({
  id: 'RAW-37',
  claim: 'EMSGSIZE: where path MTU discovery forbids fragments, or above 64 KiB.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { discover: c.IP_PMTUDISC_DO },
  run({ h1 }, { discover }) {
    const send = (bytes: number, mode?: number) => {
      const socket = rawSocket(h1, 89);
      if (mode !== undefined) socket.setOption(c.SOL_IP, c.IP_MTU_DISCOVER, mode);
      // On lo, whose MTU is 65,536, nothing but the size of the datagram counts.
      return outcome(() =>
        socket.send(new Uint8Array(bytes), { to: at(mode === undefined ? '127.0.0.1' : '10.9.1.2') }),
      );
    };
    return {
      aboveTheMtu: send(4000, discover),
      largest: send(65_515),
      larger: send(65_516),
      default: rawSocket(h1, 89).getIntOption(c.SOL_IP, c.IP_MTU_DISCOVER),
    };
  },
  predict: {
    question: 'IP_MTU_DISCOVER is IP_PMTUDISC_DO. What does a send of 4000 bytes give?',
    choices: ['fragments', 'EMSGSIZE', 'EINVAL'],
    answer: ({ aboveTheMtu }) => (aboveTheMtu === 'ok' ? 'fragments' : aboveTheMtu),
  },
  expect: { aboveTheMtu: 'EMSGSIZE', larger: 'EMSGSIZE', largest: 'ok' },
  details: { default: 1 },
  mutants: [{ change: 'with IP_PMTUDISC_WANT', parameters: { discover: c.IP_PMTUDISC_WANT } }],
  explain:
    'The total length has 16 bits, 20 bytes of which are the header. The default (WANT) sets DF on what fits, and ' +
    'fragments what does not. The text writes IP_PMTU_DISCOVER; the name is IP_MTU_DISCOVER.',
  seeAlso: ['RAW-36'],
});

export const raw40 = experiment({
  id: 'RAW-40',
  claim: 'With MSG_DONTROUTE the destination must be on the link.',
  texts: ['S4'],
  topology: routed,
  needs,
  parameters: { flag: c.MSG_DONTROUTE },
  run({ h1 }, { flag }) {
    const send = (address: string) =>
      outcome(() => rawSocket(h1, 89).send('x', { to: at(address), flags: flag }));
    return { onTheLink: send('10.9.1.2'), behindAGateway: send('10.9.3.2') };
  },
  predict: {
    question: 'What does a send through a gateway give?',
    choices: ['it is sent', 'ENETUNREACH', 'EHOSTUNREACH'],
    answer: ({ behindAGateway }) => (behindAGateway === 'ok' ? 'it is sent' : behindAGateway),
  },
  expect: { onTheLink: 'ok', behindAGateway: 'ENETUNREACH' },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain: 'Routes of scope link alone match; one with a gateway has a wider scope.',
  seeAlso: ['MSG-05'],
});

export const raw41 = experiment({
  id: 'RAW-41',
  claim: 'Broadcasting without SO_BROADCAST is EACCES.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { allowed: 0 },
  run({ h1 }, { allowed }) {
    const socket = rawSocket(h1, 89);
    socket.setOption(c.SOL_SOCKET, c.SO_BROADCAST, allowed);
    const header = headerIncluded(h1);
    header.setOption(c.SOL_SOCKET, c.SO_BROADCAST, allowed);
    const packet = buildPacket([
      ipv4({ src: '10.9.1.1', dst: '10.9.1.255' }),
      udp({ srcPort: 1, dstPort: 9 }),
    ]);
    return {
      without: outcome(() => socket.send('x', { to: at('10.9.1.255') })),
      withItsOwnHeader: outcome(() => header.send(packet, { to: at('10.9.1.255') })),
    };
  },
  predict: {
    question: 'What does a send to 10.9.1.255 fail with?',
    choices: ['EPERM', 'EACCES', 'ENETUNREACH'],
    answer: ({ without }) => without,
  },
  expect: { without: 'EACCES', withItsOwnHeader: 'EACCES' },
  mutants: [{ change: 'with SO_BROADCAST', parameters: { allowed: 1 } }],
  explain: 'The route is of type broadcast, and raw_sendmsg() asks for SOCK_BROADCAST, with IP_HDRINCL too.',
  seeAlso: ['BCAST-01'],
});

export const raw42 = experiment({
  id: 'RAW-42',
  claim: 'MSG_OOB on a raw socket is EOPNOTSUPP.',
  texts: ['S4'],
  topology: alone,
  needs,
  parameters: { flag: c.MSG_OOB },
  run({ h1 }, { flag }) {
    const socket = rawSocket(h1, 89);
    return {
      send: outcome(() => socket.send('x', { to: at('127.0.0.1'), flags: flag })),
      receive: outcome(() => rawSocket(h1, 90).receive({ flags: flag })),
    };
  },
  predict: {
    question: 'What does a receive with MSG_OOB fail with?',
    choices: ['EAGAIN', 'EINVAL', 'EOPNOTSUPP'],
    answer: ({ receive }) => receive,
  },
  expect: { send: 'EOPNOTSUPP', receive: 'EOPNOTSUPP' },
  mutants: [{ change: 'with MSG_DONTWAIT', parameters: { flag: c.MSG_DONTWAIT } }],
  explain: 'There are no urgent data but in streams; raw_sendmsg() and raw_recvmsg() say so first.',
  seeAlso: ['MSG-01'],
});

export const raw44 = experiment({
  id: 'RAW-44',
  claim: 'EINVAL is an invalid argument: an address of the wrong length or family.',
  texts: ['S4'],
  topology: alone,
  needs,
  parameters: { length: 8 },
  run({ h1 }, { length }) {
    const socket = rawSocket(h1, 89);
    const whole = at('127.0.0.1');
    const family = (number: number) => Uint8Array.from([number, 0, ...whole.subarray(2)]);
    return {
      short: outcome(() => socket.send('x', { to: whole.subarray(0, length) })),
      wrongFamily: outcome(() => socket.send('x', { to: family(c.AF_UNIX) })),
      familyZero: outcome(() => socket.send('x', { to: family(0) })),
    };
  },
  predict: {
    question: 'An address of family AF_UNIX is given. What does the send fail with?',
    choices: ['EINVAL', 'EAFNOSUPPORT', 'nothing'],
    answer: ({ wrongFamily }) => (wrongFamily === 'ok' ? 'nothing' : wrongFamily),
  },
  expect: { short: 'EINVAL', wrongFamily: 'EINVAL' },
  known: [
    {
      since: '2.2',
      observe: { short: 'EINVAL', wrongFamily: 'EAFNOSUPPORT', familyZero: 'ok' },
      because: 'a wrong family is EAFNOSUPPORT; family 0 goes through for old programs that left it out',
    },
  ],
  mutants: [{ change: 'with the whole address', parameters: { length: 16 } }],
  explain: 'raw_sendmsg() checks the length, then the family.',
});

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
    const socket = rawSocket(h1, c.IPPROTO_ICMP);
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
