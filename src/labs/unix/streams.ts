import { writeSync } from 'node:fs';
import { constants as c, decodeInt } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { tcpPair } from '../tcp.js';
import { text } from '../text.js';
import { alone } from '../topology.js';
import { client, own, pathOf, server, signalsDuring } from './sockets.js';

export const unix02 = experiment({
  id: 'UNIX-02',
  claim: 'MSG_OOB is not supported on any type of AF_UNIX socket.',
  texts: ['S3'],
  topology: alone,
  parameters: { flag: c.MSG_OOB },
  async run({ h1 }, { flag }) {
    const send = (type: number) => outcome(() => h1.socketPair(type)[0].send('x', { flags: c.MSG_OOB }));
    const [one, other] = h1.socketPair(c.SOCK_STREAM);
    own(other);
    let urgent = '';
    let rest = '';
    let atMark = -1;
    const signals = await signalsDuring('SIGURG', () => {
      outcome(() => one.send('abX', { flags: flag }));
      const oob = outcome(() => {
        urgent = text(other.receive({ flags: c.MSG_OOB }).bytes);
      });
      if (oob !== 'ok') urgent = oob;
      rest = text(other.receive().bytes);
      const mark = new Uint8Array(4);
      atMark = outcome(() => other.ioctl(c.SIOCATMARK, mark)) === 'ok' ? decodeInt(mark) : -1;
    });
    return {
      datagram: send(c.SOCK_DGRAM),
      seqpacket: send(c.SOCK_SEQPACKET),
      stream: send(c.SOCK_STREAM),
      urgent,
      rest,
      atMark,
      signals,
    };
  },
  predict: {
    question: 'A stream sends "abX" with MSG_OOB. What does the receiver get by recv(MSG_OOB)?',
    choices: ['EOPNOTSUPP', 'X', 'abX'],
    answer: ({ stream, urgent }) => (stream === 'ok' ? urgent : stream),
  },
  expect: { stream: 'EOPNOTSUPP', datagram: 'EOPNOTSUPP', seqpacket: 'EOPNOTSUPP' },
  known: [
    {
      since: '5.15',
      observe: {
        datagram: 'EOPNOTSUPP',
        seqpacket: 'EOPNOTSUPP',
        stream: 'ok',
        urgent: 'X',
        rest: 'ab',
        atMark: 1,
        signals: 1,
      },
      because:
        'streams have one urgent byte since 5.15 (CONFIG_AF_UNIX_OOB), as TCP has; the other types still have none',
    },
  ],
  mutants: [{ change: 'without MSG_OOB', parameters: { flag: 0 } }],
  explain:
    'The last byte of a send with MSG_OOB is the urgent one: the receiver gets SIGURG, reads it with MSG_OOB out of ' +
    'order, and SIOCATMARK tells when it is at that place.',
  seeAlso: ['MSG-01', 'UNIX-19'],
});

export const unix15 = experiment({
  id: 'UNIX-15',
  claim: 'The client of the example connects and then calls sendto() with the address of the server.',
  texts: ['S3'],
  topology: alone,
  parameters: { withAddress: true },
  run({ h1 }, { withAddress }, lab) {
    const address = pathOf(lab.folder, 'server');
    server(h1, c.SOCK_STREAM, address);
    const packets = pathOf(lab.folder, 'packets');
    server(h1, c.SOCK_SEQPACKET, packets);
    const to = withAddress ? { to: address } : {};
    return {
      sendto: outcome(() => client(h1, c.SOCK_STREAM, address).send('aaa', to)),
      unconnected: outcome(() => h1.socket(c.AF_UNIX, c.SOCK_STREAM).send('aaa', { to: address })),
      seqpacket: outcome(() => client(h1, c.SOCK_SEQPACKET, packets).send('aaa', { to: packets })),
    };
  },
  predict: {
    question: 'What does sendto() with an address do on a connected stream?',
    choices: ['sends', 'EISCONN', 'EOPNOTSUPP'],
    answer: ({ sendto }) => (sendto === 'ok' ? 'sends' : sendto),
  },
  expect: { sendto: 'ok' },
  known: [
    {
      observe: { sendto: 'EISCONN', unconnected: 'EOPNOTSUPP', seqpacket: 'ok' },
      because:
        'unix_stream_sendmsg() takes no address: EISCONN when connected, EOPNOTSUPP when not; seqpackets ignore it',
    },
  ],
  mutants: [{ change: 'without the address', parameters: { withAddress: false } }],
  explain:
    'unix_stream_sendmsg() has no use for an address, and says so before it sends a byte: the printed client never sent ' +
    'anything. send(), write(), or sendto() without an address do.',
  seeAlso: ['UNIX-16'],
});

