import { buildPacket, decodePacket, icmp } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at, portOf } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { program } from '../needs.js';
import { outcome } from '../outcome.js';
import { icmpSocket, needs } from '../raw-sockets.js';
import { alone, pair } from '../topology.js';
import { echo } from './echo.js';

export const ping05 = experiment({
  id: 'PING-05',
  claim: 'SO_RCVBUF is set to 60 KiB, so that there is room for many replies.',
  texts: ['S2'],
  topology: alone,
  needs,
  parameters: { buffer: 60 * 1024 },
  run({ h1 }, { buffer }) {
    const socket = icmpSocket(h1);
    const before = socket.getIntOption(c.SOL_SOCKET, c.SO_RCVBUF);
    socket.setOption(c.SOL_SOCKET, c.SO_RCVBUF, buffer);
    const after = socket.getIntOption(c.SOL_SOCKET, c.SO_RCVBUF);
    return { after, more: after > before };
  },
  predict: {
    question: 'Does that make the buffer larger or smaller than it is by default?',
    choices: ['larger', 'smaller'],
    answer: ({ more }) => (more ? 'larger' : 'smaller'),
  },
  expect: { more: true },
  known: [
    {
      since: '2.6',
      observe: { after: 122_880, more: false },
      because: 'the default has grown to 212,992, and the kernel doubles what is asked for, to 122,880',
    },
  ],
  mutants: [{ change: 'with 200 KiB', parameters: { buffer: 200 * 1024 } }],
  explain:
    'sk_setsockopt() takes what was asked for, at most net.core.rmem_max, times two; a new socket has ' +
    'net.core.rmem_default, untouched. What was generous once is a limit now.',
  seeAlso: ['OPT-05'],
});

export const ping06 = experiment({
  id: 'PING-06',
  claim: 'After setuid(getuid()) the raw socket stays usable, but no new one can be opened.',
  texts: ['S2'],
  topology: alone,
  needs: [...needs, program('python3', 'python3')],
  parameters: { drop: true },
  async run({ h1 }, { drop }) {
    const script = [
      'import ctypes, errno, socket',
      's = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)',
      'libc = ctypes.CDLL(None, use_errno=True)',
      // capset(2) with no capabilities: what setuid() does to a program that is not user 0 any more.
      'header = (ctypes.c_uint32 * 2)(0x20080522, 0)',
      ...(drop ? ['assert libc.capset(header, (ctypes.c_uint32 * 6)()) == 0'] : []),
      'def outcome(call):',
      '    try: call(); return "ok"',
      '    except OSError as e: return errno.errorcode[e.errno]',
      'print(outcome(lambda: s.sendto(bytes([8, 0, 0xf7, 0xff, 0, 0, 0, 0]), ("127.0.0.1", 0))),',
      '      outcome(lambda: s.recv(100)), outcome(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)))',
    ].join('\n');
    const [send, receive, open] = (await h1.output('python3', ['-c', script])).trim().split(' ');
    return { send: send!, receive: receive!, open: open! };
  },
  predict: {
    question: 'The privilege is gone. What may the program still do?',
    choices: ['nothing', 'use the socket that it has', 'open further sockets'],
    answer: ({ send, open }) =>
      open === 'ok' ? 'open further sockets' : send === 'ok' ? 'use the socket that it has' : 'nothing',
  },
  expect: { send: 'ok', receive: 'ok', open: 'EPERM' },
  mutants: [{ change: 'without dropping anything', parameters: { drop: false } }],
  explain:
    'Capabilities are asked for when a socket is opened, and never again. So programs open first and drop then.',
  seeAlso: ['RAW-06', 'TRACE-06'],
});

export const ping15 = experiment({
  id: 'PING-15',
  claim: 'There is a ping without privilege: a datagram socket of ICMP.',
  texts: ['S2'],
  topology: pair,
  parameters: { allowed: true },
  async run({ h1 }, { allowed }) {
    const open = () => h1.socket(c.AF_INET, c.SOCK_DGRAM, c.IPPROTO_ICMP);
    const byDefault = outcome(open);
    // Group 0 is the one that a user namespace has.
    if (allowed) h1.setSysctl('net.ipv4.ping_group_range', '0 0');
    const opens = outcome(() => open().close());
    if (opens !== 'ok') return { byDefault, opens, other: 'none', beginsWith: 'none', id: 'none', seq: 0 };
    const socket = open();
    const other = outcome(() =>
      socket.send(buildPacket([icmp({ type: 'timestamp', id: 1, seq: 1 })]), { to: at('10.9.1.2') }),
    );
    socket.send(echo(4711, 5), { to: at('10.9.1.2') });
    const { bytes } = await socket.next();
    const message = decodePacket(bytes, 'icmp').find('icmp');
    const port = socket.localAddress();
    return {
      byDefault,
      opens,
      other,
      beginsWith: message?.type === 'echoreply' ? 'ICMP' : 'IP',
      id:
        message?.id === portOf(port)
          ? 'the port of the socket'
          : message?.id === 4711
            ? 'as sent'
            : 'another',
      seq: message?.seq ?? 0,
    };
  },
  predict: {
    question: 'A request is sent with identifier 4711. Which one does the kernel put in?',
    choices: ['4711', 'the port of the socket', '0'],
    answer: ({ id }) => (id === 'as sent' ? '4711' : id),
  },
  expect: { opens: 'ok', beginsWith: 'ICMP', seq: 5 },
  details: { byDefault: 'EACCES', other: 'EINVAL', id: 'the port of the socket' },
  mutants: [{ change: 'with nobody in the range of groups', parameters: { allowed: false } }],
  explain:
    'The groups in net.ipv4.ping_group_range may open it. The kernel chooses the identifier, and gives a socket the replies to it alone: ' +
    'what PING-08 has to check by hand.',
  seeAlso: ['PING-08', 'TRACE-11'],
});
