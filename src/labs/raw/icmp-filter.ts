import { buildPacket, icmp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { icmpSocket, needs, rawSocket } from '../raw-sockets.js';
import { alone, pair } from '../topology.js';

const bits = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);

export const raw80 = experiment({
  id: 'RAW-80',
  claim: 'ICMP_FILTER is the only option of the level SOL_RAW.',
  texts: ['S3', 'S4'],
  topology: alone,
  needs,
  parameters: { option: 2 },
  run({ h1 }, { option }) {
    const set = (protocol: number, name: number) =>
      outcome(() => rawSocket(h1, protocol).setOption(c.SOL_RAW, name, bits(0)));
    return {
      filter: set(c.IPPROTO_ICMP, c.ICMP_FILTER),
      another: set(c.IPPROTO_ICMP, option),
      onRawUdp: set(c.IPPROTO_UDP, c.ICMP_FILTER),
      onUdp: outcome(() => h1.socket(c.AF_INET, c.SOCK_DGRAM).setOption(c.SOL_RAW, c.ICMP_FILTER, bits(0))),
    };
  },
  predict: {
    question: 'What does ICMP_FILTER on a raw socket of UDP fail with?',
    choices: ['ENOPROTOOPT', 'EOPNOTSUPP', 'nothing'],
    answer: ({ onRawUdp }) => (onRawUdp === 'ok' ? 'nothing' : onRawUdp),
  },
  expect: { filter: 'ok', another: 'ENOPROTOOPT' },
  details: { onRawUdp: 'EOPNOTSUPP', onUdp: 'ENOPROTOOPT' },
  mutants: [{ change: 'with option 1', parameters: { option: 1 } }],
  explain:
    'raw_setsockopt() takes ICMP_FILTER on a socket whose protocol is ICMP (EOPNOTSUPP on another) and answers any other ' +
    'name with ENOPROTOOPT. A UDP socket has no such level at all.',
  seeAlso: ['RAW-81', 'RAW6-05'],
});

export const raw81 = experiment({
  id: 'RAW-81',
  claim: 'Each bit of the filter keeps a type of ICMP out; by default none is.',
  texts: ['S3', 'S4'],
  topology: pair,
  needs,
  parameters: { mask: 1 << 3 },
  async run({ h1, h2 }, { mask }) {
    const socket = icmpSocket(h2);
    const byDefault = [...socket.getOption(c.SOL_RAW, c.ICMP_FILTER, 4)];
    socket.setOption(c.SOL_RAW, c.ICMP_FILTER, bits(mask));
    const strict = icmpSocket(h2);
    strict.setOption(c.SOL_RAW, c.ICMP_FILTER, bits(0xffff_ffff));
    const sender = icmpSocket(h1);
    for (const type of [3, 11, 40])
      sender.send(buildPacket([icmp({ type: type as never })]), { to: at('10.9.1.2') });
    const types = async (from: typeof socket, least: number) =>
      (await from.all({}, least)).map(({ bytes }) => bytes[20]!);
    return { byDefault, passed: await types(socket, 2), throughAllOnes: await types(strict, 1) };
  },
  predict: {
    question: 'All 32 bits are set. Does type 40 get through?',
    choices: ['yes', 'no'],
    answer: ({ throughAllOnes }) => (throughAllOnes.includes(40) ? 'yes' : 'no'),
  },
  expect: { byDefault: [0, 0, 0, 0], passed: [11, 40] },
  details: { throughAllOnes: [40] },
  mutants: [{ change: 'with the bit of type 11', parameters: { mask: 1 << 11 } }],
  explain:
    'icmp_filter() looks at types below 32 alone. A bit that is set keeps its type out, the other way round than in sets of signals.',
  seeAlso: ['RAW-80'],
});
