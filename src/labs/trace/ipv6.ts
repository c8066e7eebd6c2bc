import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { passOnly } from '../icmp6-filter.js';
import { needs, rawSocket6 } from '../raw-sockets.js';
import { routed } from '../topology.js';

export const trace07 = experiment({
  id: 'TRACE-07',
  claim: 'For IPv6: IPV6_UNICAST_HOPS, and a filter that lets "time exceeded" and "unreachable" through.',
  texts: ['S2'],
  topology: routed,
  needs,
  parameters: { pass: [1, 3] },
  async run({ h1 }, { pass }) {
    const listener = rawSocket6(h1, c.IPPROTO_ICMPV6);
    listener.setOption(c.SOL_ICMPV6, c.ICMP6_FILTER, passOnly(...pass));
    const hops: string[] = [];
    for (let ttl = 1; ttl <= 3; ttl++) {
      const socket = h1.socket(c.AF_INET6, c.SOCK_DGRAM);
      socket.setOption(c.SOL_IPV6, c.IPV6_UNICAST_HOPS, ttl);
      socket.send(new Uint8Array(24), { to: at('fd09:3::2', 33_434 + ttl) });
      const answer = await listener.awaited();
      hops.push(answer === undefined ? 'nothing' : `${answer.bytes[0]}/${answer.bytes[1]}`);
    }
    return { hops };
  },
  predict: {
    question: 'Which type and code does an IPv6 destination answer for a closed port?',
    choices: ['1/4', '3/3', '3/0'],
    answer: ({ hops }) => hops[2],
  },
  expect: { hops: ['3/0', '3/0', '1/4'] },
  mutants: [{ change: 'letting "time exceeded" through alone', parameters: { pass: [3] } }],
  explain:
    'ICMPv6 (RFC 4443) has numbers of its own: 1 is unreachable, of which code 4 is the port, and 3 time exceeded. ' +
    'Everything below 128 is an error, and the bit that ICMP6_FILTER has for each type is set to keep it out.',
  seeAlso: ['RAW6-05', 'TRACE-01'],
});
