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
  explain:
    'The flag makes the look-up ask for scope link (RTO_ONLINK of old). A route through a gateway has the wider scope ' +
    'universe, so fib_table_lookup() passes it over, and no route is left: ENETUNREACH.',
  seeAlso: ['MSG-05'],
});

export const raw41 = experiment({
  id: 'RAW-41',
  claim: 'Broadcasting without SO_BROADCAST is EACCES.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { allowed: 0 },
  async run({ h1 }, { allowed }) {
    await h1.rtnetlink.routes.add({ dst: '0.0.0.0/0', gateway: '10.9.1.2' });
    const socket = rawSocket(h1, 89);
    socket.setOption(c.SOL_SOCKET, c.SO_BROADCAST, allowed);
    const send = (address: string) => outcome(() => socket.send('x', { to: at(address) }));
    const header = headerIncluded(h1);
    header.setOption(c.SOL_SOCKET, c.SO_BROADCAST, allowed);
    const packet = buildPacket([
      ipv4({ src: '10.9.1.1', dst: '10.9.1.255' }),
      udp({ srcPort: 1, dstPort: 9 }),
    ]);
    return {
      ofTheLink: send('10.9.1.255'),
      limited: send('255.255.255.255'),
      multicast: send('224.0.0.1'),
      withItsOwnHeader: outcome(() => header.send(packet, { to: at('10.9.1.255') })),
    };
  },
  predict: {
    question: 'Which of these does a raw socket refuse without it: 10.9.1.255, 255.255.255.255, 224.0.0.1?',
    choices: ['255.255.255.255 alone', 'the first two', 'all three'],
    answer: ({ ofTheLink, limited, multicast }) =>
      multicast !== 'ok'
        ? 'all three'
        : ofTheLink !== 'ok'
          ? 'the first two'
          : limited === 'ok'
            ? undefined
            : '255.255.255.255 alone',
  },
  expect: { ofTheLink: 'EACCES', limited: 'EACCES', withItsOwnHeader: 'EACCES' },
  details: { multicast: 'ok' },
  mutants: [{ change: 'with SO_BROADCAST', parameters: { allowed: 1 } }],
  explain:
    'Where the route that was found is of type broadcast (RTCF_BROADCAST), raw_sendmsg() asks for SOCK_BROADCAST, with ' +
    'IP_HDRINCL too. A group of multicast has a route of its own type, and needs no leave.',
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
    question: 'And a receive with MSG_OOB, on a socket to which nothing has come?',
    choices: ['EAGAIN: the flag does not matter', 'EINVAL, as on TCP', 'EOPNOTSUPP, too'],
    answer: ({ receive }) =>
      ({
        EAGAIN: 'EAGAIN: the flag does not matter',
        EINVAL: 'EINVAL, as on TCP',
        EOPNOTSUPP: 'EOPNOTSUPP, too',
      })[receive],
  },
  expect: { send: 'EOPNOTSUPP', receive: 'EOPNOTSUPP' },
  mutants: [{ change: 'with MSG_DONTWAIT', parameters: { flag: c.MSG_DONTWAIT } }],
  explain:
    'Urgent data are marked in a stream, and a raw socket has none: raw_sendmsg() and raw_recvmsg() compare the flag ' +
    'before they look at an address or at the queue.',
  seeAlso: ['MSG-01'],
});
