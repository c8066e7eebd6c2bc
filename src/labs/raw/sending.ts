import { buildPacket, ipv4, udp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { alone, pair, routed } from '../topology.js';
import { headerIncluded } from './support.js';

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
    question: 'Nothing has come. What does a receive with MSG_OOB fail with?',
    choices: ['EAGAIN', 'EINVAL', 'EOPNOTSUPP'],
    answer: ({ receive }) => receive,
  },
  expect: { send: 'EOPNOTSUPP', receive: 'EOPNOTSUPP' },
  mutants: [{ change: 'with MSG_DONTWAIT', parameters: { flag: c.MSG_DONTWAIT } }],
  explain: 'There are no urgent data but in streams; raw_sendmsg() and raw_recvmsg() say so first.',
  seeAlso: ['MSG-01'],
});
