import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import type { LabSocket } from '../lab-socket.js';
import { rawSocket } from '../raw-sockets.js';
import { alone } from '../topology.js';
import { setAndGet } from './set-and-get.js';

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
    const raw = rawSocket(h1, c.IPPROTO_UDP);
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

/** linux/in.h, "BSD compatibility". */
const IP_RECVRETOPTS = 7;

export const opt02 = experiment({
  id: 'OPT-02',
  claim: 'IP_RECVRETOPTS is another name of IP_RETOPTS.',
  texts: ['S3'],
  topology: alone,
  parameters: { option: c.IP_RETOPTS },
  run({ h1 }, { option }) {
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    udp.setOption(c.SOL_IP, option, 1);
    const others = ([6, 8] as const).filter(number => udp.getIntOption(c.SOL_IP, number) === 1);
    return { read: udp.getIntOption(c.SOL_IP, IP_RECVRETOPTS), others };
  },
  predict: {
    question:
      'IP_RETOPTS was set. Which numbers read as set: 6 (IP_RECVOPTS), 7 (IP_RECVRETOPTS), 8 (IP_PKTINFO)?',
    choices: ['6 and 7', '7', '6, 7 and 8'],
    answer: ({ read, others }) => (read === 1 ? [...others, 7].sort().join(' and ') : undefined),
  },
  expect: { read: 1, others: [] },
  mutants: [{ change: 'with IP_RECVOPTS', parameters: { option: c.IP_RECVOPTS } }],
  explain:
    'It delivers the IP options of a datagram, those to be returned: with the route that it took, recorded so far.',
});

export const opt06 = experiment({
  id: 'OPT-06',
  claim: 'The example sets IP_RECVERR and reads it back: "opt = 1".',
  texts: ['S3'],
  topology: alone,
  parameters: { value: 1 },
  run({ h1 }, { value }) {
    const readAfter = (number: number) => {
      const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
      udp.setOption(c.SOL_IP, c.IP_RECVERR, number);
      return udp.getIntOption(c.SOL_IP, c.IP_RECVERR);
    };
    return { opt: readAfter(value), after7: readAfter(7) };
  },
  predict: {
    question: 'And if the example set it to 7: what would it print?',
    choices: ['opt = 0', 'opt = 1', 'opt = 7', 'nothing: EINVAL'],
    answer: ({ after7 }) => `opt = ${after7}`,
  },
  expect: { opt: 1 },
  details: { after7: 1 },
  mutants: [{ change: 'with 0', parameters: { value: 0 } }],
  explain:
    'do_ip_setsockopt() makes val = !!val of it, for one bit of inet_flags holds the option, and getsockopt() reads that ' +
    'bit. Options with a value, such as IP_TTL, come back as they were set.',
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
    server.bind(at('127.0.0.1'));
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
  explain:
    'ip_cmsg_recv_offset() asks for each bit that an option set, and puts a message of the type that a sender would use: ' +
    'IP_TTL for IP_RECVTTL, so that a control message can be sent back as it came. On BSD both numbers are the same.',
});
