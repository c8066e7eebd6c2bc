import { buildPacket, decodePacket, icmp, icmpv6 } from '../../raw/formats.js';
import { encodeEndpoint } from '../../raw/ip-endpoint.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import type { LabSocket, Received } from '../lab-socket.js';
import { capability, program } from '../needs.js';
import { outcome } from '../outcome.js';
import { alone, pair, routed } from '../topology.js';
import { udpServer } from '../udp.js';

const needs = [capability('net_raw')];
const at = (address: string, port = 0): Uint8Array => encodeEndpoint({ address, port });
const pinger = (host: Host): LabSocket => host.socket(c.AF_INET, c.SOCK_RAW, c.IPPROTO_ICMP);

/** The payload of the lecture's ping: 56 bytes of 0xa5 behind room for a time. */
const filler = new Uint8Array(56).fill(0xa5);

const echo = (id: number, seq: number, data: Uint8Array = filler): Uint8Array =>
  buildPacket([icmp({ type: 'echo', id, seq }), data]);

/** The ICMP message in what a raw socket received. */
function messageIn({ bytes }: Received) {
  const packet = decodePacket(bytes, 'ipv4');
  const message = packet.find('icmp');
  if (message === undefined) throw new RangeError('no ICMP message');
  return { ...message, data: packet.payload, header: packet.find('ipv4')! };
}

/** The next message that is no request: on lo, and for broadcasts, one's own request comes first. */
async function reply(socket: LabSocket) {
  for (;;) {
    const message = messageIn(await socket.next());
    if (message.type !== 'echo') return message;
  }
}

export const ping01 = experiment({
  id: 'PING-01',
  claim:
    'A raw ICMP socket sends type 8 and gets type 0 back, with identifier, sequence number and data unchanged.',
  texts: ['S0', 'S2', 'S3'],
  topology: pair,
  needs,
  parameters: { type: 'echo' },
  async run({ h1 }, { type }) {
    const socket = pinger(h1);
    socket.send(buildPacket([icmp({ type: type as 'echo', id: 4711, seq: 3 }), filler]), {
      to: at('10.9.1.2'),
    });
    const { type: answer, id, seq, data } = await reply(socket);
    return { answer, id: id ?? 0, seq: seq ?? 0, dataUnchanged: Buffer.from(data).equals(filler) };
  },
  predict: {
    question: 'Which type does the answer to type 8 have?',
    choices: ['0 (echoreply)', '8 (echo)', '14 (timestampreply)'],
    answer: ({ answer }) =>
      ({ echoreply: '0 (echoreply)', timestampreply: '14 (timestampreply)' })[String(answer)],
  },
  expect: { answer: 'echoreply', id: 4711, seq: 3, dataUnchanged: true },
  mutants: [{ change: 'with a timestamp request', parameters: { type: 'timestamp' } }],
  explain: 'icmp_echo() sends the message back with the type changed. That is all that ping relies on.',
  seeAlso: ['PING-14'],
});

export const ping02 = experiment({
  id: 'PING-02',
  claim: '56 bytes of data make 64 bytes of ICMP and 84 bytes of IP.',
  texts: ['S2', 'S3'],
  topology: pair,
  needs,
  parameters: { bytes: 56 },
  async run({ h1 }, { bytes }) {
    const socket = pinger(h1);
    socket.send(echo(1, 0, new Uint8Array(bytes)), { to: at('10.9.1.2') });
    const { header } = await reply(socket);
    return { icmp: header.totalLength - 4 * header.ihl, ip: header.totalLength };
  },
  predict: {
    question: 'ping says "64 bytes from …". How long is the IP packet?',
    choices: ['64', '72', '84'],
    answer: ({ ip }) => String(ip),
  },
  expect: { icmp: 64, ip: 84 },
  mutants: [{ change: 'with 48 bytes of data', parameters: { bytes: 48 } }],
  explain: 'Eight bytes of ICMP header, twenty of IP.',
});

