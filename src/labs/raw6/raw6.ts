import { buildPacket, decodePacket, icmpv6, ipv6, udp } from '../../raw/formats.js';
import { encodeEndpoint } from '../../raw/ip-endpoint.js';
import { constants as c, decodeInt } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';
import { capability } from '../needs.js';
import { outcome } from '../outcome.js';
import { type Sniffed, Sniffer } from '../sniffer.js';
import { alone, pair } from '../topology.js';
import { udpServer } from '../udp.js';

const needs = [capability('net_raw')];
const at = (address: string, port = 0): Uint8Array => encodeEndpoint({ address, port });
const raw6 = (host: Host, protocol: number): LabSocket => host.socket(c.AF_INET6, c.SOCK_RAW, protocol);
const echo = (fields = {}): Uint8Array =>
  buildPacket([icmpv6({ type: 'echoRequest', id: 7, seq: 1, ...fields }), 'sixteen bytes  !']);

/** Sends an echo request and waits for the answer. */
async function answered(socket: LabSocket, request: Uint8Array) {
  socket.send(request, { to: at('fd09:1::2') });
  for (;;) {
    const received = await socket.next();
    if (received.bytes[0] === 129) return received;
  }
}

export const raw601 = experiment({
  id: 'RAW6-01',
  claim: 'An IPv6 raw socket receives the payload alone, without the IPv6 header and its extensions.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { family: c.AF_INET6 },
  async run({ h1, h2 }, { family }) {
    const receiver =
      family === c.AF_INET6 ? raw6(h2, c.IPPROTO_UDP) : h2.socket(c.AF_INET, c.SOCK_RAW, c.IPPROTO_UDP);
    const [domain, address] = family === c.AF_INET6 ? [c.AF_INET6, 'fd09:1::2'] : [c.AF_INET, '10.9.1.2'];
    h1.socket(domain, c.SOCK_DGRAM).send('hello', { to: at(address, 999) });
    const { bytes } = await receiver.next();
    return {
      length: bytes.length,
      beginsWith: decodePacket(bytes, 'udp').find('udp')?.dstPort === 999 ? 'UDP' : 'IP',
    };
  },
  predict: {
    question: '"hello" was sent by UDP over IPv6. How many bytes does a raw socket of UDP receive?',
    choices: ['5', '13', '53'],
    answer: ({ length }) => String(length),
  },
  expect: { length: 13, beginsWith: 'UDP' },
  mutants: [{ change: 'with IPv4', parameters: { family: c.AF_INET } }],
  explain:
    'RFC 3542: fields of the header come as control messages, for those who ask (RAW6-02). IPv4 has its header for historical reasons.',
  seeAlso: ['RAW-56', 'RAW6-02'],
});

export const raw602 = experiment({
  id: 'RAW6-02',
  claim: 'Fields of the header come as ancillary data: hop limit, traffic class, destination and interface.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { options: [c.IPV6_RECVHOPLIMIT, c.IPV6_RECVPKTINFO, c.IPV6_RECVTCLASS] },
  async run({ h1 }, { options }) {
    const socket = raw6(h1, c.IPPROTO_ICMPV6);
    for (const option of options) socket.setOption(c.SOL_IPV6, option, 1);
    const { control } = await answered(socket, echo());
    const level = control.filter(it => it.level === c.SOL_IPV6);
    const hopLimit = level.find(({ type }) => type === c.IPV6_HOPLIMIT)?.data;
    return {
      types: level.map(({ type }) => type).sort((a, b) => a - b),
      hopLimit: hopLimit === undefined ? 'none' : decodeInt(hopLimit),
    };
  },
  predict: {
    question: 'Which hop limit does the answer of a neighbour have?',
    choices: ['1', '64', '255'],
    answer: ({ hopLimit }) => String(hopLimit),
  },
  expect: { types: [50, 52, 67], hopLimit: 64 },
  mutants: [
    { change: 'without IPV6_RECVHOPLIMIT', parameters: { options: [c.IPV6_RECVPKTINFO, c.IPV6_RECVTCLASS] } },
  ],
  explain: 'IPV6_PKTINFO (50), IPV6_HOPLIMIT (52) and IPV6_TCLASS (67), each an int but the first.',
  seeAlso: ['PING-09', 'OPT-10'],
});

