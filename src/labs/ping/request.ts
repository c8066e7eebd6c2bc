import { buildPacket, icmp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { htons } from '../byte-order.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { icmpSocket, needs } from '../raw-sockets.js';
import { pair } from '../topology.js';
import { echo, filler, reply } from './echo.js';

/** Where the fields of an echo request are, in bytes. */
const fields = {
  type: [0, 1],
  code: [1, 2],
  checksum: [2, 4],
  identifier: [4, 6],
  'sequence number': [6, 8],
  data: [8, undefined],
} as const;

export const ping01 = experiment({
  id: 'PING-01',
  claim:
    'A raw ICMP socket sends type 8 and gets type 0 back, with identifier, sequence number and data unchanged.',
  texts: ['S0', 'S2', 'S3'],
  topology: pair,
  needs,
  parameters: { type: 'echo' },
  async run({ h1 }, { type }) {
    const socket = icmpSocket(h1);
    const request = Buffer.from(buildPacket([icmp({ type: type as 'echo', id: 4711, seq: 3 }), filler]));
    socket.send(request, { to: at('10.9.1.2') });
    const { bytes } = await socket.next();
    const answer = bytes.subarray(4 * (bytes[0]! & 15));
    const changed = Object.entries(fields)
      .filter(([, [from, to]]) => !Buffer.from(answer.subarray(from, to)).equals(request.subarray(from, to)))
      .map(([name]) => name);
    return { answer: answer[0]!, changed };
  },
  predict: {
    question: 'Which fields of the ICMP message does the answering kernel change?',
    choices: ['the type', 'type and checksum', 'type, checksum and identifier', 'type, checksum and data'],
    answer: ({ changed }) =>
      ({
        'type,checksum': 'type and checksum',
        'type,checksum,identifier': 'type, checksum and identifier',
        'type,checksum,data': 'type, checksum and data',
      })[changed.join()],
  },
  expect: { answer: 0, changed: ['type', 'checksum'] },
  mutants: [{ change: 'with a timestamp request', parameters: { type: 'timestamp' } }],
  explain:
    'icmp_echo() sends the message back with type 0, and icmp_push_reply() computes the checksum anew. What a program ' +
    'put into identifier, sequence number and data it finds again: that is all that ping relies on.',
  seeAlso: ['PING-14'],
});

export const ping02 = experiment({
  id: 'PING-02',
  claim: '56 bytes of data make 64 bytes of ICMP and 84 bytes of IP.',
  texts: ['S2', 'S3'],
  topology: pair,
  needs,
  parameters: { option: false },
  async run({ h1 }, { option }) {
    const socket = icmpSocket(h1);
    // A NOP, and a record of the route with room for one address: type, length, pointer, address.
    if (option) socket.setOption(c.SOL_IP, c.IP_OPTIONS, Uint8Array.of(1, 7, 7, 4, 0, 0, 0, 0));
    const wire = h1.onlooker(c.AF_PACKET, c.SOCK_RAW, htons(c.ETH_P_ALL));
    socket.send(echo(1, 0, filler), { to: at('10.9.1.2') });
    const { header } = await reply(socket);
    const frames = await wire.all({}, 1);
    const frame = frames.find(({ bytes }) => ((bytes[12]! << 8) | bytes[13]!) === c.ETH_P_IP);
    return {
      icmp: header.totalLength - 4 * header.ihl,
      ip: header.totalLength,
      frame: frame?.length ?? 0,
    };
  },
  predict: {
    question: 'How many bytes has the Ethernet frame of such a request, as a packet socket counts them?',
    choices: ['84', '98', '102'],
    answer: ({ frame }) => String(frame),
  },
  expect: { icmp: 64, ip: 84 },
  details: { frame: 98 },
  mutants: [{ change: 'with an IP option of eight bytes', parameters: { option: true } }],
  explain:
    'Eight bytes of ICMP header and twenty of IP, where no options make that longer; then fourteen of Ethernet. The ' +
    'checksum of the frame (4) is the business of the device, and no packet socket sees it.',
  seeAlso: ['PING-07'],
});

export const ping12 = experiment({
  id: 'PING-12',
  claim:
    'The simplified sender fills in type and identifier, without checksum and sequence number, and pings a host.',
  texts: ['S3'],
  topology: pair,
  needs,
  parameters: { checksum: false },
  async run({ h1 }, { checksum }) {
    const socket = icmpSocket(h1);
    socket.send(
      buildPacket([icmp({ type: 'echo', id: 4711, ...(checksum ? {} : { checksum: 0 }) }), filler]),
      { to: at('10.9.1.2') },
    );
    return { answered: (checksum ? await socket.awaited() : await socket.maybe()) !== undefined };
  },
  predict: {
    question: 'Is it answered?',
    choices: ['yes', 'no'],
    answer: ({ answered }) => (answered ? 'yes' : 'no'),
  },
  expect: { answered: true },
  known: [
    {
      observe: { answered: false },
      because: 'the checksum is wrong, and the peer drops the request (RAW-47)',
    },
  ],
  mutants: [{ change: 'with the checksum', parameters: { checksum: true } }],
  explain:
    'icmp_rcv() checks the sum over the whole message before it looks at the type, counts a wrong one in InCsumErrors and ' +
    'drops the message. A raw ICMP socket sends what it is given (RAW-47): a slide has room for the idea only.',
  seeAlso: ['RAW-47'],
});
