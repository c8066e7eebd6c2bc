import { constants as system } from 'node:os';
import { decodeSocketAddress, encodeSocketAddress } from '../../netlink/socket-address.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { alone } from '../topology.js';
import { errorIn, plainMessage, toKernel, typesIn } from './netlink-message.js';

const RTM_GETLINK = 18;
const RTM_NEWLINK = 16;
const RTMGRP_LINK = 1;

export const nl12 = experiment({
  id: 'NL-12',
  claim: 'A reader that is too slow loses messages, and is told so once, by ENOBUFS.',
  texts: ['S3'],
  topology: alone,
  parameters: { changes: 200 },
  async run({ h1 }, { changes }) {
    const monitor = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_ROUTE);
    monitor.setOption(c.SOL_SOCKET, c.SO_RCVBUF, 4096);
    monitor.bind(encodeSocketAddress({ port: 0, groups: RTMGRP_LINK }));
    for (let i = 0; i < changes; i++) await h1.rtnetlink.links.set({ dev: 'lo', mtu: 1500 + (i % 2) });
    const { port } = decodeSocketAddress(monitor.localAddress());
    const row = h1
      .read('/proc/net/netlink')
      .split('\n')
      .map(line => line.trim().split(/\s+/))
      .find(columns => columns[2] === String(port));
    const results = { first: outcome(() => monitor.receive()), second: outcome(() => monitor.receive()) };
    await monitor.all();
    await h1.rtnetlink.links.set({ dev: 'lo', mtu: 1400 });
    return {
      ...results,
      drops: Number(row?.[8]) > 0,
      goesOn: typesIn((await monitor.next()).bytes).includes(RTM_NEWLINK),
    };
  },
  predict: {
    question: 'After ENOBUFS, what does the next receive give?',
    choices: ['ENOBUFS again', 'the messages from before the loss', 'nothing'],
    answer: ({ first, second }) =>
      first !== 'ENOBUFS'
        ? undefined
        : second === 'ENOBUFS'
          ? 'ENOBUFS again'
          : second === 'ok'
            ? 'the messages from before the loss'
            : 'nothing',
  },
  expect: { first: 'ENOBUFS', goesOn: true },
  details: { second: 'ok', drops: true },
  mutants: [{ change: 'with two changes, for which there is room', parameters: { changes: 2 } }],
  explain:
    'When a multicast does not fit into the receive buffer, netlink_overrun() counts a drop and sets the socket error ' +
    'ENOBUFS, once until the queue has been emptied. The messages before the loss are still queued; a reader must read ' +
    'the tables again.',
});

export const nl12b = experiment({
  id: 'NL-12b',
  claim: 'The kernel answers a request that it does not know with NLMSG_ERROR and an errno.',
  texts: ['S3'],
  topology: alone,
  parameters: { type: 1000 },
  async run({ h1 }, { type }) {
    const socket = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_ROUTE);
    socket.send(plainMessage(type, 0, 16), { to: toKernel });
    const errno = errorIn((await socket.next()).bytes);
    const name = Object.entries(system.errno).find(([, number]) => number === errno)?.[0];
    return { errno: name === 'ENOTSUP' ? 'EOPNOTSUPP' : (name ?? 'none') };
  },
  predict: {
    question: 'What is the errno for a message type that rtnetlink does not have?',
    choices: ['EINVAL', 'EOPNOTSUPP', 'EPROTONOSUPPORT'],
    answer: ({ errno }) => errno,
  },
  expect: { errno: 'EOPNOTSUPP' },
  mutants: [{ change: 'with RTM_GETLINK, which it has', parameters: { type: RTM_GETLINK } }],
  explain:
    'rtnetlink_rcv_msg() finds no handler for the type and answers −EOPNOTSUPP with the request behind it.',
});

export const nl13 = experiment({
  id: 'NL-13',
  claim:
    'A socket that binds to port 0 gets the process number as its port, and the next one another number.',
  texts: ['S3'],
  topology: alone,
  parameters: { takenBefore: false },
  run({ h1 }, { takenBefore }) {
    const bind = (port: number) => {
      const socket = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_USERSOCK);
      socket.bind(encodeSocketAddress({ port, groups: 0 }));
      const own = decodeSocketAddress(socket.localAddress()).port;
      return own === process.pid
        ? 'the process number'
        : own > 0x7fff_ffff
          ? 'a number above 2³¹'
          : 'another number';
    };
    if (takenBefore) bind(process.pid);
    return { first: bind(0), second: bind(0), taken: outcome(() => bind(process.pid)) };
  },
  predict: {
    question: 'Two sockets of a process bind to port 0. Which ports do they get?',
    choices: ['both the process number', 'the process number and another', 'two others'],
    answer: ({ first, second }) =>
      first === 'the process number'
        ? second === first
          ? 'both the process number'
          : 'the process number and another'
        : 'two others',
  },
  expect: { first: 'the process number', second: 'a number above 2³¹' },
  details: { taken: 'EADDRINUSE' },
  mutants: [{ change: 'where that number was taken before', parameters: { takenBefore: true } }],
  explain:
    "netlink_autobind() tries the process number (the thread group's) and, when it is taken, a random negative number " +
    'of 32 bits. Ports are those of a protocol in a network namespace; a number that is taken is EADDRINUSE.',
});

export const nl21 = experiment({
  id: 'NL-21',
  claim: 'NETLINK_USERSOCK is for messages between processes.',
  texts: ['S3'],
  topology: alone,
  parameters: { group: 1 },
  async run({ h1 }, { group }) {
    const open = (port: number, groups: number) => {
      const socket = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_USERSOCK);
      socket.bind(encodeSocketAddress({ port, groups }));
      return socket;
    };
    const [one, other] = [open(101, 0), open(102, 1)];
    const message = plainMessage(32, 0, 4);
    one.send(message, { to: encodeSocketAddress({ port: 102, groups: 0 }) });
    const { from } = await other.next();
    const multicast = outcome(() =>
      one.send(message, { to: encodeSocketAddress({ port: 0, groups: group }) }),
    );
    return {
      sender: decodeSocketAddress(from).port,
      multicast,
      received: (await other.awaited()) !== undefined,
    };
  },
  predict: {
    question: 'What does the sender of a multicast get told when nobody has port 0?',
    choices: [
      'nothing',
      'ECONNREFUSED, though the group gets the message',
      'ECONNREFUSED, and nobody gets it',
    ],
    answer: ({ multicast, received }) =>
      multicast === 'ok'
        ? 'nothing'
        : received
          ? 'ECONNREFUSED, though the group gets the message'
          : 'ECONNREFUSED, and nobody gets it',
  },
  expect: { sender: 101, received: true },
  details: { multicast: 'ECONNREFUSED' },
  mutants: [{ change: 'with a group that nobody joined', parameters: { group: 2 } }],
  explain:
    'netlink_sendmsg() sends to the groups first and then to the port, which is 0: in NETLINK_USERSOCK nobody has it, ' +
    'and so the unicast fails with ECONNREFUSED after the multicast was delivered.',
});
