import { constants as c } from '../../socket/index.js';
import { htons } from '../byte-order.js';
import { experiment } from '../experiment.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { rawRows } from '../raw-table.js';
import { alone } from '../topology.js';

export const raw04 = experiment({
  id: 'RAW-04',
  claim: 'Raw sockets are in a hash table of their own, whose key is the protocol.',
  texts: ['S1', 'S3'],
  topology: alone,
  needs,
  parameters: { protocols: [1, 17, 89, 255] },
  run({ h1 }, { protocols }) {
    for (const protocol of protocols) rawSocket(h1, protocol);
    const rows = rawRows(h1);
    return {
      protocols: rows.map(({ protocol }) => protocol).sort((a, b) => a - b),
      bucketIsTheProtocol: rows.every(({ slot, protocol }) => slot === protocol),
    };
  },
  predict: {
    question: 'Is the bucket (the column sl of /proc/net/raw) still the number of the protocol?',
    choices: ['yes', 'no'],
    answer: ({ bucketIsTheProtocol }) => (bucketIsTheProtocol ? 'yes' : 'no'),
  },
  expect: { protocols: [1, 17, 89, 255], bucketIsTheProtocol: true },
  known: [
    {
      since: '6.3',
      observe: { protocols: [1, 17, 89, 255], bucketIsTheProtocol: false },
      because: 'the network namespace is mixed into the hash, so that containers do not share long chains',
    },
  ],
  mutants: [{ change: 'without the socket of protocol 255', parameters: { protocols: [1, 17, 89] } }],
  explain:
    'raw_hashfunc() took the protocol modulo 256 alone. Now it hashes net_hash_mix() of the namespace in with it, and ' +
    '/proc/net/raw prints the bucket as its first column.',
  seeAlso: ['RAW-05', 'TIP-04'],
});

export const raw05 = experiment({
  id: 'RAW-05',
  claim: 'Packet sockets are not in that table: they have one of their own.',
  texts: ['S3'],
  topology: alone,
  needs,
  parameters: { family: c.AF_PACKET },
  run({ h1 }, { family }) {
    const before = { raw: rawRows(h1).length, packet: h1.read('/proc/net/packet').split('\n').length };
    h1.socket(family, c.SOCK_RAW, family === c.AF_PACKET ? htons(c.ETH_P_IP) : 1);
    const row = h1.read('/proc/net/packet').trim().split('\n').at(-1)!.trim().split(/\s+/);
    return {
      raw: rawRows(h1).length - before.raw,
      packet: h1.read('/proc/net/packet').split('\n').length - before.packet,
      row: `type ${row[2]}, protocol ${row[3]}`,
    };
  },
  predict: {
    question: 'Which file gets a row for a packet socket?',
    choices: ['/proc/net/raw', '/proc/net/packet', 'both'],
    answer: ({ raw: one, packet }) =>
      one + packet === 2 ? 'both' : packet === 1 ? '/proc/net/packet' : '/proc/net/raw',
  },
  expect: { raw: 0, packet: 1 },
  details: { row: 'type 3, protocol 0800' },
  mutants: [{ change: 'with AF_INET', parameters: { family: c.AF_INET } }],
  explain:
    'A packet socket is a handler of frames, not a socket of IP: packet_create() puts it into net->packet.sklist, which ' +
    '/proc/net/packet walks.',
  seeAlso: ['RAW-04'],
});
