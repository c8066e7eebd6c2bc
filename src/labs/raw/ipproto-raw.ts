import { buildPacket, icmp, ipv4 } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { htons } from '../byte-order.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { icmpSocket, needs, rawSocket } from '../raw-sockets.js';
import { alone, pair } from '../topology.js';
import { headerIncluded } from './support.js';

export const raw27 = experiment({
  id: 'RAW-27',
  claim: 'The protocol IPPROTO_RAW implies IP_HDRINCL.',
  texts: ['S1', 'S3', 'S4'],
  topology: alone,
  needs,
  parameters: { protocol: c.IPPROTO_RAW },
  run({ h1 }, { protocol }) {
    const isOn = (number: number) => rawSocket(h1, number).getIntOption(c.SOL_IP, c.IP_HDRINCL);
    return { ofRaw: isOn(protocol), ofOthers: [1, 17, 89].map(isOn) };
  },
  predict: {
    question: 'Is IP_HDRINCL on in a new socket of protocol 255?',
    choices: ['yes', 'no'],
    answer: ({ ofRaw }) => (ofRaw === 1 ? 'yes' : 'no'),
  },
  expect: { ofRaw: 1, ofOthers: [0, 0, 0] },
  mutants: [{ change: 'with protocol 254', parameters: { protocol: 254 } }],
  explain:
    'inet_create() sets the bit (HDRINCL) for a raw socket of protocol IPPROTO_RAW: the kernel would not know what to ' +
    'write into the protocol field of a header of its own.',
  seeAlso: ['RAW-61'],
});

export const raw61 = experiment({
  id: 'RAW-61',
  claim: 'A socket of IPPROTO_RAW can only send.',
  texts: ['S1', 'S4'],
  topology: pair,
  needs,
  parameters: { protocol: 255 },
  async run({ h1, h2 }, { protocol }) {
    const tap = rawSocket(h2, c.IPPROTO_RAW);
    const marker = icmpSocket(h2);
    icmpSocket(h1).send(buildPacket([icmp({ type: 'echo', id: 1, seq: 1 })]), {
      to: at('10.9.1.2'),
    });
    await marker.next();
    const icmpSeen = outcome(() => tap.receive());
    const packet = buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol }), 'hello']);
    headerIncluded(h1).send(packet, { to: at('10.9.1.2') });
    return {
      icmp: icmpSeen === 'ok' ? 'received' : 'nothing',
      itsOwnProtocol: (await tap.awaited()) === undefined ? 'nothing' : 'received',
    };
  },
  predict: {
    question: 'Is there a packet that such a socket receives?',
    choices: ['none', 'those of protocol 255', 'all'],
    answer: ({ icmp: one, itsOwnProtocol }) =>
      one === 'received' ? 'all' : itsOwnProtocol === 'received' ? 'those of protocol 255' : 'none',
  },
  expect: { icmp: 'nothing', itsOwnProtocol: 'nothing' },
  known: [
    {
      observe: { icmp: 'nothing', itsOwnProtocol: 'received' },
      because: '255 is a protocol like others when it comes to receiving; it is just that nobody sends it',
    },
  ],
  mutants: [{ change: 'with a packet of protocol 254', parameters: { protocol: 254 } }],
  explain:
    'raw_local_deliver() goes by the number in the header and makes no exception for 255. IANA reserves that number, so ' +
    'that no packet on the wire should have it.',
  seeAlso: ['RAW-27', 'RAW-62'],
});

export const raw62 = experiment({
  id: 'RAW-62',
  claim: 'IPPROTO_RAW receives every protocol, and may not send.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { protocol: c.IPPROTO_RAW },
  async run({ h1, h2 }, { protocol }) {
    const tap = rawSocket(h2, protocol);
    const marker = rawSocket(h2, 89);
    const packet = buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89 }), 'hello']);
    const send = outcome(() => rawSocket(h1, c.IPPROTO_RAW).send(packet, { to: at('10.9.1.2') }));
    await marker.next();
    return { send, receivesOtherProtocols: outcome(() => tap.receive()) === 'ok' };
  },
  predict: {
    question: 'May a socket of IPPROTO_RAW send?',
    choices: ['yes', 'no'],
    answer: ({ send }) => (send === 'ok' ? 'yes' : 'no'),
  },
  expect: { send: 'EOPNOTSUPP', receivesOtherProtocols: true },
  known: [
    {
      observe: { send: 'ok', receivesOtherProtocols: false },
      because: 'a slip of the text, whose notes say the opposite',
    },
  ],
  mutants: [{ change: 'with a receiver of protocol 89', parameters: { protocol: 89 } }],
  explain:
    'Its socket is hashed under 255 like any other under its number, and receives what has that number (RAW-61). ' +
    'raw_sendmsg() sends the packet whose header the program wrote (RAW-27).',
  seeAlso: ['RAW-61'],
});

export const raw63 = experiment({
  id: 'RAW-63',
  claim: 'To see all of IP, use a packet socket with ETH_P_IP.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { etherType: c.ETH_P_IP },
  async run({ h1, h2 }, { etherType }) {
    const tap = h2.socket(c.AF_PACKET, c.SOCK_DGRAM, htons(etherType));
    h1.socket(c.AF_INET, c.SOCK_DGRAM).send('udp', { to: at('10.9.1.2', 9) });
    rawSocket(h1, 89).send('ospf', { to: at('10.9.1.2') });
    const protocols = (await tap.all({}, 2))
      .map(({ bytes }) => bytes[9]!)
      .filter(it => it === 17 || it === 89);
    return { protocols: [...new Set(protocols)].sort((a, b) => a - b) };
  },
  predict: {
    question: 'UDP and OSPF arrive. Which does it see?',
    choices: ['both', 'UDP alone', 'neither'],
    answer: ({ protocols }) =>
      protocols.length === 2 ? 'both' : protocols.length === 0 ? 'neither' : 'UDP alone',
  },
  expect: { protocols: [17, 89] },
  mutants: [{ change: 'with ETH_P_ARP', parameters: { etherType: c.ETH_P_ARP } }],
  explain:
    'There is no raw socket for all protocols (RAW-01). A packet socket is a handler of frames (dev_add_pack()) that ' +
    '__netif_receive_skb_core() calls before ip_rcv(), whatever protocol the datagram has.',
  seeAlso: ['RAW-01', 'RAW-03'],
});
