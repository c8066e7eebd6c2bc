import { encodeEndpoint } from '../../raw/ip-endpoint.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import type { LabSocket } from '../lab-socket.js';
import { outcome } from '../outcome.js';
import { ipv4Of, Sniffer } from '../sniffer.js';
import { tcpListener, tcpPair } from '../tcp.js';
import { alone, pair } from '../topology.js';
import { udpPair } from '../udp.js';

/** Sets an option to what it is, and reads it: what each call says. */
function setAndGet(socket: LabSocket, level: number, name: number): string {
  const get = outcome(() => socket.getOption(level, name));
  const value = get === 'ok' ? socket.getOption(level, name) : new Uint8Array(4);
  return `${outcome(() => socket.setOption(level, name, value))} ${get}`;
}

const ip = [
  'IP_TOS',
  'IP_TTL',
  'IP_HDRINCL',
  'IP_OPTIONS',
  'IP_ROUTER_ALERT',
  'IP_RECVOPTS',
  'IP_RETOPTS',
  'IP_PKTINFO',
  'IP_PKTOPTIONS',
  'IP_MTU_DISCOVER',
  'IP_RECVERR',
  'IP_RECVTTL',
  'IP_RECVTOS',
  'IP_MTU',
  'IP_FREEBIND',
  'IP_IPSEC_POLICY',
  'IP_XFRM_POLICY',
  'IP_PASSSEC',
  'IP_TRANSPARENT',
] as const;

export const opt01 = experiment({
  id: 'OPT-01',
  claim: 'The level SOL_IP has 19 options, which are set and read on every IPv4 socket.',
  texts: ['S3'],
  topology: alone,
  parameters: { family: c.AF_INET },
  run({ h1 }, { family }) {
    const udp = h1.socket(family, c.SOCK_DGRAM);
    const raw = h1.socket(c.AF_INET, c.SOCK_RAW, c.IPPROTO_UDP);
    const answers = (socket: LabSocket) =>
      Object.fromEntries(ip.map(name => [name, setAndGet(socket, c.SOL_IP, c[name])]));
    const onUdp = answers(udp);
    const onRaw = answers(raw);
    return {
      settableAndReadableOnUdp: ip.filter(name => onUdp[name] === 'ok ok').length,
      exceptions: Object.fromEntries(
        ip.filter(name => onUdp[name] !== 'ok ok').map(name => [name, onUdp[name]!]),
      ),
      onRawToo: ip.filter(name => onUdp[name] !== 'ok ok' && onRaw[name] === 'ok ok'),
    };
  },
  predict: {
    question: 'How many of the 19 can be set and read on a UDP socket?',
    choices: ['all 19', '13', 'fewer than 10'],
    answer: ({ settableAndReadableOnUdp: count }) =>
      count === 19 ? 'all 19' : count < 10 ? 'fewer than 10' : String(count),
  },
  expect: { settableAndReadableOnUdp: 19 },
  known: [
    {
      observe: { settableAndReadableOnUdp: 13, onRawToo: ['IP_HDRINCL'] },
      because:
        'HDRINCL is for raw sockets; ROUTER_ALERT too, and takes no value that it has; MTU can only be read, and only ' +
        'when connected; PKTOPTIONS is for streams; of the two policies nothing can be read',
    },
  ],
  mutants: [{ change: 'on an AF_UNIX socket', parameters: { family: c.AF_UNIX } }],
  explain:
    'do_ip_setsockopt() checks the type of the socket for some of its options, and a few have one direction only.',
  seeAlso: ['RAW-26', 'OPT-05'],
});

