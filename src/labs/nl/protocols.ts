import { netlinkProtocols } from '../../netlink/pcap-frame.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { alone } from '../topology.js';

/** The protocols that the lecture lists for 2.6.30, by number. */
const listed = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19] as const;
/** Those of them that no current kernel has, whatever it was built with. */
const gone = [1, 3, 5, 13, 14];

export const nl01 = experiment({
  id: 'NL-01',
  claim: 'There are 19 netlink protocols, and a socket can be opened for each.',
  texts: ['S3'],
  topology: alone,
  parameters: { type: c.SOCK_RAW },
  run({ h1 }, { type }) {
    const opens = (protocol: number) => outcome(() => h1.socket(c.AF_NETLINK, type, protocol).close());
    const outcomes = listed.map(opens);
    return {
      open: outcomes.filter(it => it === 'ok').length,
      refusals: [...new Set(outcomes.filter(it => it !== 'ok'))],
      routeAndGeneric: [opens(netlinkProtocols.numbers.route), opens(netlinkProtocols.numbers.generic)],
      goneForGood: gone.map(opens),
    };
  },
  predict: {
    question: 'How many of the 19 protocols of 2.6.30 does this kernel still open?',
    choices: ['all', 'more than half', 'fewer'],
    answer: ({ open }) =>
      open === listed.length ? 'all' : open * 2 > listed.length ? 'more than half' : 'fewer',
  },
  expect: { open: 19 },
  known: [
    {
      since: '6.1',
      observe: {
        refusals: ['EPROTONOSUPPORT'],
        routeAndGeneric: ['ok', 'ok'],
        goneForGood: gone.map(() => 'EPROTONOSUPPORT'),
      },
      because:
        'ip_queue (FIREWALL, IP6_FW) went with 3.5, ULOG (NFLOG) with 3.17 and DECnet (DNRTMSG) with 6.1; UNUSED never ' +
        'was one, and others depend on how the kernel was built.',
    },
  ],
  mutants: [{ change: 'as stream sockets', parameters: { type: c.SOCK_STREAM } }],
  explain:
    'A protocol exists when some part of the kernel has registered it with netlink_kernel_create(). socket(2) loads ' +
    'the module net-pf-16-proto-N if there is one, and otherwise fails with EPROTONOSUPPORT.',
  seeAlso: ['NL-04', 'NL-17'],
});

export const nl02 = experiment({
  id: 'NL-02',
  claim: 'A netlink socket is opened as SOCK_RAW, as libnetlink does.',
  texts: ['S3'],
  topology: alone,
  parameters: { type: c.SOCK_RAW },
  run({ h1 }, { type }) {
    const opens = (kind: number) => outcome(() => h1.socket(c.AF_NETLINK, kind, c.NETLINK_ROUTE));
    return {
      asInTheLecture: opens(type),
      datagram: opens(c.SOCK_DGRAM),
      others: [c.SOCK_STREAM, c.SOCK_RDM, c.SOCK_SEQPACKET].map(opens),
    };
  },
  predict: {
    question: 'Which other types does AF_NETLINK take?',
    choices: ['none', 'SOCK_DGRAM', 'SOCK_DGRAM and SOCK_SEQPACKET'],
    answer: ({ datagram, others }) =>
      datagram !== 'ok' ? 'none' : others.includes('ok') ? 'SOCK_DGRAM and SOCK_SEQPACKET' : 'SOCK_DGRAM',
  },
  expect: { asInTheLecture: 'ok' },
  details: { datagram: 'ok', others: ['ESOCKTNOSUPPORT', 'ESOCKTNOSUPPORT', 'ESOCKTNOSUPPORT'] },
  mutants: [{ change: 'as SOCK_SEQPACKET', parameters: { type: c.SOCK_SEQPACKET } }],
  explain:
    'netlink_create() takes SOCK_RAW and SOCK_DGRAM and treats them alike: netlink is a datagram service either way.',
  seeAlso: ['NL-01'],
});

