import { buildPacket, icmp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { alone, pair } from '../topology.js';
import { at, needs, rawSocket } from './support.js';

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
  explain: 'do_raw_setsockopt() knows one name, and asks that the socket be of ICMP.',
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
    const socket = rawSocket(h2, c.IPPROTO_ICMP);
    const byDefault = [...socket.getOption(c.SOL_RAW, c.ICMP_FILTER, 4)];
    socket.setOption(c.SOL_RAW, c.ICMP_FILTER, bits(mask));
    const strict = rawSocket(h2, c.IPPROTO_ICMP);
    strict.setOption(c.SOL_RAW, c.ICMP_FILTER, bits(0xffff_ffff));
    const sender = rawSocket(h1, c.IPPROTO_ICMP);
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

export const raw82 = experiment({
  id: 'RAW-82',
  claim: 'SO_BSDCOMPAT, which was for errors as BSD reports them, is gone since 2.2.',
  texts: ['S4'],
  topology: alone,
  needs,
  parameters: { option: c.SO_BSDCOMPAT },
  run({ h1 }, { option }) {
    const socket = rawSocket(h1, 89);
    return {
      set: outcome(() => socket.setOption(c.SOL_SOCKET, option, 1)),
      reads: socket.getIntOption(c.SOL_SOCKET, option),
    };
  },
  predict: {
    question: 'It is set to 1. What does reading it give?',
    choices: ['ENOPROTOOPT', '0', '1'],
    answer: ({ reads }) => String(reads),
  },
  expect: { set: 'ok', reads: 0 },
  mutants: [{ change: 'with SO_BROADCAST', parameters: { option: c.SO_BROADCAST } }],
  explain: 'The number is still taken, so that old programs run, and means nothing.',
  seeAlso: ['OPT-05'],
});

export const raw83 = experiment({
  id: 'RAW-83',
  claim: 'Raw sockets tap protocols that the kernel handles too: both get the packets.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { ignore: 0 },
  async run({ h1, h2 }, { ignore }) {
    h2.setSysctl('net.ipv4.icmp_echo_ignore_all', ignore);
    const tap = rawSocket(h2, c.IPPROTO_ICMP);
    const sender = rawSocket(h1, c.IPPROTO_ICMP);
    sender.send(buildPacket([icmp({ type: 'echo', id: 1, seq: 1 })]), { to: at('10.9.1.2') });
    return { tapped: (await tap.next()).bytes[20]!, answered: (await sender.awaited())?.bytes[20] ?? 'no' };
  },
  predict: {
    question: 'A program reads echo requests with a raw socket. Does the kernel still answer them?',
    choices: ['yes', 'no'],
    answer: ({ answered }) => (answered === 0 ? 'yes' : 'no'),
  },
  expect: { tapped: 8, answered: 0 },
  mutants: [{ change: 'with icmp_echo_ignore_all', parameters: { ignore: 1 } }],
  explain:
    'raw_local_deliver() gives each matching socket a clone, and the handler of the protocol gets the packet itself.',
  seeAlso: ['RAW-64'],
});

export const raw84 = experiment({
  id: 'RAW-84',
  claim: 'Raw sockets are unreliable: what finds no room is dropped.',
  texts: ['S0'],
  topology: pair,
  needs,
  parameters: { packets: 100 },
  async run({ h1, h2 }, { packets }) {
    const receiver = rawSocket(h2, 89);
    receiver.setOption(c.SOL_SOCKET, c.SO_RCVBUF, 1);
    const sender = rawSocket(h1, 89);
    for (let i = 0; i < packets; i++) sender.send(new Uint8Array(1000), { to: at('10.9.1.2') });
    const received = (await receiver.all({}, 1)).length;
    const row = h2.read('/proc/net/raw').trim().split('\n').at(-1)!.trim().split(/\s+/);
    return {
      some: received > 0,
      lost: received < packets,
      counted: Number(row.at(-1)) === packets - received,
    };
  },
  predict: {
    question: 'Where does the kernel count what it dropped?',
    choices: ['nowhere', 'in the last column of /proc/net/raw', 'in SO_ERROR'],
    answer: ({ counted }) => (counted ? 'in the last column of /proc/net/raw' : 'nowhere'),
  },
  expect: { some: true, lost: true },
  details: { counted: true },
  mutants: [{ change: 'with one packet', parameters: { packets: 1 } }],
  explain:
    'sock_queue_rcv_skb() finds the receive buffer full, counts a drop and frees the packet. The sender learns nothing.',
});
