import { constants as c, Socket } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome } from '../outcome.js';
import { alone } from '../topology.js';

export const unix01 = experiment({
  id: 'UNIX-01',
  claim: 'AF_UNIX has three types of sockets: stream, datagram and, since 2.6.4, seqpacket.',
  texts: ['S3'],
  topology: alone,
  parameters: { family: c.AF_UNIX },
  run({ h1 }, { family }) {
    const open = (type: number, protocol = 0) => outcome(() => h1.socket(family, type, protocol));
    const raw = h1.socket(c.AF_UNIX, c.SOCK_RAW).getIntOption(c.SOL_SOCKET, c.SO_TYPE);
    return {
      three: [c.SOCK_STREAM, c.SOCK_DGRAM, c.SOCK_SEQPACKET].map(type => open(type)),
      raw: raw === c.SOCK_DGRAM ? 'becomes a datagram socket' : `type ${raw}`,
      others: [c.SOCK_RDM, c.SOCK_PACKET].map(type => open(type)),
      protocols: [open(c.SOCK_STREAM, 1), open(c.SOCK_STREAM, 2)],
    };
  },
  predict: {
    question: 'What does socket(AF_UNIX, SOCK_RAW, 0) give?',
    choices: ['ESOCKTNOSUPPORT', 'a raw socket', 'a datagram socket'],
    answer: ({ raw }) => (raw === 'becomes a datagram socket' ? 'a datagram socket' : 'a raw socket'),
  },
  expect: { three: ['ok', 'ok', 'ok'] },
  details: {
    raw: 'becomes a datagram socket',
    others: ['ESOCKTNOSUPPORT', 'ESOCKTNOSUPPORT'],
    protocols: ['ok', 'EPROTONOSUPPORT'],
  },
  mutants: [{ change: 'in AF_NETLINK', parameters: { family: c.AF_NETLINK } }],
  explain:
    'unix_create() takes SOCK_STREAM, SOCK_DGRAM and SOCK_SEQPACKET, turns SOCK_RAW into SOCK_DGRAM (old programs asked ' +
    'for it), and knows no protocol but PF_UNIX (1), or 0.',
  seeAlso: ['UNIX-21'],
});

export const unix08 = experiment({
  id: 'UNIX-08',
  claim: 'AF_UNIX has a row in /proc/net/protocols and its sockets are in /proc/net/unix.',
  texts: ['S3'],
  topology: alone,
  parameters: { family: c.AF_UNIX },
  run({ h1 }, { family }) {
    const rows = () => h1.read('/proc/net/unix').trimEnd().split('\n');
    const before = rows().length;
    h1.socket(family, c.SOCK_DGRAM);
    const protocols = h1.read('/proc/net/protocols').match(/^UNIX\S*/gm) ?? [];
    return {
      protocols: protocols.length > 0,
      rows: [...protocols].sort(),
      columns: (rows()[0] ?? '').trim().split(/\s+/),
      added: rows().length - before,
    };
  },
  predict: {
    question: 'How many rows does /proc/net/protocols have for AF_UNIX?',
    choices: ['none', 'one', 'two'],
    answer: ({ rows }) => ['none', 'one', 'two'][rows.length],
  },
  expect: { protocols: true, added: 1 },
  details: {
    columns: ['Num', 'RefCount', 'Protocol', 'Flags', 'Type', 'St', 'Inode', 'Path'],
  },
  mutants: [{ change: 'with a netlink socket', parameters: { family: c.AF_NETLINK } }],
  explain:
    'Both files show the network namespace of who reads them. Since 5.15 streams have a protocol of their own ' +
    '(UNIX-STREAM), because of sockmap.',
  seeAlso: ['UNIX-07', 'UNIX-11'],
});

