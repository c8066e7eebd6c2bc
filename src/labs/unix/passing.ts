import { closeSync, fstatSync, openSync } from 'node:fs';
import { constants as c } from '../../socket/index.js';
import { decodeCredentials } from '../../unix/credentials.js';
import { experiment } from '../experiment.js';
import type { LabSocket } from '../lab-socket.js';
import { outcome } from '../outcome.js';
import type { Received } from '../recorded-socket.js';
import { alone } from '../topology.js';
import { abstract, client, procRows, rights, server } from './sockets.js';

export const unix12 = experiment({
  id: 'UNIX-12',
  claim: 'SCM_RIGHTS passes an open descriptor to another process.',
  texts: ['S3'],
  topology: alone,
  parameters: { pass: true },
  run({ h1 }, { pass }) {
    const [one, other] = h1.socketPair(c.SOCK_STREAM);
    const file = openSync('/proc/self/status', 'r');
    try {
      one.send('x', pass ? { control: [rights(file)] } : {});
      const [received] = other.claimDescriptors();
      const same =
        received !== undefined && received.fd !== file && fstatSync(received.fd).ino === fstatSync(file).ino;
      received?.close();
      const many = (count: number) =>
        outcome(() => one.send('x', { control: [rights(...Array(count).fill(file))] }));
      const results = {
        most: many(253),
        more: many(254),
        bad: outcome(() => one.send('x', { control: [rights(99_999)] })),
      };
      const { flags } = other.receive({ controlSize: 16 });
      return {
        received: same ? 'another number for the same file' : 'nothing',
        ...results,
        cutOff: (flags & c.MSG_CTRUNC) !== 0,
      };
    } finally {
      closeSync(file);
    }
  },
  predict: {
    question: 'How many descriptors may a message carry?',
    choices: ['253', '254', 'any number'],
    answer: ({ most, more }) => (more === 'ok' ? 'any number' : most === 'ok' ? '253' : undefined),
  },
  expect: { received: 'another number for the same file' },
  details: { most: 'ok', more: 'EINVAL', bad: 'EBADF', cutOff: true },
  mutants: [{ change: 'without the descriptor', parameters: { pass: false } }],
  explain:
    'The kernel takes a reference to the open file, not a number; the receiver gets a new number for it. SCM_MAX_FD is ' +
    '253. A control buffer that is too small loses descriptors, and MSG_CTRUNC says so.',
  seeAlso: ['UNIX-13'],
});

/** The credentials that came with a message, in words. */
function credentialsOf({ control }: Received): string {
  const found = control.find(({ level, type }) => level === c.SOL_SOCKET && type === c.SCM_CREDENTIALS);
  if (found === undefined) return 'none';
  const { pid, uid, gid } = decodeCredentials(found.data);
  if (pid === process.pid && uid === process.getuid!()) return "the sender's";
  return pid === 0 && uid === 65_534 && gid === 65_534 ? 'nobody' : `${pid} ${uid} ${gid}`;
}

export const unix13 = experiment({
  id: 'UNIX-13',
  claim: 'SCM_CREDENTIALS carries process, user and group; the receiver must set SO_PASSCRED.',
  texts: ['S3'],
  topology: alone,
  parameters: { passcred: true },
  run({ h1 }, { passcred }) {
    const pass = (prepare: (receiver: LabSocket) => void) => {
      const [one, other] = h1.socketPair(c.SOCK_DGRAM);
      prepare(other);
      one.send('x');
      return [one, other] as const;
    };
    const enable = (socket: LabSocket) => socket.setOption(c.SOL_SOCKET, c.SO_PASSCRED, 1);
    const [, without] = pass(() => {});
    const [sender, receiver] = pass(socket => {
      if (passcred) enable(socket);
    });
    const [, late] = pass(() => {});
    enable(late);
    const peer = decodeCredentials(sender.getOption(c.SOL_SOCKET, c.SO_PEERCRED, 12));
    return {
      without: credentialsOf(without.receive()),
      with: credentialsOf(receiver.receive()),
      optionAfterTheSend: credentialsOf(late.receive()),
      peercred: peer.pid === process.pid ? 'this process' : `process ${peer.pid}`,
    };
  },
  predict: {
    question: 'The receiver sets SO_PASSCRED after the message was sent. Which credentials come with it?',
    choices: ['none', "the sender's", 'nobody'],
    answer: ({ optionAfterTheSend }) => optionAfterTheSend,
  },
  expect: { without: 'none', with: "the sender's" },
  details: { optionAfterTheSend: 'nobody', peercred: 'this process' },
  mutants: [{ change: 'without SO_PASSCRED', parameters: { passcred: false } }],
  explain:
    'The kernel attaches credentials when either end wants them at the time of the send; a message from before has none, ' +
    'and the overflow ids stand in. A process may name another only with a capability, and only one that exists.',
  seeAlso: ['UNIX-12', 'UNIX-14'],
});

export const unix07 = experiment({
  id: 'UNIX-07',
  claim: 'netstat -ax marks a socket that waits for connections with [ ACC ], for its flag SO_ACCEPTON.',
  texts: ['S3'],
  topology: alone,
  parameters: { listen: true },
  run({ h1 }, { listen }) {
    const name = abstract('listener');
    if (listen) server(h1, c.SOCK_STREAM, name);
    else h1.socket(c.AF_UNIX, c.SOCK_STREAM).bind(name);
    server(h1, c.SOCK_DGRAM, abstract('datagrams'));
    const flagsOf = (path: string) => procRows(h1).find(row => row.path === path)?.flags ?? 'none';
    // Before anybody connects: the socket for a connection has the listener's name too.
    const flags = { listener: flagsOf('@listener'), datagrams: flagsOf('@datagrams') };
    return { ...flags, connected: outcome(() => client(h1, c.SOCK_STREAM, name)) };
  },
  predict: {
    question: 'Which flag in /proc/net/unix says that a socket waits for connections?',
    choices: ['00000001', '00010000', '80000000'],
    answer: ({ listener }) => listener,
  },
  expect: { listener: '00010000', datagrams: '00000000' },
  details: { connected: 'ok' },
  mutants: [{ change: 'without listen()', parameters: { listen: false } }],
  explain:
    'netstat, lsof and ss read it from the column Flags: __SO_ACCEPTCON, 1 << 16. The lecture writes SO_ACCEPTON; the ' +
    'option of that purpose is SO_ACCEPTCON.',
  seeAlso: ['UNIX-08', 'TIP-02'],
});
