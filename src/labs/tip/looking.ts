import { fstatSync, readlinkSync } from 'node:fs';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { program } from '../needs.js';
import { alone } from '../topology.js';

export const tip01 = experiment({
  id: 'TIP-01',
  claim:
    'ls -l /proc/PID/fd shows the inode of each socket of a process: cut at the colons, it is the third field.',
  texts: ['S3'],
  topology: alone,
  parameters: { field: 1 },
  run({ h1 }, { field }) {
    const { socket } = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const link = readlinkSync(`/proc/self/fd/${socket.fd}`);
    const inode = link.split(':')[field]?.replace(/[[\]]/g, '');
    return {
      form: link.replace(/\d+/, 'N'),
      inode: inode === String(fstatSync(socket.fd).ino) ? 'that of the socket' : 'another',
    };
  },
  predict: {
    question: 'What does the link /proc/PID/fd/N of a socket point to?',
    choices: ['/dev/socket', 'socket:[N]', 'a file below /proc/net'],
    answer: ({ form }) => (form === 'socket:[N]' ? form : undefined),
  },
  expect: { form: 'socket:[N]', inode: 'that of the socket' },
  mutants: [{ change: 'with the field before the colon', parameters: { field: 0 } }],
  explain:
    'sockets are inodes of sockfs. The number is what fstat(2) gives, and what ss, netstat and /proc/net name them by.',
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
    socket.bind(new Uint8Array([2, 0, 0x27, 0x0f, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]));
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
  topology: alone,
  parameters: { sockets: 5 },
  run({ h1 }, { sockets }) {
    const used = () => Number(/^sockets: used (\d+)/m.exec(h1.read('/proc/net/sockstat'))?.[1]);
    const before = used();
    for (let i = 0; i < sockets; i++) h1.socket(c.AF_INET, c.SOCK_DGRAM);
    return { counted: used() - before };
  },
  predict: {
    question: 'By how much does "sockets: used" in /proc/net/sockstat rise with five sockets?',
    choices: ['0', '5', '6'],
    answer: ({ counted }) => String(counted),
  },
  expect: { counted: 5 },
  mutants: [{ change: 'with four sockets', parameters: { sockets: 4 } }],
  explain:
    'The counter that is exact is in /proc/net/sockstat, one for each network namespace. /proc/slabinfo, which only root ' +
    'reads, counts what SLUB has handed to processors: sock_inode_cache goes up in steps, not by one.',
});

export const tip04 = experiment({
  id: 'TIP-04',
  claim: 'netstat -wan lists raw sockets, with the protocol where the port is.',
  texts: ['S3'],
  topology: alone,
  needs: [program('ss', 'iproute2')],
  parameters: { protocol: 89 },
  async run({ h1 }, { protocol }) {
    h1.socket(c.AF_INET, c.SOCK_RAW, protocol);
    const proc = h1
      .read('/proc/net/raw')
      .split('\n')
      .slice(1)
      .filter(line => line.trim() !== '');
    return { port: proc.map(line => Number.parseInt(line.trim().split(/\s+/)[1]!.split(':')[1]!, 16)) };
  },
  predict: {
    question: 'A raw socket of protocol 89 is listed. Which port does it show?',
    choices: ['0', '89', '255'],
    answer: ({ port }) => String(port[0]),
  },
  expect: { port: [89] },
  mutants: [{ change: 'with protocol 47', parameters: { protocol: 47 } }],
  explain:
    'raw_sk(sk) has no port; inet_num holds the protocol, and the tables print it in that column, in hexadecimal.',
  seeAlso: ['RAW-04', 'RAW-10'],
});