export const unix14 = experiment({
  id: 'UNIX-14',
  claim: 'SO_PASSCRED is an option of SOL_SOCKET, though it is about AF_UNIX alone.',
  texts: ['S3'],
  topology: alone,
  parameters: { level: c.SOL_SOCKET },
  run({ h1 }, { level }) {
    const set = (family: number, type: number) =>
      outcome(() => h1.socket(family, type).setOption(level, c.SO_PASSCRED, 1));
    return {
      unix: set(c.AF_UNIX, c.SOCK_DGRAM),
      netlink: set(c.AF_NETLINK, c.SOCK_RAW),
      inet: set(c.AF_INET, c.SOCK_DGRAM),
    };
  },
  predict: {
    question: 'What does setting SO_PASSCRED on a UDP socket do?',
    choices: ['nothing: it is accepted', 'EOPNOTSUPP', 'ENOPROTOOPT'],
    answer: ({ inet }) => (inet === 'ok' ? 'nothing: it is accepted' : inet),
  },
  expect: { unix: 'ok', netlink: 'ok' },
  mutants: [{ change: 'at level SOL_TCP', parameters: { level: c.SOL_TCP } }],
  explain:
    'sk_setsockopt() sets it on any socket; since 6.16 only families that can carry credentials (AF_UNIX, AF_NETLINK, ' +
    'Bluetooth) take it, and others answer EOPNOTSUPP.',
  seeAlso: ['UNIX-13'],
});

export const unix18 = experiment({
  id: 'UNIX-18',
  claim: 'SO_NOSIGPIPE, which BSD has, does not exist on Linux.',
  texts: ['S3'],
  topology: alone,
  parameters: { option: 0x1022 },
  run({ h1 }, { option }) {
    const [one] = h1.socketPair(c.SOCK_STREAM);
    return { set: outcome(() => one.setOption(c.SOL_SOCKET, option, 1)) };
  },
  predict: {
    question: 'What does setsockopt(SOL_SOCKET, 0x1022) fail with?',
    choices: ['EINVAL', 'ENOPROTOOPT', 'nothing'],
    answer: ({ set }) => (set === 'ok' ? 'nothing' : set),
  },
  expect: { set: 'ENOPROTOOPT' },
  mutants: [{ change: 'with SO_PASSCRED', parameters: { option: c.SO_PASSCRED } }],
  explain:
    'An option that the level does not have is ENOPROTOOPT. On Linux MSG_NOSIGNAL says so for each send.',
  seeAlso: ['UNIX-16'],
});

export const unix21 = experiment({
  id: 'UNIX-21',
  claim: 'socketpair() works for AF_UNIX alone.',
  texts: ['S3'],
  topology: alone,
  parameters: { family: c.AF_INET },
  run(_hosts, { family }) {
    const pair = (domain: number, type: number) =>
      outcome(() => {
        for (const end of Socket.pair(domain, type)) end.close();
      });
    return {
      unix: [c.SOCK_STREAM, c.SOCK_DGRAM, c.SOCK_SEQPACKET].map(type => pair(c.AF_UNIX, type)),
      other: pair(family, c.SOCK_STREAM),
      netlink: pair(c.AF_NETLINK, c.SOCK_RAW),
      inet6: pair(c.AF_INET6, c.SOCK_DGRAM),
    };
  },
  predict: {
    question: 'What does socketpair(AF_INET, SOCK_STREAM) fail with?',
    choices: ['EAFNOSUPPORT', 'EOPNOTSUPP', 'nothing'],
    answer: ({ other }) => (other === 'ok' ? 'nothing' : other),
  },
  expect: { unix: ['ok', 'ok', 'ok'], other: 'EOPNOTSUPP', netlink: 'EOPNOTSUPP', inet6: 'EOPNOTSUPP' },
  mutants: [{ change: 'with AF_UNIX for the other family', parameters: { family: c.AF_UNIX } }],
  explain:
    'A family fills proto_ops.socketpair or points it at sock_no_socketpair(), which returns EOPNOTSUPP. TIPC has one ' +
    'too, where the kernel has TIPC.',
  seeAlso: ['UNIX-01'],
});
