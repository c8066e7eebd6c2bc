import { fstatSync, readFileSync, readlinkSync } from 'node:fs';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import { program } from '../needs.js';
import { rawRows } from '../raw-table.js';
import { alone, topology } from '../topology.js';

export const tip01 = experiment({
  id: 'TIP-01',
  claim:
    'ls -l /proc/PID/fd shows the inode of each socket of a process: cut at the colons, it is the third field.',
  texts: ['S3'],
  topology: alone,
  parameters: { times: 'locale' },
  async run({ h1 }, { times }) {
    const { socket } = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const inode = fstatSync(socket.fd).ino;
    const list = `LC_ALL=C ls -l --time-style='${times}' /proc/${process.pid}/fd`;
    const fields = (await h1.output('sh', ['-c', `${list} | grep socket | cut -d: -f3`])).split('\n');
    return {
      form: readlinkSync(`/proc/self/fd/${socket.fd}`).replace(String(inode), 'N'),
      thirdField: fields.includes(`[${inode}]`) ? 'the inode' : 'something else',
    };
  },
  predict: {
    question: 'What does the link /proc/PID/fd/N of a socket point to?',
    choices: ['/dev/socket', 'socket:[N]', 'a file below /proc/net'],
    answer: ({ form }) => (form === 'socket:[N]' ? form : undefined),
  },
  expect: { form: 'socket:[N]', thirdField: 'the inode' },
  mutants: [
    { change: 'with an ls that shows times without a colon', parameters: { times: '+%s' } },
    { change: 'with an ls that shows seconds', parameters: { times: 'full-iso' } },
  ],
  explain:
    'Sockets are inodes of sockfs, whose links sockfs_dname() writes. The number is what fstat(2) gives, and what ss, ' +
    'netstat and /proc/net name them by. The first colon of the line is that of a time such as 08:42: where ls shows ' +
    'times otherwise, the third field is another. readlink(2) needs no counting.',
  seeAlso: ['TIP-02'],
});

export const tip02 = experiment({
  id: 'TIP-02',
  claim: 'netstat -ae shows the user and the inode of each socket.',
  texts: ['S3'],
  topology: alone,
  needs: [program('ss', 'iproute2')],
  parameters: { options: '-uane' },
  async run({ h1 }, { options }) {
    const socket = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    socket.bind(at('127.0.0.1', 9999));
    const { ino } = fstatSync(socket.socket.fd);
    const rows = h1
      .read('/proc/net/udp')
      .split('\n')
      .map(line => line.trim().split(/\s+/));
    const ss = await h1.output('ss', [options]);
    return { inProc: rows.some(columns => columns[9] === String(ino)), inSs: ss.includes(`ino:${ino}`) };
  },
  predict: {
    question: 'Where does netstat get the inode from?',
    choices: ['/proc/net/udp', '/proc/PID/fd', 'it asks the process'],
    answer: ({ inProc }) => (inProc ? '/proc/net/udp' : '/proc/PID/fd'),
  },
  expect: { inProc: true, inSs: true },
  mutants: [{ change: 'without -e', parameters: { options: '-uan' } }],
  explain: 'The tables in /proc/net have columns uid and inode; ss -e asks sock_diag and prints uid and ino.',
  seeAlso: ['TIP-01', 'UNIX-07'],
});

export const tip03 = experiment({
  id: 'TIP-03',
  claim: 'Making a socket raises the count of active objects of sock_inode_cache by exactly one.',
  texts: ['S3'],
  topology: topology({ h1: {}, h2: {} }),
  parameters: { elsewhere: false },
  run({ h1, h2 }, { elsewhere }) {
    const used = () => Number(/^sockets: used (\d+)/m.exec(h1.read('/proc/net/sockstat'))?.[1]);
    // Other programs of the machine make sockets too: what is exact is so each time.
    const rounds = Array.from({ length: 4 }, () => {
      const before = { used: used(), active: activeInodes() };
      for (let i = 0; i < 5; i++) (elsewhere ? h2 : h1).socket(c.AF_INET, c.SOCK_DGRAM);
      return { used: used() - before.used, active: activeInodes() - before.active };
    });
    const each = (name: 'used' | 'active') =>
      rounds.every(it => it[name] === 5) ? 'five more' : 'not five more';
    return { slabinfo: each('active'), sockstat: each('used') };
  },
  predict: {
    question: 'By how much does "sockets: used" in /proc/net/sockstat rise with five sockets?',
    choices: ['0', '5', '6'],
    answer: ({ sockstat }) => (sockstat === 'five more' ? '5' : undefined),
  },
  expect: { slabinfo: 'five more', sockstat: 'five more' },
  known: [
    {
      observe: { slabinfo: 'not five more', sockstat: 'five more' },
      because:
        'SLUB counts all that it has handed to a processor as active, so that the count goes up in steps; and since 3.2 ' +
        "only the machine's superuser sees it",
    },
  ],
  mutants: [{ change: 'with the sockets on another host', parameters: { elsewhere: true } }],
  explain:
    'sock_alloc() takes an inode from sock_inode_cache, and sock_inuse_add() counts the socket for its network namespace: ' +
    '"sockets: used" in /proc/net/sockstat is that counter, exact and for everybody.',
});

/** The active objects of sock_inode_cache; no number for whom /proc/slabinfo is not. */
function activeInodes(): number {
  try {
    return Number(/^sock_inode_cache +(\d+)/m.exec(readFileSync('/proc/slabinfo', 'utf8'))?.[1]);
  } catch {
    return Number.NaN;
  }
}

export const tip04 = experiment({
  id: 'TIP-04',
  claim: 'netstat -wan lists raw sockets, with the protocol where the port is.',
  texts: ['S3'],
  topology: alone,
  needs: [program('ss', 'iproute2')],
  parameters: { type: c.SOCK_RAW },
  async run({ h1 }, { type }) {
    const socket = h1.socket(c.AF_INET, type, type === c.SOCK_RAW ? 89 : 0);
    if (type !== c.SOCK_RAW) socket.bind(at('127.0.0.1', 89));
    const lines = (await h1.output('ss', ['-wanH'])).split('\n').filter(line => line !== '');
    return {
      inProc: rawRows(h1).map(({ protocol }) => protocol),
      // Netid is left out where one kind alone is asked for: State, Recv-Q, Send-Q, local address, peer.
      inSs: lines.map(line => Number(line.trim().split(/\s+/)[3]?.split(':').at(-1))),
    };
  },
  predict: {
    question: 'A raw socket of protocol 89 is listed. Which port does it show?',
    choices: ['0', '89', '255'],
    answer: ({ inSs: [port] }) => String(port),
  },
  expect: { inProc: [89], inSs: [89] },
  mutants: [{ change: 'with a UDP socket at port 89', parameters: { type: c.SOCK_DGRAM } }],
  explain:
    'A raw socket has no port; inet_create() puts the protocol into inet_num and inet_sport, which raw_sock_seq_show() ' +
    'and raw_diag print where a port would be.',
  seeAlso: ['RAW-04', 'RAW-10'],
});
