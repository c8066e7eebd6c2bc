import { constants as c } from '../../socket/index.js';
import { whenAsleep } from '../asleep.js';
import { experiment } from '../experiment.js';
import { program } from '../needs.js';
import { outcome } from '../outcome.js';
import { queuedError } from '../queued-error.js';
import { text } from '../text.js';
import { alone } from '../topology.js';
import { udpPair, udpServer } from '../udp.js';

export const msg02 = experiment({
  id: 'MSG-02',
  claim: 'MSG_PEEK returns data without taking them out of the queue.',
  texts: ['S0', 'S3'],
  topology: alone,
  parameters: { flag: c.MSG_PEEK },
  async run({ h1 }, { flag }) {
    const [client, server] = udpPair(h1);
    client.send('once');
    return {
      first: text((await server.next({ flags: flag })).bytes),
      second: outcome(() => server.receive()),
      third: outcome(() => server.receive()),
    };
  },
  predict: {
    question: 'A datagram was read with MSG_PEEK. What does the next receive get?',
    choices: ['the same datagram', 'EAGAIN'],
    answer: ({ second }) => (second === 'ok' ? 'the same datagram' : second),
  },
  expect: { first: 'once', second: 'ok', third: 'EAGAIN' },
  mutants: [{ change: 'without MSG_PEEK', parameters: { flag: 0 } }],
  explain:
    'The message is copied and stays at the head of the queue. SO_PEEK_OFF lets a peek go on behind the last one.',
});

export const msg03 = experiment({
  id: 'MSG-03',
  claim: 'MSG_WAITALL waits until all that was asked for is there.',
  texts: ['S0', 'S3'],
  topology: alone,
  parameters: { flag: c.MSG_WAITALL },
  async run({ h1 }, { flag }) {
    // A receive that waits would stop all hosts, which are in this process; python3 waits in one of its own.
    const program = [
      ...whenAsleep,
      'import socket, sys',
      'a, b = socket.socketpair()',
      'a.send(b"one")',
      'when_asleep(lambda pid: a.send(b"two"))',
      'print(len(b.recv(6, int(sys.argv[1]))))',
    ].join('\n');
    const stream = Number(await h1.output('python3', ['-c', program, String(flag)]));
    const [client, server] = udpPair(h1);
    client.send('three');
    return { stream, datagram: (await server.next({ flags: flag, size: 96 })).length };
  },
  predict: {
    question:
      'Six bytes are asked for, three are there and three come later. How many does recv(MSG_WAITALL) return?',
    choices: ['3', '6'],
    answer: ({ stream }) => String(stream),
  },
  expect: { stream: 6 },
  details: { datagram: 5 },
  needs: [program('python3', 'python3')],
  mutants: [{ change: 'without MSG_WAITALL', parameters: { flag: 0 } }],
  explain:
    'The receive of a stream loops until the buffer is full, the end, an error or a signal. For datagrams it means nothing: ' +
    'a message is all there is.',
});

export const msg04 = experiment({
  id: 'MSG-04',
  claim: 'MSG_DONTWAIT makes a single call non-blocking: EAGAIN where it would wait.',
  texts: ['S3'],
  topology: alone,
  parameters: { flag: c.MSG_DONTWAIT },
  async run({ h1 }, { flag }) {
    // Every receive of the lab's own sockets has the flag, so that nothing stops all hosts.
    const script = [
      ...whenAsleep,
      'import errno, fcntl, socket, sys',
      'a, b = socket.socketpair()',
      'when_asleep(lambda pid: a.send(b"late"))',
      'try: outcome = b.recv(4, int(sys.argv[1])).decode()',
      'except OSError as error: outcome = errno.errorcode[error.errno]',
      'print(outcome, "non-blocking" if fcntl.fcntl(b, fcntl.F_GETFL) & os.O_NONBLOCK else "blocking")',
    ].join('\n');
    const [receive, socket] = (await h1.output('python3', ['-c', script, String(flag)])).trim().split(' ');
    return { receive: receive!, socketAfterwards: socket! };
  },
  predict: {
    question: 'recv(MSG_DONTWAIT) found nothing. Does the next recv(), without the flag, wait?',
    choices: ['yes', 'no: the socket is non-blocking now'],
    answer: ({ socketAfterwards }) =>
      socketAfterwards === 'blocking' ? 'yes' : 'no: the socket is non-blocking now',
  },
  expect: { receive: 'EAGAIN', socketAfterwards: 'blocking' },
  needs: [program('python3', 'python3')],
  mutants: [{ change: 'without the flag, and with somebody who sends meanwhile', parameters: { flag: 0 } }],
  explain:
    'The flag goes with the call and ends with it; O_NONBLOCK (FIONBIO) is of the open file and stays. Either makes ' +
    'sock_rcvtimeo() say 0, so that the receive returns −EAGAIN at once. EWOULDBLOCK is the same number on Linux.',
});

export const msg12 = experiment({
  id: 'MSG-12',
  claim: 'MSG_ERRQUEUE reads the queue of errors; EAGAIN when it is empty.',
  texts: ['S3'],
  topology: alone,
  parameters: { recverr: 1 },
  async run({ h1 }, { recverr }, lab) {
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    udp.setOption(c.SOL_IP, c.IP_RECVERR, recverr);
    const empty = outcome(() => udp.receive({ flags: c.MSG_ERRQUEUE }));
    const closed = udpServer(h1);
    closed.socket.close();
    udp.send('first', { to: closed.address });
    let payload = 'none';
    const isThere = () => {
      const found = queuedError(udp);
      payload = found?.data ?? 'none';
      return found !== undefined;
    };
    await lab.until(isThere, recverr === 1 ? undefined : 100);
    return { empty, payload, number: c.MSG_ERRQUEUE };
  },
  predict: {
    question: 'A datagram came back as "port unreachable". What is the payload of the error message?',
    choices: ['none', 'what was sent', 'the ICMP message'],
    answer: ({ payload }) => (payload === 'first' ? 'what was sent' : 'none'),
  },
  expect: { empty: 'EAGAIN', payload: 'first', number: 0x2000 },
  mutants: [{ change: 'without IP_RECVERR', parameters: { recverr: 0 } }],
  explain:
    'With IP_RECVERR errors wait in a queue of their own, with what was sent, and struct sock_extended_err beside it.',
  seeAlso: ['RAW-72', 'OPT-06'],
});
