import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import type { LabSocket } from '../lab-socket.js';
import { outcome } from '../outcome.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { ipv4Of, Sniffer } from '../sniffer.js';
import { text } from '../text.js';
import { pair, topology } from '../topology.js';
import { udpServer } from '../udp.js';
import { carried } from './support.js';

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
  parameters: { protocol: 89 },
  async run({ h1, h2 }, { protocol }) {
    const taps = [89, protocol, 89].map(number => rawSocket(h2, number));
    rawSocket(h1, 89).send('hello', { to: at('10.9.1.2') });
    // The last one matches in any case: when it has the packet, the others have it or never will.
    const last = await taps.at(-1)!.next({ flags: c.MSG_PEEK });
    // Reading one copy to its end takes nothing from the others.
    return { copies: taps.map(tap => (outcome(() => tap.receive()) === 'ok' ? 1 : 0)), bytes: last.length };
  },
  predict: {
    question: 'Three raw sockets of a protocol, one packet; each is read in turn. How many find it?',
    choices: ['1', '2', '3'],
    answer: ({ copies }) => String(copies.filter(it => it === 1).length),
  },
  expect: { copies: [1, 1, 1] },
  details: { bytes: 25 },
  mutants: [{ change: 'with the second socket of protocol 90', parameters: { protocol: 90 } }],
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
      'Six sockets are bound, connected or tied to a device, in each way one wrongly and one rightly. Who gets the packet?',
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
  explain:
    'raw_v4_match() compares inet_num with the protocol, inet_rcv_saddr with the destination, inet_daddr with the source ' +
    'and sk_bound_dev_if with the interface, each where the socket has it set.',
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
  explain:
    'bind() sets inet_rcv_saddr, which raw_v4_match() compares with the destination of the packet; 0, as in a socket that ' +
    'is not bound, matches every one.',
  seeAlso: ['RAW-58'],
});