export const opt02 = experiment({
  id: 'OPT-02',
  claim: 'IP_RECVRETOPTS is another name of IP_RETOPTS.',
  texts: ['S3'],
  topology: alone,
  parameters: { option: c.IP_RETOPTS },
  run({ h1 }, { option }) {
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    udp.setOption(c.SOL_IP, option, 1);
    return { number: option, read: udp.getIntOption(c.SOL_IP, 7) };
  },
  predict: {
    question: 'Which number do both have?',
    choices: ['6', '7', '8'],
    answer: ({ number }) => String(number),
  },
  expect: { number: 7, read: 1 },
  mutants: [{ change: 'with IP_RECVOPTS', parameters: { option: c.IP_RECVOPTS } }],
  explain:
    'It delivers the IP options of a datagram, those to be returned: with the route that it took, recorded so far.',
});

export const opt03 = experiment({
  id: 'OPT-03',
  claim: 'UDP_CORK gathers what is sent into one datagram until it is turned off.',
  texts: ['S3'],
  topology: alone,
  parameters: { cork: 1 },
  async run({ h1 }, { cork }) {
    const [client, server] = udpPair(h1);
    client.setOption(c.SOL_UDP, c.UDP_CORK, cork);
    client.send('one ');
    client.send('two');
    const before = (await server.all()).length;
    client.setOption(c.SOL_UDP, c.UDP_CORK, 0);
    return { before, after: (await server.all({}, 1)).map(({ bytes }) => new TextDecoder().decode(bytes)) };
  },
  predict: {
    question: 'With UDP_CORK two sends are made. What has arrived before the option is turned off?',
    choices: ['nothing', 'one datagram', 'two datagrams'],
    answer: ({ before }) => ['nothing', 'one datagram', 'two datagrams'][before],
  },
  expect: { before: 0, after: ['one two'] },
  mutants: [{ change: 'without UDP_CORK', parameters: { cork: 0 } }],
  explain: 'The option sets udp_sock.corkflag, which MSG_MORE sets for a single send.',
  seeAlso: ['MSG-14'],
});

const tcp = [
  'TCP_NODELAY',
  'TCP_MAXSEG',
  'TCP_CORK',
  'TCP_KEEPIDLE',
  'TCP_KEEPINTVL',
  'TCP_KEEPCNT',
  'TCP_SYNCNT',
  'TCP_LINGER2',
  'TCP_DEFER_ACCEPT',
  'TCP_WINDOW_CLAMP',
  'TCP_INFO',
  'TCP_QUICKACK',
] as const;

export const opt04 = experiment({
  id: 'OPT-04',
  claim: 'TCP has 12 options of its own.',
  texts: ['S3'],
  topology: alone,
  parameters: { type: c.SOCK_STREAM },
  async run({ h1 }, { type }) {
    const socket = h1.socket(c.AF_INET, type);
    const reads = tcp.filter(name => outcome(() => socket.getOption(c.SOL_TCP, c[name])) === 'ok');
    const values: Partial<Record<(typeof tcp)[number], number>> = {
      TCP_MAXSEG: 500,
      TCP_SYNCNT: 6,
      TCP_WINDOW_CLAMP: 4096,
    };
    const sets = tcp.filter(
      name => outcome(() => socket.setOption(c.SOL_TCP, c[name], values[name] ?? 1)) === 'ok',
    );
    const fresh = h1.socket(c.AF_INET, type);
    const defaults = Object.fromEntries(
      (['TCP_KEEPIDLE', 'TCP_KEEPINTVL', 'TCP_KEEPCNT', 'TCP_SYNCNT'] as const).map(name => [
        name,
        outcome(() => fresh.getOption(c.SOL_TCP, c[name])) === 'ok'
          ? fresh.getIntOption(c.SOL_TCP, c[name])
          : 0,
      ]),
    );
    const [one, other] = await tcpPair(h1);
    one.setOption(c.SOL_TCP, c.TCP_CORK, 1);
    one.send('held');
    const held = (await other.maybe()) === undefined;
    one.setOption(c.SOL_TCP, c.TCP_CORK, 0);
    const { listener, address } = tcpListener(h1);
    listener.setOption(c.SOL_TCP, c.TCP_DEFER_ACCEPT, 1);
    const client = h1.socket(c.AF_INET, c.SOCK_STREAM);
    await client.connected(address);
    const deferred = listener.accept() === undefined;
    client.send('data');
    await listener.accepted();
    return {
      readable: reads.length,
      notSettable: tcp.filter(name => !sets.includes(name)),
      defaults,
      corkHolds: held,
      corkReleases: (await other.next()).length,
      acceptDeferred: deferred,
    };
  },
  predict: {
    question: 'Which of the 12 cannot be set?',
    choices: ['none', 'TCP_INFO', 'TCP_MAXSEG and TCP_INFO'],
    answer: ({ notSettable }) => (notSettable.length === 0 ? 'none' : notSettable.join(' and ')),
  },
  expect: { readable: 12, notSettable: ['TCP_INFO'] },
  details: {
    defaults: { TCP_KEEPIDLE: 7200, TCP_KEEPINTVL: 75, TCP_KEEPCNT: 9, TCP_SYNCNT: 6 },
    corkHolds: true,
    corkReleases: 4,
    acceptDeferred: true,
  },
  mutants: [{ change: 'on a UDP socket', parameters: { type: c.SOCK_DGRAM } }],
  explain:
    'They are at level SOL_TCP (6). Keepalive asks after two hours, every 75 seconds, nine times, unless told otherwise.',
});

