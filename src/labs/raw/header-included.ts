import { buildPacket, ipv4 } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { arrivedIpv4, type Sniffed, Sniffer } from '../sniffer.js';
import { alone, pair, routed } from '../topology.js';
import { sent } from './header-sending.js';
import { headerIncluded, headerOf } from './support.js';

export const raw25 = experiment({
  id: 'RAW-25',
  claim: 'With IP_HDRINCL the buffer begins at the IP header.',
  texts: ['S0', 'S1', 'S2', 'S3'],
  topology: pair,
  needs,
  parameters: { included: 1 },
  async run({ h1, h2 }, { included }) {
    const wire = new Sniffer(h2);
    const socket = rawSocket(h1, 89);
    socket.setOption(c.SOL_IP, c.IP_HDRINCL, included);
    socket.send(buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89, ttl: 33 }), 'hello']), {
      to: at('10.9.1.2'),
    });
    const { bytes } = await wire.next(arrivedIpv4);
    return { length: bytes.length, ttl: bytes[8]! };
  },
  predict: {
    question: 'A header of 20 bytes and "hello" are sent. How long is the packet?',
    choices: ['25 bytes', '45 bytes'],
    answer: ({ length }) => `${length} bytes`,
  },
  expect: { length: 25, ttl: 33 },
  mutants: [{ change: 'without IP_HDRINCL', parameters: { included: 0 } }],
  explain: 'raw_send_hdrinc() hands the buffer to the device as it is, after it has filled in a few fields.',
  seeAlso: ['RAW-21', 'RAW-28'],
});

export const raw26 = experiment({
  id: 'RAW-26',
  claim: 'IP_HDRINCL is for SOCK_RAW alone.',
  texts: ['S3'],
  topology: alone,
  needs,
  parameters: { type: c.SOCK_DGRAM },
  run({ h1 }, { type }) {
    const set = (kind: number, protocol = 0) =>
      outcome(() => h1.socket(c.AF_INET, kind, protocol).setOption(c.SOL_IP, c.IP_HDRINCL, 1));
    return {
      udp: set(type, type === c.SOCK_RAW ? 17 : 0),
      tcp: set(c.SOCK_STREAM),
      reads: h1.socket(c.AF_INET, c.SOCK_DGRAM).getIntOption(c.SOL_IP, c.IP_HDRINCL),
    };
  },
  predict: {
    question: 'What does setting it on a UDP socket fail with?',
    choices: ['EINVAL', 'ENOPROTOOPT', 'EOPNOTSUPP'],
    answer: ({ udp: it }) => it,
  },
  expect: { udp: 'ENOPROTOOPT', tcp: 'ENOPROTOOPT' },
  details: { reads: 0 },
  mutants: [{ change: 'with a raw socket of UDP', parameters: { type: c.SOCK_RAW } }],
  explain:
    'do_ip_setsockopt() answers ENOPROTOOPT where sk->sk_type is not SOCK_RAW. Reading it asks nothing of the socket: its ' +
    'bit is just not set.',
  seeAlso: ['OPT-01'],
});

export const raw33 = experiment({
  id: 'RAW-33',
  claim: 'With IP_HDRINCL the protocol of the socket does not matter: that of the header is sent.',
  texts: ['S1'],
  topology: pair,
  needs,
  parameters: { writer: 'program' },
  async run({ h1, h2 }, { writer }) {
    const bytes = (await sent(h1, h2, { protocol: 17 }, { writer, protocol: c.IPPROTO_TCP }))!;
    return { protocol: bytes[9]! };
  },
  predict: {
    question: 'A raw socket of TCP sends a header with protocol 17. Which is on the wire?',
    choices: ['6', '17'],
    answer: ({ protocol }) => String(protocol),
  },
  expect: { protocol: 17 },
  mutants: [{ change: 'without IP_HDRINCL', parameters: { writer: 'kernel' } }],
  explain:
    'raw_send_hdrinc() never looks at inet_num, the protocol of the socket, and the device sends what the header says. ' +
    'The number still decides what the socket receives: raw sockets are hashed by it.',
  seeAlso: ['RAW-27'],
});

