import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { pair } from '../topology.js';

export const bcast01 = experiment({
  id: 'BCAST-01',
  claim: 'A UDP socket may send to a broadcast address only with SO_BROADCAST.',
  texts: ['S2'],
  topology: pair,
  parameters: { allowed: 0 },
  async run({ h1, h2 }, { allowed }) {
    const receiver = h2.socket(c.AF_INET, c.SOCK_DGRAM);
    receiver.bind(at('0.0.0.0', 5000));
    const sender = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const to = at('10.9.1.255', 5000);
    sender.setOption(c.SOL_SOCKET, c.SO_BROADCAST, allowed);
    const without = outcome(() => sender.send('all', { to }));
    sender.setOption(c.SOL_SOCKET, c.SO_BROADCAST, 1);
    const withOption = outcome(() => sender.send('all', { to }));
    return { without, with: withOption, received: (await receiver.all({}, 1)).length };
  },
  predict: {
    question: 'What does a send to 10.9.1.255 fail with, without the option?',
    choices: ['EPERM', 'EACCES', 'ENETUNREACH'],
    answer: ({ without }) => without,
  },
  expect: { without: 'EACCES', with: 'ok', received: 1 },
  mutants: [{ change: 'with SO_BROADCAST from the start', parameters: { allowed: 1 } }],
  explain:
    'The route to the address is of type broadcast, and udp_sendmsg() refuses it without SOCK_BROADCAST: a guard against accidents.',
  seeAlso: ['RAW-41'],
});
