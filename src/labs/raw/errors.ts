import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { type QueuedError, queuedError } from '../queued-error.js';
import { needs, rawSocket } from '../raw-sockets.js';
import { alone, pair, routed } from '../topology.js';
import { complain, connect, pending, told } from './icmp-complaints.js';

export const raw70 = experiment({
  id: 'RAW-70',
  claim: 'Network errors are passed on only when the socket is connected or has IP_RECVERR.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { connected: false },
  async run({ h1, h2 }, { connected }) {
    const answers = await told(h1, h2, connected ? connect : () => {}, pending);
    return { errors: [...new Set(Object.values(answers))].sort() };
  },
  predict: {
    question: 'Of 21 ICMP errors about its packets, how many does an unconnected socket get?',
    choices: ['none', 'some', 'all'],
    answer: ({ errors: seen }) => (seen.join() === 'none' ? 'none' : seen.includes('none') ? 'some' : 'all'),
  },
  expect: { errors: ['none'] },
  mutants: [{ change: 'when connected', parameters: { connected: true } }],
  explain:
    'raw_err() returns at once unless IP_RECVERR is set or the socket is connected: the program could not tell which packet it is about.',
  seeAlso: ['RAW-71', 'RAW-72'],
});

export const raw74 = experiment({
  id: 'RAW-74',
  claim:
    'A pending error is reported by recv() and SO_ERROR, not by a plain send; and only if 8 bytes were quoted.',
  texts: ['S4'],
  topology: pair,
  needs,
  parameters: { quoted: 8 },
  async run({ h1, h2 }, { quoted }) {
    const withError = async (bytes: number) => {
      const socket = rawSocket(h1, 89);
      connect(socket);
      await complain(h1, h2, [3, 3], bytes);
      return socket;
    };
    const one = await withError(quoted);
    const send = outcome(() => one.send('x'));
    return {
      send,
      receive: pending(one),
      so: (await withError(quoted)).getIntOption(c.SOL_SOCKET, c.SO_ERROR),
      ofOneByte: pending(await withError(1)),
    };
  },
  predict: {
    question: 'An error is pending. What does the next send() of a raw socket give?',
    choices: ['the error', 'it is sent'],
    answer: ({ send }) => (send === 'ok' ? 'it is sent' : 'the error'),
  },
  expect: { send: 'ok', receive: 'ECONNREFUSED', so: 111, ofOneByte: 'none' },
  mutants: [{ change: 'with 4 bytes quoted', parameters: { quoted: 4 } }],
  explain:
    'raw_sendmsg() does not look at sk_err unless the header is its own. icmp_rcv() drops what quotes less than 8 bytes.',
  seeAlso: ['RAW-71'],
});

export const raw75 = experiment({
  id: 'RAW-75',
  claim: 'For the ICMP errors of a datagram socket, IP_RECVERR on that socket is better than a raw socket.',
  texts: ['S4'],
  topology: routed,
  needs,
  parameters: { recverr: 1 },
  async run({ h1 }, { recverr }, lab) {
    const error = async (address: string, ttl: number) => {
      const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
      socket.setOption(c.SOL_IP, c.IP_RECVERR, recverr);
      socket.setOption(c.SOL_IP, c.IP_TTL, ttl);
      socket.send('first', { to: at(address, 9) });
      let found: QueuedError | undefined;
      const isThere = () => {
        found = queuedError(socket);
        return found !== undefined;
      };
      await lab.until(isThere, recverr === 1 ? undefined : 100);
      return found === undefined ? 'none' : `${found.said} about "${found.data}"`;
    };
    return { closedPort: await error('10.9.3.2', 64), ttlOne: await error('10.9.3.2', 1) };
  },
  predict: {
    question: 'A datagram with TTL 1 dies at the first router. What does the error queue say?',
    choices: ['nothing', "the router's address, type and code", 'ECONNREFUSED'],
    answer: ({ ttlOne }) =>
      ttlOne.startsWith('11/0 from') ? "the router's address, type and code" : 'nothing',
  },
  expect: { closedPort: '3/3 from 10.9.3.2 about "first"', ttlOne: '11/0 from 10.9.1.2 about "first"' },
  mutants: [{ change: 'without IP_RECVERR', parameters: { recverr: 0 } }],
  explain: 'The kernel matches the error with the socket by itself: no privilege is needed, and no parsing.',
  seeAlso: ['TRACE-11', 'RAW-72'],
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
  explain:
    'sk_setsockopt() and sk_getsockopt() still know the number, so that old programs run: setting does nothing, and ' +
    'reading gives 0. What it turned off, errors for unconnected sockets, went away in 2.2 (RAW-70).',
  seeAlso: ['OPT-05'],
});
