import { constants as c } from '../../socket/index.js';
import { htons } from '../byte-order.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { needs } from '../raw-sockets.js';
import { alone, pair } from '../topology.js';

export const raw01 = experiment({
  id: 'RAW-01',
  claim: 'An IPv4 raw socket may be opened with protocol 0, and is then given every packet.',
  texts: ['S2', 'S3'],
  topology: alone,
  needs,
  parameters: { protocol: 0 },
  run({ h1 }, { protocol }) {
    return {
      inet: outcome(() => h1.socket(c.AF_INET, c.SOCK_RAW, protocol)),
      inet6: outcome(() => h1.socket(c.AF_INET6, c.SOCK_RAW, protocol)),
    };
  },
  predict: {
    question: 'What does socket(AF_INET, SOCK_RAW, 0) give?',
    choices: ['a socket', 'EPROTONOSUPPORT', 'EPERM'],
    answer: ({ inet }) => (inet === 'ok' ? 'a socket' : inet),
  },
  expect: { inet: 'ok' },
  known: [
    {
      observe: { inet: 'EPROTONOSUPPORT', inet6: 'EPROTONOSUPPORT' },
      because:
        'protocol 0 is a wildcard in the table of protocols, and for it the number asked for must be another than 0',
    },
  ],
  mutants: [{ change: 'with protocol 1', parameters: { protocol: 1 } }],
  explain:
    'inet_create() finds the entry for SOCK_RAW, which stands for any protocol (IPPROTO_IP), and refuses IPPROTO_IP ' +
    'itself as what is asked for. It does so before it looks at capabilities: everybody gets the same errno.',
  seeAlso: ['RAW-02', 'RAW-63', 'SPOOF-01'],
});

export const raw02 = experiment({
  id: 'RAW-02',
  claim: 'socket(AF_INET, SOCK_RAW, IPPROTO_UDP) is legal: a raw socket may be of any protocol.',
  texts: ['S3'],
  topology: alone,
  needs,
  parameters: { type: c.SOCK_RAW },
  run({ h1 }, { type }) {
    const open = (protocol: number) => outcome(() => h1.socket(c.AF_INET, type, protocol));
    return { opens: [1, 2, 6, 17, 89, 132, 255].map(open), negative: open(-1) };
  },
  predict: {
    question: 'May there be a raw socket of protocol 89, which this kernel does not know?',
    choices: ['yes', 'no: EPROTONOSUPPORT'],
    answer: ({ opens }) => (opens[4] === 'ok' ? 'yes' : `no: ${opens[4]}`),
  },
  expect: { opens: Array(7).fill('ok') },
  details: { negative: 'EINVAL' },
  mutants: [{ change: 'as datagram sockets', parameters: { type: c.SOCK_DGRAM } }],
  explain:
    'The raw protocol takes every number but 0 and does not ask whether the kernel has a handler for it.',
  seeAlso: ['RAW-01', 'RAW-54'],
});

export const raw03 = experiment({
  id: 'RAW-03',
  claim: 'socket(AF_PACKET, SOCK_RAW, htons(ETH_P_IP)) is a raw socket of the link layer, for IP packets.',
  texts: ['S3'],
  topology: pair,
  needs,
  parameters: { etherType: c.ETH_P_IP },
  async run({ h1, h2 }, { etherType }) {
    const socket = h2.socket(c.AF_PACKET, c.SOCK_RAW, htons(etherType));
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('x', { to: at('10.9.1.2', 9) });
    h2.socket(c.AF_INET, c.SOCK_DGRAM).send('y', { to: at('10.9.1.1', 9) });
    const frames = await socket.all({}, 1);
    const types = frames.map(({ bytes }) => (bytes[12]! << 8) | bytes[13]!);
    const destinations = frames.map(({ bytes }) => bytes.subarray(30, 34).join('.'));
    return {
      onlyIp: types.every(type => type === c.ETH_P_IP),
      incoming: destinations.includes('10.9.1.2'),
      outgoing: destinations.includes('10.9.1.1'),
    };
  },
  predict: {
    question: 'Does it see the packets that its own host sends?',
    choices: ['yes', 'no'],
    answer: ({ outgoing }) => (outgoing ? 'yes' : 'no'),
  },
  expect: { onlyIp: true, incoming: true },
  details: { outgoing: false },
  mutants: [{ change: 'with ETH_P_ALL', parameters: { etherType: c.ETH_P_ALL } }],
  explain:
    'A handler for one EtherType is called on the way in. Only ETH_P_ALL handlers see what is sent too.',
  seeAlso: ['RAW-05', 'RAW-63'],
});

export const raw12 = experiment({
  id: 'RAW-12',
  claim: 'Raw sockets have no listen() and no accept().',
  texts: ['S0', 'S3'],
  topology: alone,
  needs,
  parameters: { type: c.SOCK_RAW, protocol: 89 },
  run({ h1 }, { type, protocol }) {
    const socket = h1.socket(c.AF_INET, type, protocol);
    return {
      listen: outcome(() => socket.listen()),
      accept: outcome(() => socket.accept()),
      shutdown: outcome(() => socket.shutdown(c.SHUT_RDWR)),
    };
  },
  predict: {
    question: 'What does listen() fail with?',
    choices: ['EINVAL', 'EOPNOTSUPP', 'ENOTCONN'],
    answer: ({ listen }) => listen,
  },
  expect: { listen: 'EOPNOTSUPP', accept: 'EOPNOTSUPP' },
  details: { shutdown: 'ENOTCONN' },
  mutants: [{ change: 'with a TCP socket', parameters: { type: c.SOCK_STREAM, protocol: 0 } }],
  explain:
    'inet_sockraw_ops, the calls of raw sockets, has sock_no_listen() and sock_no_accept() in these places, which return ' +
    'EOPNOTSUPP. shutdown() goes by the state of the socket, and one without a peer is ENOTCONN.',
});