export const raw603 = experiment({
  id: 'RAW6-03',
  claim: 'IPv6 has nothing like IP_HDRINCL: whole packets can be neither written nor read.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { included: 1 },
  async run({ h1, h2 }, { included }) {
    const wire = new Sniffer(h2);
    const socket = raw6(h1, c.IPPROTO_RAW);
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
    const socket = raw6(h1, protocol);
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

/** A filter of RFC 3542 that lets one type through: 256 bits, those that are set keep out. */
function passOnly(type: number): Uint8Array {
  const words = new Uint32Array(8).fill(0xffff_ffff);
  words[type >> 5]! &= ~(1 << (type & 31)) >>> 0;
  return new Uint8Array(words.buffer);
}

export const raw605 = experiment({
  id: 'RAW6-05',
  claim: 'ICMP6_FILTER, set at level IPPROTO_IPV6, lets only echo replies through.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { level: c.SOL_IPV6 },
  async run({ h1 }, { level }) {
    const socket = raw6(h1, c.IPPROTO_ICMPV6);
    const set = outcome(() => socket.setOption(level, c.ICMP6_FILTER, passOnly(129)));
    const filter = socket.getOption(c.SOL_ICMPV6, c.ICMP6_FILTER, 32);
    return {
      set,
      filter: filter.every(byte => byte === 0) ? 'lets everything through' : 'lets some through',
      right: outcome(() => socket.setOption(c.SOL_ICMPV6, c.ICMP6_FILTER, passOnly(129))),
    };
  },
  predict: {
    question: 'What does setsockopt(fd, IPPROTO_IPV6, ICMP6_FILTER) do?',
    choices: ['sets the filter', 'EINVAL', 'ENOPROTOOPT'],
    answer: ({ set }) => (set === 'ok' ? 'sets the filter' : set),
  },
  expect: { set: 'ok', filter: 'lets some through' },
  known: [
    {
      observe: { set: 'EINVAL', filter: 'lets everything through', right: 'ok' },
      because:
        'the level is IPPROTO_ICMPV6; option 1 of IPPROTO_IPV6 is IPV6_ADDRFORM, and the example ignores the error',
    },
  ],
  mutants: [{ change: 'at level IPPROTO_ICMPV6', parameters: { level: c.SOL_ICMPV6 } }],
  explain:
    'The same number means another thing at each level. A program that does not look at the result filters nothing and never knows.',
  seeAlso: ['RAW-80', 'PING-10'],
});

export const raw606 = experiment({
  id: 'RAW6-06',
  claim: 'Where IPV6_RECVHOPLIMIT is missing (RFC 2292), IPV6_HOPLIMIT is set in its place.',
  texts: ['S2'],
  topology: alone,
  needs,
  parameters: { option: c.IPV6_HOPLIMIT },
  run({ h1 }, { option }) {
    const socket = raw6(h1, c.IPPROTO_ICMPV6);
    return {
      hopLimit: outcome(() => socket.setOption(c.SOL_IPV6, option, 1)),
      of2292: outcome(() => socket.setOption(c.SOL_IPV6, 8, 1)),
    };
  },
  predict: {
    question: 'Can IPV6_HOPLIMIT be set today?',
    choices: ['yes', 'no: ENOPROTOOPT', 'no: EINVAL'],
    answer: ({ hopLimit }) => (hopLimit === 'ok' ? 'yes' : `no: ${hopLimit}`),
  },
  expect: { hopLimit: 'ok' },
  known: [
    {
      since: '2.6.14',
      observe: { hopLimit: 'ENOPROTOOPT', of2292: 'ok' },
      because:
        'with RFC 3542 the name got the number 52, which only control messages have; the old number 8 is IPV6_2292HOPLIMIT',
    },
  ],
  mutants: [{ change: 'with IPV6_RECVHOPLIMIT', parameters: { option: c.IPV6_RECVHOPLIMIT } }],
  explain: 'Programs ask with the RECV name, and get what comes under the short one.',
  seeAlso: ['RAW6-02'],
});

export const raw607 = experiment({
  id: 'RAW6-07',
  claim: 'UDP datagrams and echo requests are delivered to IPv6 raw sockets as well.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { protocol: c.IPPROTO_UDP },
  async run({ h1, h2 }, { protocol }) {
    const [udpTap, icmpTap] = [raw6(h2, protocol), raw6(h2, c.IPPROTO_ICMPV6)];
    const { socket: server } = udpServer(h2, 'fd09:1::2', 999);
    h1.socket(c.AF_INET6, c.SOCK_DGRAM).send('hello', { to: at('fd09:1::2', 999) });
    await server.next();
    raw6(h1, c.IPPROTO_ICMPV6).send(echo(), { to: at('fd09:1::2') });
    let request = false;
    while (!request) request = (await icmpTap.next()).bytes[0] === 128;
    return { udp: (await udpTap.awaited()) !== undefined, echoRequest: request };
  },
  predict: {
    question: 'Does a raw ICMPv6 socket get echo requests, which the kernel answers?',
    choices: ['yes', 'no'],
    answer: ({ echoRequest }) => (echoRequest ? 'yes' : 'no'),
  },
  expect: { udp: true, echoRequest: true },
  mutants: [{ change: 'with a raw socket of TCP', parameters: { protocol: c.IPPROTO_TCP } }],
  explain:
    'raw6_local_deliver() gives clones to raw sockets before the handler of the protocol, as IPv4 does.',
  seeAlso: ['RAW-50', 'RAW-51'],
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
    return { kernel: outcome(() => raw6(h1, c.IPPROTO_ICMPV6).send(echo(), { to: at(address) })) };
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
