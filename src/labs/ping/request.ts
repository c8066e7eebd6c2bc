import { buildPacket, icmp } from '../../raw/formats.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { icmpSocket, needs } from '../raw-sockets.js';
import { pair } from '../topology.js';
import { echo, filler, reply } from './echo.js';

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
    socket.send(buildPacket([icmp({ type: type as 'echo', id: 4711, seq: 3 }), filler]), {
      to: at('10.9.1.2'),
    });
    const { type: answer, id, seq, data } = await reply(socket);
    return { answer, id: id ?? 0, seq: seq ?? 0, dataUnchanged: Buffer.from(data).equals(filler) };
  },
  predict: {
    question: 'Which type does the answer to type 8 have?',
    choices: ['0 (echoreply)', '8 (echo)', '14 (timestampreply)'],
    answer: ({ answer }) =>
      ({ echoreply: '0 (echoreply)', timestampreply: '14 (timestampreply)' })[String(answer)],
  },
  expect: { answer: 'echoreply', id: 4711, seq: 3, dataUnchanged: true },
  mutants: [{ change: 'with a timestamp request', parameters: { type: 'timestamp' } }],
  explain: 'icmp_echo() sends the message back with the type changed. That is all that ping relies on.',
  seeAlso: ['PING-14'],
});

export const ping02 = experiment({
  id: 'PING-02',
  claim: '56 bytes of data make 64 bytes of ICMP and 84 bytes of IP.',
  texts: ['S2', 'S3'],
  topology: pair,
  needs,
  parameters: { bytes: 56 },
  async run({ h1 }, { bytes }) {
    const socket = icmpSocket(h1);
    socket.send(echo(1, 0, new Uint8Array(bytes)), { to: at('10.9.1.2') });
    const { header } = await reply(socket);
    return { icmp: header.totalLength - 4 * header.ihl, ip: header.totalLength };
  },
  predict: {
    question: 'How many bytes of headers, ICMP and IP, go with the 56 bytes of data?',
    choices: ['8', '20', '28'],
    answer: ({ ip }) => String(ip - 56),
  },
  expect: { icmp: 64, ip: 84 },
  mutants: [{ change: 'with 48 bytes of data', parameters: { bytes: 48 } }],
  explain: 'Eight bytes of ICMP header, twenty of IP.',
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
  explain: 'On a slide there is room for the idea only. The receiver counts it in InCsumErrors.',
  seeAlso: ['RAW-47'],
});
