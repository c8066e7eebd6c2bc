import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { text } from '../text.js';
import { alone } from '../topology.js';
import { udpPair } from '../udp.js';

export const opt03 = experiment({
  id: 'OPT-03',
  claim: 'UDP_CORK gathers what is sent into one datagram until it is turned off.',
  texts: ['S3'],
  topology: alone,
  parameters: { cork: 1 },
  async run({ h1 }, { cork }) {
    const [client, server] = udpPair(h1);
    client.setOption(c.SOL_UDP, c.UDP_CORK, cork);
    client.send('one ');
    client.send('two');
    const before = (await server.all()).length;
    client.setOption(c.SOL_UDP, c.UDP_CORK, 0);
    return { before, after: (await server.all({}, 1)).map(({ bytes }) => text(bytes)) };
  },
  predict: {
    question: 'With UDP_CORK two sends are made. What has arrived before the option is turned off?',
    choices: ['nothing', 'one datagram', 'two datagrams'],
    answer: ({ before }) => ['nothing', 'one datagram', 'two datagrams'][before],
  },
  expect: { before: 0, after: ['one two'] },
  mutants: [{ change: 'without UDP_CORK', parameters: { cork: 0 } }],
  explain:
    'The option sets the flag UDP_FLAGS_CORK, which udp_sendmsg() takes together with MSG_MORE of a single send: while ' +
    'either holds it appends, and udp_push_pending_frames() sends when the option is cleared.',
  seeAlso: ['MSG-14'],
});
