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
  run({ h1 }, { flag }) {
    const [one, other] = h1.socketPair(c.SOCK_SEQPACKET);
    const [client, server] = udpPair(h1);
    const [stream, end] = h1.socketPair(c.SOCK_STREAM);
    const sent = [one, client, stream].map(socket => outcome(() => socket.send('record', { flags: flag })));
    const reported = [other, server, end].map((socket, i) =>
      sent[i] === 'ok' ? (socket.receive().flags & c.MSG_EOR) !== 0 : 'nothing came',
    );
    return { sent, reported };
  },
  predict: {
    question: 'A seqpacket message was sent with MSG_EOR. Does the receiver see MSG_EOR?',
    choices: ['yes', 'no'],
    answer: ({ reported: [seqpacket] }) => (seqpacket === true ? 'yes' : 'no'),
  },
  expect: { sent: ['ok', 'ok', 'ok'], reported: [true, false, false] },
  known: [
    {
      observe: { sent: ['ok', 'ok', 'ok'], reported: [false, false, false] },
      because: 'AF_UNIX seqpackets keep boundaries by themselves and never set MSG_EOR; SCTP does',
    },
  ],
  mutants: [{ change: 'with MSG_OOB', parameters: { flag: c.MSG_OOB } }],
  explain:
    'unix_dgram_recvmsg(), unix_stream_read_generic() and udp_recvmsg() never put it into msg_flags; senders may set it, ' +
    'for no protocol looks at flags that it does not know. It means something where a record may be longer than a message.',
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
    const datagrams = (await server.all({}, 1)).map(({ bytes }) => text(bytes));
    client.send('more', { flags: flag });
    return { datagrams, alone: outcome(() => server.receive()) };
  },
  predict: {
    question: 'A send with MSG_MORE of 4 bytes is followed by none. What does recv() of the other end give?',
    choices: ['4 bytes', 'EAGAIN: nothing was sent', 'an empty datagram'],
    answer: ({ alone }) => ({ ok: '4 bytes', EAGAIN: 'EAGAIN: nothing was sent' })[alone],
  },
  expect: { datagrams: ['one two'] },
  details: { alone: 'EAGAIN' },
  mutants: [{ change: 'without the flag', parameters: { flag: 0 } }],
  explain:
    'udp_sendmsg() appends to what is pending (up->pending) and pushes it out with the first send that has no MSG_MORE. ' +
    'It waits for that without end. UDP_CORK does the same as an option.',
  seeAlso: ['OPT-03'],
});
