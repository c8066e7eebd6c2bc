/** What a descriptor is: what fstat(2), proc(5) and the socket itself say of it. */
import { fstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { constants, inspectSocket, OwnedFd, type SocketFacts } from '../socket/index.js';
import { systemError } from './paths.js';

export type DescriptorType =
  | 'file'
  | 'directory'
  | 'character device'
  | 'block device'
  | 'pipe'
  | 'socket'
  | 'terminal'
  /** eventfd, epoll, pidfd, signalfd, timerfd and their like: {@link DescriptorInfo.link} names it */
  | 'anonymous';

export interface DescriptorInfo {
  type: DescriptorType;
  /** Where it leads, as /proc/self/fd has it: `/etc/passwd`, `socket:[1234]`, `/memfd:x (deleted)`. */
  link: string;
  /** What it was opened for; `path` for nothing (O_PATH). */
  access: 'read' | 'write' | 'read and write' | 'path';
  /** Flags of the open file by their names in open(2): O_APPEND, O_NONBLOCK, …, in the order of their numbers. */
  flags: string[];
  /** Position in the file, in bytes. */
  position: number;
  /** Permissions, as chmod(2) takes them. */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes of a file. */
  size: number;
  inode: number;
  /** What kind of socket it is, and its addresses. */
  socket?: SocketFacts;
  /** Of a pidfd: the process; −1 when it has ended, 0 when it is not in this process namespace. */
  pid?: number;
}

/** open(2)'s flags that fdinfo shows (asm-generic/fcntl.h). */
const flagNames: readonly (readonly [number, string])[] = [
  [0o2000, 'O_APPEND'],
  [0o4000, 'O_NONBLOCK'],
  [0o10000, 'O_DSYNC'],
  [0o20000, 'O_ASYNC'],
  [0o40000, 'O_DIRECT'],
  [0o100000, 'O_LARGEFILE'],
  [0o200000, 'O_DIRECTORY'],
  [0o400000, 'O_NOFOLLOW'],
  [0o1000000, 'O_NOATIME'],
  [0o2000000, 'O_CLOEXEC'],
  [0o10000000, 'O_PATH'],
];

const accessModes = ['read', 'write', 'read and write'] as const;

/** Describes a descriptor of this process. @throws SocketError EBADF */
export function describeDescriptor(fd: OwnedFd | number): DescriptorInfo {
  const number = fd instanceof OwnedFd ? fd.fd : fd;
  let stats: Stats;
  try {
    stats = fstatSync(number);
  } catch (error) {
    throw systemError(error, 'fstat');
  }
  const link = readlinkSync(`/proc/self/fd/${number}`);
  const fields = fdinfo(number);
  const flags = Number.parseInt(fields.get('flags') ?? '0', 8);
  const pid = fields.get('Pid');
  const kind = stats.isSocket() ? inspectSocket(number) : undefined;
  return {
    type: typeOf(stats, link),
    link,
    access:
      (flags & constants.O_PATH) !== 0
        ? 'path'
        : (accessModes[flags & constants.O_ACCMODE] ?? 'read and write'),
    flags: flagNames.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name),
    position: Number(fields.get('pos') ?? 0),
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: stats.size,
    inode: stats.ino,
    ...(kind === undefined ? {} : { socket: kind }),
    ...(pid === undefined ? {} : { pid: Number(pid) }),
  };
}

function typeOf(stats: Stats, link: string): DescriptorType {
  if (link.startsWith('anon_inode:') || link === 'pidfd' || link.startsWith('pidfd:')) return 'anonymous';
  if (stats.isSocket()) return 'socket';
  if (stats.isFIFO()) return 'pipe';
  if (stats.isDirectory()) return 'directory';
  if (stats.isBlockDevice()) return 'block device';
  if (stats.isCharacterDevice()) return isTerminal(stats) ? 'terminal' : 'character device';
  return stats.isFile() ? 'file' : 'anonymous';
}

/** Linux's numbers of terminals (Documentation/admin-guide/devices.txt): consoles, serial lines, tty and console, ptys. */
const terminalMajors = new Set([4, 136, 137, 138, 139, 140, 141, 142, 143, 204, 229]);

function isTerminal({ rdev }: Stats): boolean {
  const major = (rdev >> 8) & 0xfff;
  const minor = (rdev & 0xff) | ((rdev >> 12) & 0xfff00);
  // 5 holds /dev/tty, /dev/console and /dev/ptmx, of which the last is none.
  return terminalMajors.has(major) || (major === 5 && minor !== 2);
}

/** /proc/self/fdinfo/N: `name:\tvalue` lines, proc(5). */
function fdinfo(fd: number): Map<string, string> {
  const lines = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').split('\n');
  return new Map(
    lines.map(line => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
}