export const ping03 = experiment({
  id: 'PING-03',
  claim: 'The time of sending, a struct timeval, stands at the start of the data: eight bytes.',
  texts: ['S2'],
  topology: alone,
  needs: [program('python3', 'python3')],
  parameters: { format: 'll' },
  async run({ h1 }, { format }) {
    const size = Number(
      await h1.output('python3', ['-c', `import struct; print(struct.calcsize('${format}'))`]),
    );
    return { timeval: size, leastReply: 8 + size };
  },
  predict: {
    question: 'How long must a reply be to have a struct timeval in it, on a machine of 64 bits?',
    choices: ['16 bytes', '24 bytes'],
    answer: ({ leastReply }) => `${leastReply} bytes`,
  },
  expect: { timeval: 8, leastReply: 16 },
  known: [
    {
      observe: { timeval: 16, leastReply: 24 },
      because: 'a struct timeval is two longs: eight bytes where a long has four, sixteen where it has eight',
    },
  ],
  mutants: [{ change: 'with two ints', parameters: { format: 'ii' } }],
  explain:
    "The program accepts replies of 16 bytes and reads 16 bytes of time from them: past the end, on today's machines.",
  seeAlso: ['TRACE-02'],
});

export const ping04 = experiment({
  id: 'PING-04',
  claim:
    'A request is sent each second by the handler of SIGALRM; the receive that it interrupts gives EINTR and is called again.',
  texts: ['S2'],
  topology: alone,
  needs: [program('python3', 'python3')],
  parameters: { restart: false },
  async run({ h1 }, { restart }) {
    // Python repeats interrupted calls by itself; the C library's recv() does not.
    const script = [
      'import ctypes, signal, socket, sys',
      'libc = ctypes.CDLL(None, use_errno=True)',
      'a, b = socket.socketpair()',
      'handler = ctypes.CFUNCTYPE(None, ctypes.c_int)(lambda number: a.send(b"late"))',
      'libc.signal.restype = ctypes.c_void_p',
      'libc.signal(signal.SIGALRM, handler)',
      `libc.siginterrupt(signal.SIGALRM, ${restart ? 0 : 1})`,
      'libc.ualarm(50000, 0)',
      'buffer = ctypes.create_string_buffer(16)',
      'n = libc.recv(b.fileno(), buffer, 16, 0)',
      'print(n if n >= 0 else ctypes.get_errno())',
    ].join('\n');
    const result = (await h1.output('python3', ['-c', script])).trim();
    return { receive: result === '4' && restart ? 'the data' : result === '4' ? 'EINTR' : result };
  },
  predict: {
    question: 'A signal handler runs while recv() waits, without SA_RESTART. What does recv() return?',
    choices: ['it goes on waiting', 'EINTR', '0'],
    answer: ({ receive }) => (receive === 'EINTR' ? 'EINTR' : 'it goes on waiting'),
  },
  expect: { receive: 'EINTR' },
  mutants: [{ change: 'with SA_RESTART', parameters: { restart: true } }],
  explain:
    "signal(7) lists what is restarted. signal() of today's C libraries sets SA_RESTART, that of the lecture's time did not.",
});

export const ping05 = experiment({
  id: 'PING-05',
  claim: 'SO_RCVBUF is set to 60 KiB, so that there is room for many replies.',
  texts: ['S2'],
  topology: alone,
  needs,
  parameters: { buffer: 60 * 1024 },
  run({ h1 }, { buffer }) {
    const socket = pinger(h1);
    const before = socket.getIntOption(c.SOL_SOCKET, c.SO_RCVBUF);
    socket.setOption(c.SOL_SOCKET, c.SO_RCVBUF, buffer);
    const after = socket.getIntOption(c.SOL_SOCKET, c.SO_RCVBUF);
    return { after, more: after > before };
  },
  predict: {
    question: 'Does that make the buffer larger or smaller than it is by default?',
    choices: ['larger', 'smaller'],
    answer: ({ more }) => (more ? 'larger' : 'smaller'),
  },
  expect: { more: true },
  known: [
    {
      since: '2.6',
      observe: { after: 122_880, more: false },
      because: 'the default has grown to 212,992, and the kernel doubles what is asked for, to 122,880',
    },
  ],
  mutants: [{ change: 'with 200 KiB', parameters: { buffer: 200 * 1024 } }],
  explain: 'What was generous once is a limit now. net.core.rmem_default has the default.',
  seeAlso: ['OPT-05'],
});

