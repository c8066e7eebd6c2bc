import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { text } from '../text.js';
import { alone } from '../topology.js';
import { udpPair } from '../udp.js';

export const msg09 = experiment({
  id: 'MSG-09',
  claim: 'MSG_EOR ends a record: the receiver gets it back in its flags.',
  texts: ['S0', 'S3'],
  topology: alone,
  parameters: { flag: c.MSG_EOR },
  async run({ h1 }, { flag }) {
    const [one, other] = h1.socketPair(c.SOCK_SEQPACKET);
    const [client, server] = udpPair(h1);
    const [stream, end] = h1.socketPair(c.SOCK_STREAM);
    const sent = [one, client, stream].map(socket => outcome(() => socket.send('record', { flags: flag })));
    const flags = [other.receive().flags, (await server.next()).flags, end.receive().flags];
    return { sent, reported: flags.map(it => (it & c.MSG_EOR) !== 0), flag };
  },
  predict: {
    question: 'A seqpacket message was sent with MSG_EOR. Does the receiver see MSG_EOR?',
    choices: ['yes', 'no'],
    answer: ({ reported }) => (reported[0] ? 'yes' : 'no'),
  },
  expect: { sent: ['ok', 'ok', 'ok'], reported: [true, false, false] },
  known: [
    {
      observe: { sent: ['ok', 'ok', 'ok'], reported: [false, false, false], flag: 0x80 },
      because: 'AF_UNIX seqpackets keep boundaries by themselves and never set MSG_EOR; SCTP does',
    },
  ],
  mutants: [{ change: 'with MSG_OOB', parameters: { flag: c.MSG_OOB } }],
  explain:
    'The flag is accepted everywhere and means something only to protocols with records longer than a message.',
});

export const msg14 = experiment({
  id: 'MSG-14',
  claim: 'MSG_MORE says that more is to come: UDP puts it all into one datagram.',
  texts: ['S3'],
  topology: alone,
  parameters: { flag: c.MSG_MORE },
  async run({ h1 }, { flag }) {
    const [client, server] = udpPair(h1);
    client.send('one ', { flags: flag });
    client.send('two');
    return { datagrams: (await server.all({}, 1)).map(({ bytes }) => text(bytes)) };
  },
  predict: {
    question: 'send("one ", MSG_MORE) and send("two"): what arrives?',
    choices: ['one datagram', 'two datagrams'],
    answer: ({ datagrams }) => (datagrams.length === 1 ? 'one datagram' : 'two datagrams'),
  },
  expect: { datagrams: ['one two'] },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain:
    'The datagram grows in the send queue until a send without the flag. UDP_CORK does the same as an option.',
  seeAlso: ['OPT-03'],
});