export const opt05 = experiment({
  id: 'OPT-05',
  claim: 'SOL_SOCKET has 16 options, which are set and read on every socket.',
  texts: ['S3'],
  topology: alone,
  parameters: { buffer: 8192 },
  run({ h1 }, { buffer }) {
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const names = [
      'SO_REUSEADDR',
      'SO_TYPE',
      'SO_ERROR',
      'SO_DONTROUTE',
      'SO_BROADCAST',
      'SO_SNDBUF',
      'SO_RCVBUF',
      'SO_KEEPALIVE',
      'SO_OOBINLINE',
      'SO_NO_CHECK',
      'SO_PRIORITY',
      'SO_LINGER',
      'SO_BSDCOMPAT',
    ] as const;
    const answers = names.map(name => [name, setAndGet(udp, c.SOL_SOCKET, c[name])] as const);
    udp.setOption(c.SOL_SOCKET, c.SO_RCVBUF, buffer);
    return {
      exceptions: Object.fromEntries(answers.filter(([, answer]) => answer !== 'ok ok')),
      forceCanBeRead: outcome(() => udp.getOption(c.SOL_SOCKET, c.SO_RCVBUFFORCE)),
      bufferOf8192: udp.getIntOption(c.SOL_SOCKET, c.SO_RCVBUF),
      bsdCompatReads: udp.getIntOption(c.SOL_SOCKET, c.SO_BSDCOMPAT),
    };
  },
  predict: {
    question: 'SO_RCVBUF is set to 8192. What does reading it give?',
    choices: ['8192', '16384', '4096'],
    answer: ({ bufferOf8192 }) => String(bufferOf8192),
  },
  expect: { exceptions: {} },
  known: [
    {
      observe: {
        exceptions: { SO_TYPE: 'ENOPROTOOPT ok', SO_ERROR: 'ENOPROTOOPT ok' },
        forceCanBeRead: 'ENOPROTOOPT',
        bufferOf8192: 16_384,
        bsdCompatReads: 0,
      },
      because:
        'SO_TYPE and SO_ERROR are read only, the FORCE variants are write only, and SO_BSDCOMPAT does nothing since 2.2',
    },
  ],
  mutants: [{ change: 'with a buffer of 4096', parameters: { buffer: 4096 } }],
  explain:
    'The kernel doubles the size of a buffer, for its own bookkeeping, up to net.core.rmem_max before doubling.',
  seeAlso: ['RAW-82'],
});

