import { buildPacket, icmpv6 } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { passOnly } from '../icmp6-filter.js';
import { outcome } from '../outcome.js';
import { needs, rawSocket6 } from '../raw-sockets.js';
import { pair } from '../topology.js';
import { filler } from './echo.js';

export const ping09 = experiment({
  id: 'PING-09',
  claim:
    'For IPv6 there is no header: the hop limit comes as IPV6_HOPLIMIT, and is "???" where it is missing.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { ask: 1 },
  async run({ h1 }, { ask }) {
    const socket = rawSocket6(h1, c.IPPROTO_ICMPV6);
    socket.setOption(c.SOL_IPV6, c.IPV6_RECVHOPLIMIT, ask);
    socket.send(buildPacket([icmpv6({ type: 'echoRequest', id: 1, seq: 1 }), filler]), {
      to: at('fd09:1::2'),
    });
    let received = await socket.next();
    while (received.bytes[0] !== 129) received = await socket.next();
    const limit = received.control.find(
      ({ level, type }) => level === c.SOL_IPV6 && type === c.IPV6_HOPLIMIT,
    );
    return { hlim: limit === undefined ? '???' : String(limit.data[0]), length: received.bytes.length };
  },
  predict: {
    question: 'IPV6_RECVHOPLIMIT is on. Which hop limit does the program print for the reply of a neighbour?',
    choices: ['64', '255', '???'],
    answer: ({ hlim }) => hlim,
  },
  expect: { hlim: '64', length: 64 },
  mutants: [{ change: 'without asking for it', parameters: { ask: 0 } }],
  explain:
    'Ancillary data are sent to those who set the option. The lecture\'s program prints "hlim=???" where there are none.',
  seeAlso: ['RAW6-01', 'RAW6-02'],
});

export const ping10 = experiment({
  id: 'PING-10',
  claim: 'An ICMP6_FILTER keeps everything out but echo replies.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { level: c.SOL_ICMPV6 },
  async run({ h1, h2 }, { level }) {
    const socket = rawSocket6(h1, c.IPPROTO_ICMPV6);
    outcome(() => socket.setOption(level, c.ICMP6_FILTER, passOnly(129)));
    rawSocket6(h2, c.IPPROTO_ICMPV6).send(buildPacket([icmpv6({ type: 'echoRequest', id: 9, seq: 9 })]), {
      to: at('fd09:1::1'),
    });
    socket.send(buildPacket([icmpv6({ type: 'echoRequest', id: 1, seq: 1 })]), { to: at('fd09:1::2') });
    const types = (await socket.all({}, 1)).map(({ bytes }) => bytes[0]!);
    return { types: [...new Set(types)].sort((a, b) => a - b), requests: types.includes(128) };
  },
  predict: {
    question: 'With the filter, which types does the socket receive?',
    choices: ['129', '128 and 129', 'none'],
    answer: ({ types, requests }) => (requests ? '128 and 129' : types.includes(129) ? '129' : 'none'),
  },
  expect: { types: [129] },
  mutants: [{ change: 'at the level of the lecture, IPPROTO_IPV6', parameters: { level: c.SOL_IPV6 } }],
  explain:
    'At the right level it works as meant. The lecture sets it at the wrong one (RAW6-05), and its own checks save it.',
  seeAlso: ['RAW6-05'],
});
