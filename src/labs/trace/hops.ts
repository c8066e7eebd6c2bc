import { experiment } from '../experiment.js';
import { icmpSocket, needs } from '../raw-sockets.js';
import { routed } from '../topology.js';
import { udpServer } from '../udp.js';
import { probe } from './probing.js';

export const trace01 = experiment({
  id: 'TRACE-01',
  claim:
    'UDP probes with a rising TTL: each router answers "time exceeded" (11/0), the destination "port unreachable" (3/3).',
  texts: ['S0', 'S2'],
  topology: routed,
  needs,
  parameters: { open: false },
  async run({ h1, h2 }, { open }) {
    if (open) udpServer(h2, '10.9.3.2', 33_437);
    const listener = icmpSocket(h1);
    const hops: string[] = [];
    for (let ttl = 1; ttl <= 3; ttl++) hops.push(await probe(h1, listener, ttl, '10.9.3.2', 33_434 + ttl));
    return { hops };
  },
  predict: {
    question: 'Who answers the probe with TTL 2?',
    choices: ['the first router', 'the second router', 'the destination'],
    answer: ({ hops }) =>
      ({ '11/0 from 10.9.1.2': 'the first router', '11/0 from 10.9.2.2': 'the second router' })[
        hops[1] ?? ''
      ] ?? 'the destination',
  },
  expect: { hops: ['11/0 from 10.9.1.2', '11/0 from 10.9.2.2', '3/3 from 10.9.3.2'] },
  mutants: [{ change: 'with somebody at that port', parameters: { open: true } }],
  explain:
    "A router that counts the TTL down to 0 drops the packet and says so. The trick is Van Jacobson's; nothing in IP was made for it.",
  seeAlso: ['TRACE-05', 'TRACE-11'],
});

export const trace05 = experiment({
  id: 'TRACE-05',
  claim: '"Port unreachable" ends the trace: the destination is reached.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { to: '10.9.3.2' },
  async run({ h1 }, { to }) {
    const listener = icmpSocket(h1);
    let ttl = 0;
    let answer = '';
    while (ttl < 6 && !answer.startsWith('3/3')) answer = await probe(h1, listener, ++ttl, to, 33_434 + ttl);
    return { hops: ttl, last: answer };
  },
  predict: {
    question: 'Two routers are on the way. At which TTL does the trace end?',
    choices: ['2', '3', '30'],
    answer: ({ hops }) => String(hops),
  },
  expect: { hops: 3, last: '3/3 from 10.9.3.2' },
  mutants: [{ change: 'to the second router', parameters: { to: '10.9.2.2' } }],
  explain:
    'ip_forward() never looks behind the IP header. "Port unreachable" comes from __udp4_lib_rcv() of a host that took ' +
    'the datagram in for itself, and found no socket for it: so whoever says it is the destination.',
  seeAlso: ['TRACE-01'],
});
