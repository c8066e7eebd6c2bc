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
    const connect = outcome(() => sender.connect(to));
    const without = outcome(() => sender.send('all', { to }));
    sender.setOption(c.SOL_SOCKET, c.SO_BROADCAST, 1);
    const withOption = outcome(() => sender.send('all', { to }));
    return { without, connect, with: withOption, received: (await receiver.all({}, 1)).length };
  },
  predict: {
    question: 'Which call of a UDP socket is refused without the option, if the address is 10.9.1.255?',
    choices: ['connect() and sendto()', 'sendto() alone', 'none: the packet is dropped on its way'],
    answer: ({ connect, without }) =>
      connect !== 'ok'
        ? 'connect() and sendto()'
        : without !== 'ok'
          ? 'sendto() alone'
          : 'none: the packet is dropped on its way',
  },
  expect: { without: 'EACCES', with: 'ok', received: 1 },
  details: { connect: 'EACCES' },
  mutants: [{ change: 'with SO_BROADCAST from the start', parameters: { allowed: 1 } }],
  explain:
    'The route to the address is of type broadcast (RTCF_BROADCAST), and both __ip4_datagram_connect() and udp_sendmsg() ' +
    'answer EACCES for such a route without SOCK_BROADCAST: a guard against accidents.',
  seeAlso: ['RAW-41'],
});
