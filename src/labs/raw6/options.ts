import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { passOnly } from '../icmp6-filter.js';
import { outcome } from '../outcome.js';
import { needs, rawSocket6 } from '../raw-sockets.js';
import { alone, pair } from '../topology.js';

export const raw605 = experiment({
  id: 'RAW6-05',
  claim: 'ICMP6_FILTER, set at level IPPROTO_IPV6, lets only echo replies through.',
  texts: ['S2'],
  topology: pair,
  needs,
  parameters: { level: c.SOL_IPV6 },
  async run({ h1 }, { level }) {
    const socket = rawSocket6(h1, c.IPPROTO_ICMPV6);
    const set = outcome(() => socket.setOption(level, c.ICMP6_FILTER, passOnly(129)));
    const filter = socket.getOption(c.SOL_ICMPV6, c.ICMP6_FILTER, 32);
    return {
      set,
      filter: filter.every(byte => byte === 0) ? 'lets everything through' : 'lets some through',
      right: outcome(() => socket.setOption(c.SOL_ICMPV6, c.ICMP6_FILTER, passOnly(129))),
    };
  },
  predict: {
    question: 'What does setsockopt(fd, IPPROTO_IPV6, ICMP6_FILTER) do?',
    choices: ['sets the filter', 'EINVAL', 'ENOPROTOOPT'],
    answer: ({ set }) => (set === 'ok' ? 'sets the filter' : set),
  },
  expect: { set: 'ok', filter: 'lets some through' },
  known: [
    {
      observe: { set: 'EINVAL', filter: 'lets everything through', right: 'ok' },
      because:
        'the level is IPPROTO_ICMPV6; option 1 of IPPROTO_IPV6 is IPV6_ADDRFORM, and the example ignores the error',
    },
  ],
  mutants: [{ change: 'at level IPPROTO_ICMPV6', parameters: { level: c.SOL_ICMPV6 } }],
  explain:
    'The same number means another thing at each level. A program that does not look at the result filters nothing and never knows.',
  seeAlso: ['RAW-80', 'PING-10'],
});

export const raw606 = experiment({
  id: 'RAW6-06',
  claim: 'Where IPV6_RECVHOPLIMIT is missing (RFC 2292), IPV6_HOPLIMIT is set in its place.',
  texts: ['S2'],
  topology: alone,
  needs,
  parameters: { option: c.IPV6_HOPLIMIT },
  run({ h1 }, { option }) {
    const socket = rawSocket6(h1, c.IPPROTO_ICMPV6);
    return {
      hopLimit: outcome(() => socket.setOption(c.SOL_IPV6, option, 1)),
      of2292: outcome(() => socket.setOption(c.SOL_IPV6, 8, 1)),
    };
  },
  predict: {
    question: 'Can IPV6_HOPLIMIT be set today?',
    choices: ['yes', 'no: ENOPROTOOPT', 'no: EINVAL'],
    answer: ({ hopLimit }) => (hopLimit === 'ok' ? 'yes' : `no: ${hopLimit}`),
  },
  expect: { hopLimit: 'ok' },
  known: [
    {
      since: '2.6.14',
      observe: { hopLimit: 'ENOPROTOOPT', of2292: 'ok' },
      because:
        'with RFC 3542 the name got the number 52, which only control messages have; the old number 8 is IPV6_2292HOPLIMIT',
    },
  ],
  mutants: [{ change: 'with IPV6_RECVHOPLIMIT', parameters: { option: c.IPV6_RECVHOPLIMIT } }],
  explain:
    'RFC 3542 split each option of RFC 2292 in two: IPV6_RECVHOPLIMIT is set to ask, IPV6_HOPLIMIT is the type of what ' +
    'comes. do_ipv6_setsockopt() has the first and, for programs compiled against the older RFC, IPV6_2292HOPLIMIT.',
  seeAlso: ['RAW6-02'],
});
