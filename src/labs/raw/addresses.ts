import { decodeEndpoint } from '../../raw/ip-endpoint.js';
import { constants as c } from '../../socket/index.js';
import { at, portOf } from '../endpoint.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import { outcome } from '../outcome.js';
import { needs, rawSocket, rawSocket6 } from '../raw-sockets.js';
import { rawRows } from '../raw-table.js';
import { arrivedIpv4, Sniffer } from '../sniffer.js';
import { alone, pair } from '../topology.js';

export const raw10 = experiment({
  id: 'RAW-10',
  claim: 'bind() of a raw socket sets the local address alone: there are no ports.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { type: c.SOCK_RAW },
  run({ h1 }, { type }) {
    const bound = () => {
      const socket = h1.socket(c.AF_INET, type, type === c.SOCK_RAW ? 89 : 0);
      socket.bind(at('10.9.1.1', 4444));
      return socket;
    };
    const own = decodeEndpoint(bound().localAddress())!;
    return {
      address: own.address,
      port: own.port ?? 0,
      twice: outcome(bound),
      notLocal: outcome(() => rawSocket(h1, 89).bind(at('192.0.2.1'))),
    };
  },
  predict: {
    question: 'A raw socket of protocol 89 binds to port 4444. Which port does getsockname() show?',
    choices: ['0', '4444', '89'],
    answer: ({ port }) => String(port),
  },
  expect: { address: '10.9.1.1', twice: 'ok' },
  details: { port: 89, notLocal: 'EADDRNOTAVAIL' },
  mutants: [{ change: 'with a UDP socket, which has ports', parameters: { type: c.SOCK_DGRAM } }],
  explain:
    'raw_bind() takes the address and ignores the port; getsockname() shows inet_sport, which holds the protocol.',
  seeAlso: ['RAW-58', 'TIP-04'],
});

export const raw11 = experiment({
  id: 'RAW-11',
  claim: 'connect() of a raw socket sets the foreign address alone; then send() works.',
  texts: ['S0', 'S2'],
  topology: pair,
  needs,
  parameters: { connect: true },
  async run({ h1, h2 }, { connect }) {
    const peer = rawSocket(h2, 89);
    const socket = rawSocket(h1, 89);
    if (connect) socket.connect(at('10.9.1.2'));
    const sent = outcome(() => socket.send('hello'));
    const received = (await peer.all({}, connect ? 1 : 0)).length;
    const name = outcome(() => socket.remoteAddress());
    const withPort = rawSocket(h1, 89);
    withPort.connect(at('10.9.1.2', 7));
    // AF_UNSPEC dissolves the association.
    const rows = rawRows(h1).length;
    socket.connect(new Uint8Array(16));
    return {
      sent,
      received,
      peerName: name,
      peerNameWithAPort: outcome(() => withPort.remoteAddress()),
      rowsLostByDissolving: rows - rawRows(h1).length,
    };
  },
  predict: {
    question: 'It is connected to 10.9.1.2, port 0. What does getpeername() say?',
    choices: ['10.9.1.2', 'ENOTCONN'],
    answer: ({ peerName }) => (peerName === 'ok' ? '10.9.1.2' : peerName),
  },
  expect: { sent: 'ok', received: 1 },
  details: { peerName: 'ENOTCONN', peerNameWithAPort: 'ok', rowsLostByDissolving: 1 },
  mutants: [{ change: 'without connect()', parameters: { connect: false } }],
  explain:
    'getpeername() takes a port of 0 for "not connected". A socket that is dissolved with AF_UNSPEC leaves the hash table ' +
    'and receives nothing ever after, though it can send.',
  seeAlso: ['RAW-20', 'RAW-58'],
});

export const raw22 = experiment({
  id: 'RAW-22',
  claim: 'sin_port says nothing about the protocol when sending, and should be 0.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { port: 17, protocol: 89 },
  async run({ h1, h2 }, { port, protocol }) {
    const wire = new Sniffer(h2);
    const sent = outcome(() => rawSocket(h1, protocol).send('x', { to: at('10.9.1.2', port) }));
    const { bytes } = await wire.next(arrivedIpv4);
    const inet6 = rawSocket6(h1, 89);
    return {
      sent,
      protocol: bytes[9]!,
      inet6: outcome(() => inet6.send('x', { to: at('fd09:1::2', port) })),
    };
  },
  predict: {
    question: 'An IPv6 raw socket of protocol 89 sends to an address with port 17. What does the send give?',
    choices: ['it is sent', 'EINVAL', 'EPROTONOSUPPORT'],
    answer: ({ inet6 }) => (inet6 === 'ok' ? 'it is sent' : inet6),
  },
  expect: { sent: 'ok', protocol: 89 },
  details: { inet6: 'EINVAL' },
  mutants: [
    { change: 'with an IPv4 socket of protocol 17', parameters: { protocol: 17 } },
    { change: 'with port 89, which IPv6 takes', parameters: { port: 89 } },
  ],
  explain: 'IPv4 ignores the port. rawv6_sendmsg() takes 0 or the protocol of the socket, and nothing else.',
  seeAlso: ['RAW-23'],
});

export const raw23 = experiment({
  id: 'RAW-23',
  claim: 'On reception sin_port is the protocol.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { type: c.SOCK_RAW },
  async run({ h1, h2 }, { type }) {
    const open = (host: Host) => host.socket(c.AF_INET, type, type === c.SOCK_RAW ? 89 : 0);
    const [sender, receiver] = [open(h1), open(h2)];
    sender.bind(at('10.9.1.1', 89));
    receiver.bind(at('10.9.1.2', 89));
    sender.send('x', { to: at('10.9.1.2', type === c.SOCK_RAW ? 0 : 89) });
    const { from } = await receiver.next();
    return { port: portOf(from) };
  },
  predict: {
    question: 'A raw socket of protocol 89 receives. Which port does recvfrom() show?',
    choices: ['0', '89'],
    answer: ({ port }) => String(port),
  },
  expect: { port: 89 },
  known: [{ since: '2.2', observe: { port: 0 }, because: 'raw_recvmsg() sets sin_port to 0' }],
  mutants: [{ change: 'with UDP sockets at port 89', parameters: { type: c.SOCK_DGRAM } }],
  explain:
    'raw_recvmsg() fills struct sockaddr_in from the IP header, which has no port. getsockname() of a raw socket does show the protocol as the port; the address of a sender does not.',
  seeAlso: ['RAW-10', 'RAW-22'],
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
  explain:
    'raw_sendmsg() checks the length of the address (EINVAL), then its family: AF_INET, or 0 with a line in the log for ' +
    'the program that still does so.',
});
