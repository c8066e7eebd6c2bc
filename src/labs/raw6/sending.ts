import { buildPacket, decodePacket, ipv6, udp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { needs, rawSocket6 } from '../raw-sockets.js';
import { type Sniffed, Sniffer } from '../sniffer.js';
import { pair } from '../topology.js';
import { echo } from './echo.js';

export const raw603 = experiment({
  id: 'RAW6-03',
  claim: 'IPv6 has nothing like IP_HDRINCL: whole packets can be neither written nor read.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { included: 1 },
  async run({ h1, h2 }, { included }) {
    const wire = new Sniffer(h2);
    const socket = rawSocket6(h1, c.IPPROTO_RAW);
    const byDefault = socket.getIntOption(c.SOL_IPV6, c.IPV6_HDRINCL);
    socket.setOption(c.SOL_IPV6, c.IPV6_HDRINCL, included);
    const packet = buildPacket([
      ipv6({ src: 'fd09:1::77', dst: 'fd09:1::2', hopLimit: 33 }),
      udp({ srcPort: 1, dstPort: 9 }),
      'x',
    ]);
    const send = outcome(() => socket.send(packet, { to: at('fd09:1::2') }));
    // Solicitations and membership reports may go first. A header that the kernel writes has the socket's protocol.
    const isOurs = ({ bytes, protocol, sent }: Sniffed) =>
      protocol === c.ETH_P_IPV6 && !sent && [c.IPPROTO_UDP, c.IPPROTO_RAW].includes(bytes[6]!);
    const [seen] = await wire.all(isOurs, 1);
    const header = seen === undefined ? undefined : decodePacket(seen.bytes, 'ipv6').find('ipv6');
    return {
      written: send === 'ok' && header?.hopLimit === 33 && header.src === 'fd09:1::77',
      byDefault,
      ofIpv4: outcome(() => socket.setOption(c.SOL_IP, c.IP_HDRINCL, 1)),
    };
  },
  predict: {
    question: 'May a program on this kernel write an IPv6 header itself?',
    choices: ['yes', 'no'],
    answer: ({ written }) => (written ? 'yes' : 'no'),
  },
  expect: { written: false },
  known: [
    {
      since: '4.5',
      observe: { written: true, byDefault: 1, ofIpv4: 'ENOPROTOOPT' },
      because:
        'IPV6_HDRINCL came with 4.5, and IPPROTO_RAW has it on from the start; reading headers is still not possible',
    },
  ],
  mutants: [{ change: 'with IPV6_HDRINCL off', parameters: { included: 0 } }],
  explain:
    'The constant IP_HDRINCL belongs to the level of IPv4. The kernel takes the header as it is, and fills in no source.',
  seeAlso: ['RAW-25', 'RAW-30'],
});

export const raw604 = experiment({
  id: 'RAW6-04',
  claim: 'The kernel computes the checksum of ICMPv6.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { protocol: c.IPPROTO_ICMPV6 },
  async run({ h1, h2 }, { protocol }) {
    const wire = new Sniffer(h2);
    const socket = rawSocket6(h1, protocol);
    socket.send(echo({ checksum: 0 }), { to: at('fd09:1::2') });
    const { bytes } = await wire.next(it => it.protocol === c.ETH_P_IPV6 && !it.sent && it.bytes[40] === 128);
    return {
      onTheWire: ((bytes[42]! << 8) | bytes[43]!) === 0 ? '0' : 'computed',
      offset: socket.getIntOption(c.SOL_IPV6, c.IPV6_CHECKSUM),
      change: outcome(() => socket.setOption(c.SOL_IPV6, c.IPV6_CHECKSUM, 4)),
    };
  },
  predict: {
    question: 'A program writes checksum 0. What is on the wire?',
    choices: ['0', 'the right one'],
    answer: ({ onTheWire }) => (onTheWire === '0' ? '0' : 'the right one'),
  },
  expect: { onTheWire: 'computed' },
  details: { offset: 2, change: 'EINVAL' },
  mutants: [{ change: 'with a raw socket of protocol 200', parameters: { protocol: 200 } }],
  explain:
    'The sum covers the addresses of the header, which the program need not know. Other protocols can have it with IPV6_CHECKSUM.',
  seeAlso: ['RAW-47'],
});

export const raw608 = experiment({
  id: 'RAW6-08',
  claim: 'ping and traceroute must refuse IPv6 addresses that are IPv4 ones in disguise.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { route: true },
  async run({ h1 }, { route }) {
    if (route) await h1.rtnetlink.routes.add({ dst: '::/0', gateway: 'fd09:1::2' });
    const address = '::ffff:10.9.1.2';
    return { kernel: outcome(() => rawSocket6(h1, c.IPPROTO_ICMPV6).send(echo(), { to: at(address) })) };
  },
  predict: {
    question: 'Does the kernel refuse to send to ::ffff:10.9.1.2 from an IPv6 raw socket?',
    choices: ['yes: EINVAL', 'yes: ENETUNREACH', 'no'],
    answer: ({ kernel }) => (kernel === 'ok' ? 'no' : `yes: ${kernel}`),
  },
  expect: { kernel: 'ok' },
  mutants: [{ change: 'without a default route', parameters: { route: false } }],
  explain:
    'The kernel takes it and sends something that nobody answers: so the program has to look, as the lecture says.',
  seeAlso: ['PING-11'],
});
