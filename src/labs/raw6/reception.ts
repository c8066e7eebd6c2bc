import { decodePacket } from '../../raw/formats.js';
import { constants as c, decodeInt } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { needs, rawSocket, rawSocket6 } from '../raw-sockets.js';
import { pair } from '../topology.js';
import { udpServer } from '../udp.js';
import { answered, echo } from './echo.js';

export const raw601 = experiment({
  id: 'RAW6-01',
  claim: 'An IPv6 raw socket receives the payload alone, without the IPv6 header and its extensions.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { family: c.AF_INET6 },
  async run({ h1, h2 }, { family }) {
    const receiver = family === c.AF_INET6 ? rawSocket6(h2, c.IPPROTO_UDP) : rawSocket(h2, c.IPPROTO_UDP);
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
    const socket = rawSocket6(h1, c.IPPROTO_ICMPV6);
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
  explain:
    'ip6_datagram_recv_specific_ctl() makes a message of each field that was asked for: IPV6_PKTINFO (50, address and ' +
    'interface), IPV6_HOPLIMIT (52) and IPV6_TCLASS (67), the latter two an int each.',
  seeAlso: ['PING-09', 'OPT-10'],
});

export const raw607 = experiment({
  id: 'RAW6-07',
  claim: 'UDP datagrams and echo requests are delivered to IPv6 raw sockets as well.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { protocol: c.IPPROTO_UDP },
  async run({ h1, h2 }, { protocol }) {
    const [udpTap, icmpTap] = [rawSocket6(h2, protocol), rawSocket6(h2, c.IPPROTO_ICMPV6)];
    const { socket: server } = udpServer(h2, 'fd09:1::2', 999);
    h1.socket(c.AF_INET6, c.SOCK_DGRAM).send('hello', { to: at('fd09:1::2', 999) });
    await server.next();
    rawSocket6(h1, c.IPPROTO_ICMPV6).send(echo(), { to: at('fd09:1::2') });
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