export const nl03 = experiment({
  id: 'NL-03',
  claim: 'AF_ROUTE, which BSD calls its routing sockets, is AF_NETLINK on Linux.',
  texts: ['S3'],
  topology: alone,
  parameters: { family: 16 },
  run({ h1 }, { family }) {
    const socket = h1.socket(family, c.SOCK_RAW, 0);
    const domain = socket.getIntOption(c.SOL_SOCKET, c.SO_DOMAIN);
    return {
      domain: domain === c.AF_NETLINK ? 'AF_NETLINK' : String(domain),
      protocol: socket.getIntOption(c.SOL_SOCKET, c.SO_PROTOCOL),
    };
  },
  predict: {
    question: 'A socket is opened with AF_ROUTE and protocol 0. What is it?',
    choices: ['a netlink socket of NETLINK_ROUTE', 'a netlink socket of no protocol', "one of BSD's kind"],
    answer: ({ domain, protocol }) =>
      domain !== 'AF_NETLINK'
        ? "one of BSD's kind"
        : protocol === 0
          ? 'a netlink socket of NETLINK_ROUTE'
          : 'a netlink socket of no protocol',
  },
  expect: { domain: 'AF_NETLINK' },
  details: { protocol: 0 },
  mutants: [{ change: 'with the next family, AF_PACKET', parameters: { family: c.AF_PACKET } }],
  explain:
    'include/linux/socket.h and the C library define AF_ROUTE as AF_NETLINK (16), for programs from BSD; NETLINK_ROUTE is ' +
    'protocol 0. The messages have nothing in common with those of BSD.',
});

export const nl04 = experiment({
  id: 'NL-04',
  claim: 'The table of netlink protocols has at most 32 entries (MAX_LINKS).',
  texts: ['S3'],
  topology: alone,
  parameters: { first: 32 },
  run({ h1 }, { first }) {
    const opens = (protocol: number) => outcome(() => h1.socket(c.AF_NETLINK, c.SOCK_RAW, protocol));
    return { beyond: [first, first + 1, -1].map(opens) };
  },
  predict: {
    question: 'What does socket(AF_NETLINK, SOCK_RAW, 32) fail with?',
    choices: ['EPROTONOSUPPORT', 'EINVAL', 'nothing'],
    answer: ({ beyond: [outcome] }) => (outcome === 'ok' ? 'nothing' : outcome),
  },
  expect: { beyond: ['EPROTONOSUPPORT', 'EPROTONOSUPPORT', 'EPROTONOSUPPORT'] },
  mutants: [{ change: 'from protocol 15 on', parameters: { first: 15 } }],
  explain:
    'netlink_create() compares the number with MAX_LINKS before it looks at the table, and names no module for it. ' +
    'That is why generic netlink exists: the numbers would have run out.',
  seeAlso: ['NL-14'],
});

export const nl17 = experiment({
  id: 'NL-17',
  claim: 'NETLINK_FIREWALL, with the module ip_queue, hands packets to user space.',
  texts: ['S3'],
  topology: alone,
  parameters: { protocol: c.NETLINK_FIREWALL },
  run({ h1 }, { protocol }) {
    return { opens: outcome(() => h1.socket(c.AF_NETLINK, c.SOCK_RAW, protocol)) };
  },
  predict: {
    question: 'What does a socket of NETLINK_FIREWALL meet today?',
    choices: ['it opens', 'EPROTONOSUPPORT', 'EPERM'],
    answer: ({ opens }) => (opens === 'ok' ? 'it opens' : opens),
  },
  expect: { opens: 'ok' },
  known: [
    {
      since: '3.5',
      observe: { opens: 'EPROTONOSUPPORT' },
      because: 'ip_queue was removed in 3.5; NFQUEUE over NETLINK_NETFILTER had replaced it.',
    },
  ],
  mutants: [{ change: 'with NETLINK_NETFILTER', parameters: { protocol: c.NETLINK_NETFILTER } }],
  explain:
    'linux/netlink.h keeps the number 3 as "unused, formerly ip_queue", so that it is never given to another.',
  seeAlso: ['NL-18'],
});
