import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { arrivedIpv4, Sniffer } from '../sniffer.js';
import { text } from '../text.js';
import { pair } from '../topology.js';
import { headerChecksum, headerOf } from './support.js';

export const raw21 = experiment({
  id: 'RAW-21',
  claim:
    'Without IP_HDRINCL the buffer begins behind the IP header, which the kernel writes with the protocol of the socket.',
  texts: ['S0', 'S2', 'S4'],
  topology: pair,
  needs,
  parameters: { protocol: 89 },
  async run({ h1, h2 }, { protocol }) {
    const wire = new Sniffer(h2);
    rawSocket(h1, protocol).send('hello', { to: at('10.9.1.2') });
    const { bytes } = await wire.next(arrivedIpv4);
    const { ihl, ttl, flags, src } = headerOf(bytes);
    return {
      protocol: bytes[9]!,
      data: text(bytes.subarray(4 * ihl)),
      source: src,
      length: 4 * ihl,
      ttl,
      flags: [...flags],
      checksumIsRight: headerChecksum(bytes) === 'good',
    };
  },
  predict: {
    question: 'Which TTL and which flags does the kernel write?',
    choices: ['64, df', '64, none', '255, none'],
    answer: ({ ttl, flags }) => `${ttl}, ${flags.join() || 'none'}`,
  },
  expect: { protocol: 89, data: 'hello', source: '10.9.1.1' },
  details: { length: 20, ttl: 64, flags: ['df'], checksumIsRight: true },
  mutants: [{ change: 'with protocol 47', parameters: { protocol: 47 } }],
  explain:
    'ip_append_data() and ip_push_pending_frames() write the header as for UDP: DF because path MTU discovery is on by default.',
  seeAlso: ['RAW-25', 'RAW-37'],
});

export const raw24 = experiment({
  id: 'RAW-24',
  claim: 'Without IP_HDRINCL the fields of the header can be set with socket options.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { set: true },
  async run({ h1, h2 }, { set }) {
    const wire = new Sniffer(h2);
    const socket = rawSocket(h1, 89);
    if (set) {
      socket.setOption(c.SOL_IP, c.IP_TTL, 7);
      socket.setOption(c.SOL_IP, c.IP_TOS, 0x10);
    }
    socket.send('x', { to: at('10.9.1.2') });
    const { bytes } = await wire.next(arrivedIpv4);
    return { ttl: bytes[8]!, tos: bytes[1]! };
  },
  predict: {
    question: 'IP_TTL is set to 7. What is on the wire, one hop away?',
    choices: ['6', '7', '64'],
    answer: ({ ttl }) => String(ttl),
  },
  expect: { ttl: 7, tos: 0x10 },
  mutants: [{ change: 'without setting them', parameters: { set: false } }],
  explain:
    'The options are of the socket and hold for UDP, TCP and raw alike. A TTL is lowered by routers alone.',
  seeAlso: ['RAW-21', 'OPT-01'],
});