export const unix16 = experiment({
  id: 'UNIX-16',
  claim:
    'A send to a stream whose other end is closed fails with EPIPE and raises SIGPIPE; MSG_NOSIGNAL suppresses the signal.',
  texts: ['S3'],
  topology: alone,
  parameters: { close: true },
  async run({ h1 }, { close }) {
    const attempt = async (type: number, send: (fd: number, noSignal: () => void) => void) => {
      const [one, other] = h1.socketPair(type);
      if (close) other.close();
      let error = '';
      const signals = await signalsDuring('SIGPIPE', () => {
        error = outcome(() => send(one.socket.fd, () => one.send('x', { flags: c.MSG_NOSIGNAL })));
      });
      return { error, signals };
    };
    const write = (fd: number) => void writeSync(fd, 'x');
    const [one, other] = h1.socketPair(c.SOCK_STREAM);
    one.send('never read');
    other.close();
    return {
      write: await attempt(c.SOCK_STREAM, write),
      noSignal: await attempt(c.SOCK_STREAM, (_fd, noSignal) => noSignal()),
      seqpacket: await attempt(c.SOCK_SEQPACKET, write),
      closedWithUnreadData: outcome(() => one.receive()),
    };
  },
  predict: {
    question: 'A seqpacket socket writes to an end that is closed. What happens?',
    choices: ['EPIPE and SIGPIPE', 'EPIPE without a signal', 'ECONNRESET'],
    answer: ({ seqpacket: { error, signals } }) =>
      error !== 'EPIPE' ? error : signals > 0 ? 'EPIPE and SIGPIPE' : 'EPIPE without a signal',
  },
  expect: { write: { error: 'EPIPE', signals: 1 }, noSignal: { error: 'EPIPE', signals: 0 } },
  details: { seqpacket: { error: 'EPIPE', signals: 0 }, closedWithUnreadData: 'ECONNRESET' },
  mutants: [{ change: 'with the other end open', parameters: { close: false } }],
  explain:
    'unix_stream_sendmsg() sends SIGPIPE unless MSG_NOSIGNAL is set. Seqpackets go through unix_dgram_sendmsg(), which ' +
    'sends none. An end that closes with data unread resets the connection: the other reads ECONNRESET.',
  seeAlso: ['UNIX-17', 'UNIX-18', 'MSG-13'],
});

export const unix19 = experiment({
  id: 'UNIX-19',
  claim: 'The only signal that IPv4 sockets raise is SIGURG, for urgent data of TCP.',
  texts: ['S3'],
  topology: alone,
  parameters: { reset: true },
  async run({ h1 }, { reset }, lab) {
    const [one, other] = await tcpPair(h1);
    own(other);
    const urgent = await signalsDuring('SIGURG', () => one.send('!', { flags: c.MSG_OOB }));
    return {
      urgent: urgent > 0,
      pipe:
        (await signalsDuring('SIGPIPE', async () => {
          if (reset) other.close();
          // The first write after the end is answered by a RST, and what follows fails.
          await lab.until(
            () => outcome(() => writeSync(one.socket.fd, 'x')) === 'EPIPE',
            reset ? undefined : 100,
          );
        })) > 0,
    };
  },
  predict: {
    question: 'A TCP connection was reset. Does a further write raise SIGPIPE?',
    choices: ['yes', 'no'],
    answer: ({ pipe }) => (pipe ? 'yes' : 'no'),
  },
  expect: { urgent: true, pipe: false },
  known: [
    {
      observe: { urgent: true, pipe: true },
      because:
        'TCP raises SIGPIPE for a write after the connection is gone, as pipes do, and SIGIO where O_ASYNC is on',
    },
  ],
  mutants: [{ change: 'with the connection open', parameters: { reset: false } }],
  explain:
    'sk_stream_error() sends SIGPIPE for EPIPE unless MSG_NOSIGNAL is set, whatever the family of the stream.',
  seeAlso: ['UNIX-16'],
});