export const ping06 = experiment({
  id: 'PING-06',
  claim: 'After setuid(getuid()) the raw socket stays usable, but no new one can be opened.',
  texts: ['S2'],
  topology: alone,
  needs: [...needs, program('python3', 'python3')],
  parameters: { drop: true },
  async run({ h1 }, { drop }) {
    const script = [
      'import ctypes, errno, socket',
      's = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)',
      'libc = ctypes.CDLL(None, use_errno=True)',
      // capset(2) with no capabilities: what setuid() does to a program that is not user 0 any more.
      'header = (ctypes.c_uint32 * 2)(0x20080522, 0)',
      ...(drop ? ['assert libc.capset(header, (ctypes.c_uint32 * 6)()) == 0'] : []),
      'def outcome(call):',
      '    try: call(); return "ok"',
      '    except OSError as e: return errno.errorcode[e.errno]',
      'print(outcome(lambda: s.sendto(bytes([8, 0, 0xf7, 0xff, 0, 0, 0, 0]), ("127.0.0.1", 0))),',
      '      outcome(lambda: s.recv(100)), outcome(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)))',
    ].join('\n');
    const [send, receive, open] = (await h1.output('python3', ['-c', script])).trim().split(' ');
    return { send: send!, receive: receive!, open: open! };
  },
  predict: {
    question: 'The privilege is gone. What may the program still do?',
    choices: ['nothing', 'use the socket that it has', 'open further sockets'],
    answer: ({ send, open }) =>
      open === 'ok' ? 'open further sockets' : send === 'ok' ? 'use the socket that it has' : 'nothing',
  },
  expect: { send: 'ok', receive: 'ok', open: 'EPERM' },
  mutants: [{ change: 'without dropping anything', parameters: { drop: false } }],
  explain:
    'Capabilities are asked for when a socket is opened, and never again. So programs open first and drop then.',
  seeAlso: ['RAW-06', 'TRACE-06'],
});

