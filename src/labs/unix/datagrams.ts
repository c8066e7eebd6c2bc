import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { constants as c } from '../../socket/index.js';
import { UnixAddress } from '../../unix/address.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { alone } from '../topology.js';
import { abstract, client, pathOf, server, signalsDuring, types } from './sockets.js';

export const unix06 = experiment({
  id: 'UNIX-06',
  claim:
    'A datagram that is sent without bind() comes from nobody: unlike UDP, AF_UNIX does not choose an address.',
  texts: ['S3'],
  topology: alone,
  parameters: { passcred: false },
  run({ h1 }, { passcred }) {
    const to = abstract('server');
    const receiver = server(h1, c.SOCK_DGRAM, to);
    const sender = h1.socket(c.AF_UNIX, c.SOCK_DGRAM);
    if (passcred) sender.setOption(c.SOL_SOCKET, c.SO_PASSCRED, 1);
    sender.send('question', { to });
    const { from } = receiver.receive();
    const udp = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    udp.send('question', { to: at('127.0.0.1', 9) });
    return {
      sender: UnixAddress.decode(from).kind,
      answered: outcome(() =>
        receiver.send('answer', from.length === 0 ? { to: UnixAddress.unnamed.encode() } : { to: from }),
      ),
      udpGotAPort: udp.localAddress()[2] !== 0 || udp.localAddress()[3] !== 0,
    };
  },
  predict: {
    question: 'Which address does the receiver see?',
    choices: ['none', 'an abstract name that the kernel chose'],
    answer: ({ sender }) => (sender === 'unnamed' ? 'none' : 'an abstract name that the kernel chose'),
  },
  expect: { sender: 'unnamed', answered: 'EINVAL', udpGotAPort: true },
  mutants: [
    { change: 'with SO_PASSCRED, which makes the kernel choose a name', parameters: { passcred: true } },
  ],
  explain:
    'unix_dgram_sendmsg() binds automatically only where credentials are passed, for whoever gets them may want to ' +
    'answer. bind() with the family alone chooses a name of five hexadecimal digits.',
  seeAlso: ['UNIX-11', 'UNIX-13'],
});

export const unix17 = experiment({
  id: 'UNIX-17',
  claim: 'A datagram to a socket that is gone raises no SIGPIPE: it is "connection refused".',
  texts: ['S3'],
  topology: alone,
  parameters: { close: true },
  async run({ h1 }, { close }, lab) {
    const address = pathOf(lab.folder, 'server');
    const receiver = server(h1, c.SOCK_DGRAM, address);
    const sender = client(h1, c.SOCK_DGRAM, address);
    const unconnected = h1.socket(c.AF_UNIX, c.SOCK_DGRAM);
    if (close) receiver.close();
    let first = '';
    let second = '';
    const signals = await signalsDuring('SIGPIPE', () => {
      first = outcome(() => sender.send('one'));
      second = outcome(() => sender.send('two'));
    });
    const stale = outcome(() => unconnected.send('three', { to: address }));
    if (existsSync(join(lab.folder, 'server'))) unlinkSync(join(lab.folder, 'server'));
    return {
      first,
      second,
      signals,
      stale,
      unlinked: outcome(() => unconnected.send('four', { to: address })),
    };
  },
  predict: {
    question: 'The first send fails with ECONNREFUSED. The second?',
    choices: ['ECONNREFUSED again', 'ENOTCONN', 'EPIPE'],
    answer: ({ second }) => (second === 'ECONNREFUSED' ? 'ECONNREFUSED again' : second),
  },
  expect: { first: 'ECONNREFUSED', signals: 0 },
  details: { second: 'ENOTCONN', stale: 'ECONNREFUSED', unlinked: 'ENOENT' },
  mutants: [{ change: 'with the receiver alive', parameters: { close: false } }],
  explain:
    'The first failure drops the association with the dead peer, and so the second finds no destination. Datagram ' +
    'sockets report errors and raise no signal.',
  seeAlso: ['UNIX-16'],
});

export const unix20 = experiment({
  id: 'UNIX-20',
  claim:
    'A datagram client that connects to a stream server gets EPROTOTYPE, "protocol wrong type for socket".',
  texts: ['S3'],
  topology: alone,
  parameters: { type: c.SOCK_STREAM },
  run({ h1 }, { type }, lab) {
    const serve = (kind: keyof typeof types) => {
      server(h1, types[kind], pathOf(lab.folder, kind));
      return pathOf(lab.folder, kind);
    };
    const address = pathOf(lab.folder, 'server');
    server(h1, type, address);
    const datagram = serve('datagram');
    const stream = serve('stream');
    return {
      connect: outcome(() => client(h1, c.SOCK_DGRAM, address)),
      send: outcome(() => h1.socket(c.AF_UNIX, c.SOCK_DGRAM).send('x', { to: address })),
      streamToDatagram: outcome(() => client(h1, c.SOCK_STREAM, datagram)),
      seqpacketToStream: outcome(() => client(h1, c.SOCK_SEQPACKET, stream)),
    };
  },
  predict: {
    question: 'And the other way round: what does a stream client get that connects to a datagram server?',
    choices: ['ECONNREFUSED', 'EPROTOTYPE', 'EOPNOTSUPP'],
    answer: ({ streamToDatagram }) => streamToDatagram,
  },
  expect: { connect: 'EPROTOTYPE', send: 'EPROTOTYPE' },
  details: { streamToDatagram: 'EPROTOTYPE', seqpacketToStream: 'EPROTOTYPE' },
  mutants: [{ change: 'with a datagram server', parameters: { type: c.SOCK_DGRAM } }],
  explain:
    'unix_find_bsd() finds the socket behind the file and then compares types. Abstract names have the type in their ' +
    'hash, so that another type is just not found: ECONNREFUSED.',
  seeAlso: ['UNIX-11'],
});

export const unix23 = experiment({
  id: 'UNIX-23',
  claim: 'A datagram socket queues net.unix.max_dgram_qlen unread datagrams and one more.',
  texts: ['S3'],
  topology: alone,
  parameters: { limit: 10, mutual: false },
  run({ h1 }, { limit, mutual }) {
    h1.setSysctl('net.unix.max_dgram_qlen', limit);
    const receiver = server(h1, c.SOCK_DGRAM, abstract('server'));
    const sender = server(h1, c.SOCK_DGRAM, abstract('client'));
    sender.connect(abstract('server'));
    if (mutual) receiver.connect(abstract('client'));
    let queued = 0;
    let refusal = 'none';
    for (; queued < 100; queued++) {
      refusal = outcome(() => sender.send('x'));
      if (refusal !== 'ok') break;
    }
    receiver.receive();
    return { queued, refusal, afterOneIsRead: outcome(() => sender.send('x')) };
  },
  predict: {
    question: 'The limit is 10. How many datagrams can be sent before EAGAIN?',
    choices: ['9', '10', '11'],
    answer: ({ queued }) => String(queued),
  },
  expect: { queued: 11, refusal: 'EAGAIN', afterOneIsRead: 'ok' },
  mutants: [
    { change: 'with a limit of 3', parameters: { limit: 3 } },
    { change: 'with two sockets that are connected to each other', parameters: { mutual: true } },
  ],
  explain:
    'unix_recvq_full() is true when there are more than max_ack_backlog datagrams, so one more than the sysctl goes in. ' +
    'The value is taken over when the socket is made. Two sockets that are connected to each other have no such limit.',
});