export const raw38 = experiment({
  id: 'RAW-38',
  claim: 'The header may carry IP options.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { included: 1 },
  async run({ h1, h2 }, { included }) {
    const wire = new Sniffer(h2);
    const packet = buildPacket([
      ipv4({
        src: '10.9.1.1',
        dst: '10.9.1.2',
        protocol: 89,
        options: [{ type: 'recordRoute', value: { pointer: 4, addresses: ['0.0.0.0'] } }],
      }),
      'hello',
    ]);
    const socketOf = () => {
      const socket = rawSocket(h1, 89);
      socket.setOption(c.SOL_IP, c.IP_HDRINCL, included);
      return socket;
    };
    const send = outcome(() => socketOf().send(packet, { to: at('10.9.1.2') }));
    const { bytes } = await wire.next(arrivedIpv4);
    const both = socketOf();
    both.setOption(c.SOL_IP, c.IP_OPTIONS, Uint8Array.from([1, 7, 7, 4, 0, 0, 0, 0]));
    return {
      send,
      header: 4 * (bytes[0]! & 15),
      withIpOptionsToo: outcome(() => both.send(packet, { to: at('10.9.1.2') })),
    };
  },
  predict: {
    question: 'May such a header be sent on a socket that has IP_OPTIONS set, too?',
    choices: ['yes', 'no: EINVAL', 'no: EMSGSIZE'],
    answer: ({ withIpOptionsToo }) => (withIpOptionsToo === 'ok' ? 'yes' : `no: ${withIpOptionsToo}`),
  },
  expect: { send: 'ok', header: 28 },
  details: { withIpOptionsToo: 'EINVAL' },
  mutants: [{ change: 'without IP_HDRINCL', parameters: { included: 0 } }],
  explain:
    'raw_send_hdrinc() sends what is in the buffer, up to ihl * 4 bytes of header. raw_sendmsg() refuses options of the ' +
    "socket beside it (EINVAL): they would have to be put into a header that is not the kernel's.",
  seeAlso: ['OPT-07'],
});

export const raw39 = experiment({
  id: 'RAW-39',
  claim: 'With IP_HDRINCL a destination in the header that is not 0 decides the route.',
  texts: ['S4'],
  topology: routed,
  needs,
  parameters: { to: '10.9.2.2' },
  async run({ h1, r1, r2 }, { to }) {
    const [left, right] = [new Sniffer(h1), new Sniffer(r2)];
    const packet = buildPacket([ipv4({ src: '10.9.1.2', dst: '10.9.1.1', protocol: 89 }), 'hello']);
    headerIncluded(r1).send(packet, { to: at(to) });
    const isOurs = (it: Sniffed) => it.protocol === c.ETH_P_IP && !it.sent && it.bytes[9] === 89;
    const atR2 = await right.all(isOurs, to === '10.9.2.2' ? 1 : 0);
    const atH1 = await left.all(isOurs, to === '10.9.2.2' ? 0 : 1);
    const [seen] = [...atR2, ...atH1];
    return {
      at: atR2.length > 0 ? 'r2' : atH1.length > 0 ? 'h1' : 'nobody',
      destination: seen === undefined ? '' : headerOf(seen.bytes).dst,
    };
  },
  predict: {
    question: 'On r1 a header names h1, and sendto() names r2. Who gets the packet?',
    choices: ['h1', 'r2', 'nobody'],
    answer: ({ at: who }) => who,
  },
  expect: { at: 'h1', destination: '10.9.1.1' },
  known: [
    {
      observe: { at: 'r2', destination: '10.9.1.1' },
      because: 'the route is found for the address of sendto() or connect(); the header is carried as it is',
    },
  ],
  mutants: [{ change: 'with sendto() to h1', parameters: { to: '10.9.1.1' } }],
  explain:
    'raw_sendmsg() looks the route up with the address of the call, or of connect(), before raw_send_hdrinc() so much as ' +
    'copies the header. So a program can hand a packet to any next hop, whatever destination is in it.',
  seeAlso: ['RAW-32'],
});