export const ping07 = experiment({
  id: 'PING-07',
  claim:
    'A reply is printed when protocol, length and identifier are right, with its sequence number and TTL.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { id: 4711 },
  async run({ h1 }, { id }) {
    const socket = pinger(h1);
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
  explain: 'Each router takes one from the TTL, which the answering kernel set to 64.',
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
    const [one, other] = [pinger(h1), pinger(h1)];
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

export const ping09 = experiment({
  id: 'PING-09',
  claim:
    'For IPv6 there is no header: the hop limit comes as IPV6_HOPLIMIT, and is "???" where it is missing.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { ask: 1 },
  async run({ h1 }, { ask }) {
    const socket = h1.socket(c.AF_INET6, c.SOCK_RAW, c.IPPROTO_ICMPV6);
    socket.setOption(c.SOL_IPV6, c.IPV6_RECVHOPLIMIT, ask);
    socket.send(buildPacket([icmpv6({ type: 'echoRequest', id: 1, seq: 1 }), filler]), {
      to: at('fd09:1::2'),
    });
    let received = await socket.next();
    while (received.bytes[0] !== 129) received = await socket.next();
    const limit = received.control.find(
      ({ level, type }) => level === c.SOL_IPV6 && type === c.IPV6_HOPLIMIT,
    );
    return { hlim: limit === undefined ? '???' : String(limit.data[0]), length: received.bytes.length };
  },
  predict: {
    question: 'Nobody asked for it. Does the hop limit come all the same?',
    choices: ['yes', 'no'],
    // Asked for, it is there; the mutant shows what happens otherwise.
    answer: ({ hlim }) => (hlim === '???' ? 'no' : 'yes'),
  },
  expect: { hlim: '64', length: 64 },
  mutants: [{ change: 'without asking for it', parameters: { ask: 0 } }],
  explain:
    'Ancillary data are sent to those who set the option. The lecture\'s program prints "hlim=???" where there are none.',
  seeAlso: ['RAW6-01', 'RAW6-02'],
});

export const ping10 = experiment({
  id: 'PING-10',
  claim: 'An ICMP6_FILTER keeps everything out but echo replies.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { level: c.SOL_ICMPV6 },
  async run({ h1, h2 }, { level }) {
    const socket = h1.socket(c.AF_INET6, c.SOCK_RAW, c.IPPROTO_ICMPV6);
    const words = new Uint32Array(8).fill(0xffff_ffff);
    words[4] = ~(1 << 1) >>> 0;
    outcome(() => socket.setOption(level, c.ICMP6_FILTER, new Uint8Array(words.buffer)));
    h2.socket(c.AF_INET6, c.SOCK_RAW, c.IPPROTO_ICMPV6).send(
      buildPacket([icmpv6({ type: 'echoRequest', id: 9, seq: 9 })]),
      { to: at('fd09:1::1') },
    );
    socket.send(buildPacket([icmpv6({ type: 'echoRequest', id: 1, seq: 1 })]), { to: at('fd09:1::2') });
    const types = (await socket.all({}, 1)).map(({ bytes }) => bytes[0]!);
    return { types: [...new Set(types)].sort((a, b) => a - b), requests: types.includes(128) };
  },
  predict: {
    question: 'With the filter, which types does the socket receive?',
    choices: ['129', '128 and 129', 'none'],
    answer: ({ types, requests }) => (requests ? '128 and 129' : types.includes(129) ? '129' : 'none'),
  },
  expect: { types: [129] },
  mutants: [{ change: 'at the level of the lecture, IPPROTO_IPV6', parameters: { level: c.SOL_IPV6 } }],
  explain:
    'At the right level it works as meant. The lecture sets it at the wrong one (RAW6-05), and its own checks save it.',
  seeAlso: ['RAW6-05'],
});

export const ping12 = experiment({
  id: 'PING-12',
  claim:
    'The simplified sender fills in type and identifier, without checksum and sequence number, and pings a host.',
  texts: ['S3'],
  topology: pair,
  needs,
  parameters: { checksum: false },
  async run({ h1 }, { checksum }) {
    const socket = pinger(h1);
    socket.send(
      buildPacket([icmp({ type: 'echo', id: 4711, ...(checksum ? {} : { checksum: 0 }) }), filler]),
      { to: at('10.9.1.2') },
    );
    return { answered: (checksum ? await socket.awaited() : await socket.maybe()) !== undefined };
  },
  predict: {
    question: 'Is it answered?',
    choices: ['yes', 'no'],
    answer: ({ answered }) => (answered ? 'yes' : 'no'),
  },
  expect: { answered: true },
  known: [
    {
      observe: { answered: false },
      because: 'the checksum is wrong, and the peer drops the request (RAW-47)',
    },
  ],
  mutants: [{ change: 'with the checksum', parameters: { checksum: true } }],
  explain: 'On a slide there is room for the idea only. The receiver counts it in InCsumErrors.',
  seeAlso: ['RAW-47'],
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
    const socket = pinger(h1);
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
  explain: 'ihl * 4 is where ICMP begins: 20, or more with options.',
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
    const socket = pinger(h1);
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
    const broadcast = (await socket.all()).filter(
      ({ from }) => from.subarray(4, 8).join('.') === '10.9.1.2',
    ).length;
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

export const ping15 = experiment({
  id: 'PING-15',
  claim: 'There is a ping without privilege: a datagram socket of ICMP.',
  texts: ['S2'],
  topology: pair,
  parameters: { allowed: true },
  async run({ h1 }, { allowed }) {
    const open = () => h1.socket(c.AF_INET, c.SOCK_DGRAM, c.IPPROTO_ICMP);
    const byDefault = outcome(open);
    // Group 0 is the one that a user namespace has.
    if (allowed) h1.setSysctl('net.ipv4.ping_group_range', '0 0');
    const socket = open();
    const other = outcome(() =>
      socket.send(buildPacket([icmp({ type: 'timestamp', id: 1, seq: 1 })]), { to: at('10.9.1.2') }),
    );
    socket.send(echo(4711, 5), { to: at('10.9.1.2') });
    const { bytes } = await socket.next();
    const message = decodePacket(bytes, 'icmp').find('icmp');
    const port = socket.localAddress();
    return {
      byDefault,
      other,
      beginsWith: message?.type === 'echoreply' ? 'ICMP' : 'IP',
      id:
        message?.id === ((port[2]! << 8) | port[3]!)
          ? 'the port of the socket'
          : message?.id === 4711
            ? 'as sent'
            : 'another',
      seq: message?.seq ?? 0,
    };
  },
  predict: {
    question: 'A request is sent with identifier 4711. Which one does the kernel put in?',
    choices: ['4711', 'the port of the socket', '0'],
    answer: ({ id }) => (id === 'as sent' ? '4711' : id),
  },
  expect: { beginsWith: 'ICMP', seq: 5 },
  details: { byDefault: 'EACCES', other: 'EINVAL', id: 'the port of the socket' },
  mutants: [{ change: 'with nobody in the range of groups', parameters: { allowed: false } }],
  explain:
    'The groups in net.ipv4.ping_group_range may open it. The kernel chooses the identifier, and gives a socket the replies to it alone: ' +
    'what PING-08 has to check by hand.',
  seeAlso: ['PING-08', 'TRACE-11'],
});