export const opt05b = experiment({
  id: 'OPT-05b',
  claim: 'SO_LINGER with time 0 resets a connection at close.',
  texts: ['S3'],
  topology: pair,
  parameters: { on: 1 },
  async run({ h1, h2 }, { on }, lab) {
    const wire = new Sniffer(h1);
    const { listener, address } = tcpListener(h2, '10.9.1.2');
    const client = h1.socket(c.AF_INET, c.SOCK_STREAM);
    await client.connected(address);
    const served = await listener.accepted();
    client.setOption(c.SOL_SOCKET, c.SO_LINGER, new Uint8Array(Int32Array.of(on, 0).buffer));
    client.close();
    // The flags are in the 14th byte of the TCP header, behind an IP header of 20.
    const { bytes } = await wire.next(
      packet => packet.sent && ipv4Of(c.IPPROTO_TCP)(packet) && (packet.bytes[33]! & 5) !== 0,
    );
    const flags = bytes[33]!;
    let peer = 'EAGAIN';
    await lab.until(() => {
      peer = outcome(() => served.receive());
      return peer !== 'EAGAIN';
    });
    return { reset: (flags & 4) !== 0, end: (flags & 1) !== 0, peer };
  },
  predict: {
    question: 'What does the peer see?',
    choices: ['end of file', 'ECONNRESET'],
    answer: ({ peer }) => (peer === 'ok' ? 'end of file' : peer),
  },
  expect: { reset: true, peer: 'ECONNRESET' },
  mutants: [{ change: 'with SO_LINGER off', parameters: { on: 0 } }],
  explain:
    'tcp_close() with linger time 0 disconnects: it sends a RST and throws away what is in the send queue.',
});

export const opt06 = experiment({
  id: 'OPT-06',
  claim: 'The example sets IP_RECVERR and reads it back: "opt = 1".',
  texts: ['S3'],
  topology: alone,
  parameters: { value: 1 },
  run({ h1 }, { value }) {
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    udp.setOption(c.SOL_IP, c.IP_RECVERR, value);
    return { opt: udp.getIntOption(c.SOL_IP, c.IP_RECVERR) };
  },
  predict: {
    question: 'What is printed?',
    choices: ['opt = 0', 'opt = 1'],
    answer: ({ opt }) => `opt = ${opt}`,
  },
  expect: { opt: 1 },
  mutants: [{ change: 'with 0', parameters: { value: 0 } }],
  explain: 'Options of one bit are read as 0 or 1, whatever they were set to.',
  seeAlso: ['MSG-12', 'RAW-72'],
});

export const opt10 = experiment({
  id: 'OPT-10',
  claim:
    'IP_RECVTTL, IP_RECVTOS and IP_PKTINFO deliver control messages of the types IP_TTL, IP_TOS and IP_PKTINFO.',
  texts: ['S3'],
  topology: alone,
  parameters: { options: [c.IP_RECVTTL, c.IP_RECVTOS, c.IP_PKTINFO] },
  async run({ h1 }, { options }) {
    const server = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    server.bind(encodeEndpoint({ address: '127.0.0.1' }));
    for (const option of options) server.setOption(c.SOL_IP, option, 1);
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('x', { to: server.localAddress() });
    const { control } = await server.next();
    return {
      types: control
        .filter(({ level }) => level === c.SOL_IP)
        .map(({ type }) => type)
        .sort((a, b) => a - b),
    };
  },
  predict: {
    question: 'Is the type of the control message for IP_RECVTTL (12) also 12?',
    choices: ['yes', 'no: 2, which is IP_TTL'],
    answer: ({ types }) =>
      types.includes(12) ? 'yes' : types.includes(2) ? 'no: 2, which is IP_TTL' : undefined,
  },
  expect: { types: [1, 2, 8] },
  mutants: [{ change: 'without IP_RECVTTL', parameters: { options: [c.IP_RECVTOS, c.IP_PKTINFO] } }],
  explain: 'The option to receive has one number, what is received another. On BSD both are the same.',
});
