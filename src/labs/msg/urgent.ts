import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { tcpPair } from '../tcp.js';
import { text } from '../text.js';
import { alone } from '../topology.js';
import { udpPair } from '../udp.js';

export const msg01 = experiment({
  id: 'MSG-01',
  claim: 'MSG_OOB sends and receives urgent data; only TCP has them.',
  texts: ['S3'],
  topology: alone,
  parameters: { flag: c.MSG_OOB },
  async run({ h1 }, { flag }) {
    const [one, other] = await tcpPair(h1);
    one.send('abX', { flags: flag });
    const ordinary = text((await other.next()).bytes);
    let urgent = '';
    const read = outcome(() => {
      urgent = text(other.receive({ flags: c.MSG_OOB }).bytes);
    });
    const [inlineOne, inlineOther] = await tcpPair(h1);
    inlineOther.setOption(c.SOL_SOCKET, c.SO_OOBINLINE, 1);
    inlineOne.send('abX', { flags: flag });
    const inline: string[] = [];
    while (inline.join('').length < 3) inline.push(text((await inlineOther.next()).bytes));
    const [udp] = udpPair(h1);
    return {
      ordinary,
      urgent: read === 'ok' ? urgent : read,
      inline,
      udp: outcome(() => udp.send('x', { flags: c.MSG_OOB })),
    };
  },
  predict: {
    question: 'TCP sends "abX" with MSG_OOB. What does an ordinary receive get?',
    choices: ['abX', 'ab', 'X'],
    answer: ({ ordinary }) => ordinary,
  },
  expect: { ordinary: 'ab', urgent: 'X', udp: 'EOPNOTSUPP' },
  details: { inline: ['ab', 'X'] },
  mutants: [{ change: 'without MSG_OOB', parameters: { flag: 0 } }],
  explain:
    'TCP has an urgent pointer, not a second channel: the kernel takes the last byte of the send out of the stream, and ' +
    'with SO_OOBINLINE leaves it there, a read stopping before it.',
  seeAlso: ['UNIX-02'],
});
