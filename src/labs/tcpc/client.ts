import { writeSync, writevSync } from 'node:fs';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome, settled } from '../outcome.js';
import { tcpListener, tcpPair } from '../tcp.js';
import { text } from '../text.js';
import { alone } from '../topology.js';
import { udpPair } from '../udp.js';

export const tcpc01 = experiment({
  id: 'TCPC-01',
  claim:
    'Without a listener on port 853, the client of the example gets "connection refused", from socket().',
  texts: ['S3'],
  topology: alone,
  parameters: { listen: false },
  async run({ h1 }, { listen }) {
    const { listener, address } = tcpListener(h1);
    if (!listen) listener.close();
    let socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const opened = outcome(() => {
      socket = h1.socket(c.AF_INET, c.SOCK_STREAM);
    });
    return { socket: opened, connect: await settled(socket.connected(address)) };
  },
  predict: {
    question: 'Which call fails?',
    choices: ['socket()', 'connect()', 'none'],
    answer: ({ socket, connect }) => (socket !== 'ok' ? 'socket()' : connect !== 'ok' ? 'connect()' : 'none'),
  },
  expect: { socket: 'ECONNREFUSED' },
  known: [
    {
      observe: { socket: 'ok', connect: 'ECONNREFUSED' },
      because: 'socket() sends nothing; the RST that answers the SYN makes connect() fail',
    },
  ],
  mutants: [{ change: 'with a listener', parameters: { listen: true } }],
  explain:
    'inet_create() makes a struct sock and sends nothing. connect() sends the SYN; the RST that answers it makes ' +
    "tcp_reset() set sk_err to ECONNREFUSED. The slide's program prints the same words for both calls.",
});

export const tcpc02 = experiment({
  id: 'TCPC-02',
  claim: 'The example sends "mymessage" with write(), which is send() without flags, and the NUL behind it.',
  texts: ['S3'],
  topology: alone,
  parameters: { message: 'mymessage\0' },
  async run({ h1 }, { message }) {
    const [client, server] = await tcpPair(h1);
    client.send(message);
    const { bytes } = await server.next();
    return { bytes: bytes.length, nul: bytes.at(-1) === 0 };
  },
  predict: {
    question: 'strlen("mymessage") + 1 bytes are sent. How many arrive?',
    choices: ['9', '10'],
    answer: ({ bytes }) => String(bytes),
  },
  expect: { bytes: 10, nul: true },
  mutants: [{ change: 'without the NUL', parameters: { message: 'mymessage' } }],
  explain:
    'strlen() does not count the NUL, so the example adds one. tcp_sendmsg() takes bytes and knows of no strings: where a ' +
    'message ends is for the program to say, here by that NUL.',
});

export const tcpc03 = experiment({
  id: 'TCPC-03',
  claim: 'writev() sends several buffers with one call, in order.',
  texts: ['S0'],
  topology: alone,
  parameters: { together: true },
  async run({ h1 }, { together }) {
    const parts = ['scat', 'tered'].map(part => Buffer.from(part));
    const [one, other] = h1.socketPair(c.SOCK_SEQPACKET);
    if (together) writevSync(one.socket.fd, parts);
    else for (const part of parts) writeSync(one.socket.fd, part);
    return { messages: (await other.all({}, 1)).map(({ bytes }) => text(bytes)) };
  },
  predict: {
    question: 'A socket keeps messages apart. How many messages does one writev() of two buffers send?',
    choices: ['1', '2'],
    answer: ({ messages }) => String(messages.length),
  },
  expect: { messages: ['scattered'] },
  mutants: [{ change: 'with a write() for each buffer', parameters: { together: false } }],
  explain:
    'A socket has write_iter() alone: sock_write_iter() hands the whole list of buffers (struct iovec) to sendmsg() as one ' +
    'message, and nothing has to be copied together before. On a stream nobody could tell.',
});

export const tcpc04 = experiment({
  id: 'TCPC-04',
  claim:
    'sendmsg() and recvmsg() are the most general: what a message was comes back in its flags (MSG_TRUNC, MSG_OOB, MSG_EOR).',
  texts: ['S0'],
  topology: alone,
  parameters: { room: 16 },
  async run({ h1 }, { room }, lab) {
    const [client, server] = udpPair(h1);
    client.send(new Uint8Array(100));
    const [one, other] = await tcpPair(h1);
    one.send('!', { flags: c.MSG_OOB });
    let urgent = 0;
    // Urgent data make no socket readable: it is asked until they are there.
    await lab.until(
      () =>
        outcome(() => {
          urgent = other.receive({ flags: c.MSG_OOB }).flags;
        }) === 'ok',
    );
    const [packet, end] = h1.socketPair(c.SOCK_SEQPACKET);
    packet.send('x', { flags: c.MSG_EOR });
    return {
      truncated: ((await server.next({ size: room })).flags & c.MSG_TRUNC) !== 0,
      urgent: (urgent & c.MSG_OOB) !== 0,
      endOfRecord: (end.receive().flags & c.MSG_EOR) !== 0,
    };
  },
  predict: {
    question: 'Which of the three flags does this kernel never report for AF_UNIX?',
    choices: ['MSG_TRUNC', 'MSG_OOB', 'MSG_EOR'],
    answer: ({ endOfRecord }) => (endOfRecord ? undefined : 'MSG_EOR'),
  },
  expect: { truncated: true, urgent: true },
  details: { endOfRecord: false },
  mutants: [{ change: 'with room for the whole datagram', parameters: { room: 112 } }],
  explain:
    'msg_flags is written by the kernel alone; what was passed in as flags does not come back by itself.',
  seeAlso: ['MSG-07', 'MSG-09'],
});
