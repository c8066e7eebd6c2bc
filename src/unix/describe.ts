/** What a descriptor is, as one who was passed it wants to know (proc_pid_fd(5), proc_pid_fdinfo(5)). */
import { fstatSync, readFileSync, readlinkSync } from 'node:fs';
import { constants as system } from 'node:os';
import { constants, inspectSocket, type OwnedFd, SocketError, type SocketFacts } from '../socket/index.js';
import { UnixAddress } from './address.js';

export interface Description {
  /** `regular file`, `directory`, `pipe`, `character device`, `memory file`, `stream socket`, `eventfd`, `pidfd`, … */
  readonly type: string;
  /** The path of a file, `socket:[…]`, `pipe:[…]`, and what else /proc has for it. */
  readonly path: string;
  /** How it was opened: `read`, `write`, `read and write`, `path only`. */
  readonly access: string;
  /** `append`, `nonblock`, and what else is set: flags of the open file, shared by all who have it. */
  readonly flags: readonly string[];
  /** The file's owner and permissions. */
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  /** Bytes of a file. */
  readonly size: number;
  /** Where the next byte is read or written. */
  readonly position: number;
  readonly ino: number;
  readonly socket: SocketDescription | undefined;
}

export interface SocketDescription {
  readonly family: string;
  readonly type: string;
  readonly listening: boolean;
  /** An address of AF_UNIX; undefined for none and for other families. */
  readonly local: string | undefined;
  readonly remote: string | undefined;
}

/** Describes an open descriptor. Throws SocketError EBADF. */
export function describeDescriptor(given: OwnedFd | number): Description {
  const fd = typeof given === 'number' ? given : given.fd;
  let info: string;
  let path: string;
  try {
    info = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
    path = readlinkSync(`/proc/self/fd/${fd}`);
  } catch (cause) {
    const explanation = `there is no descriptor ${fd}`;
    throw new SocketError({ syscall: 'fstat', errno: -system.errno.EBADF, explanation, cause });
  }
  const stats = fstatSync(fd);
  const flags = Number.parseInt(/^flags:\s*([0-7]+)$/m.exec(info)?.[1] ?? '0', 8);
  const socket = stats.isSocket() ? socketOf(inspectSocket(fd)) : undefined;
  return {
    type: socket === undefined ? fileType(stats, path) : `${socket.type} socket`,
    path,
    access: (flags & constants.O_PATH) !== 0 ? 'path only' : accesses[flags & constants.O_ACCMODE]!,
    flags: namedFlags.filter(([, bit]) => (flags & bit) === bit).map(([name]) => name),
    uid: stats.uid,
    gid: stats.gid,
    mode: stats.mode & 0o7777,
    size: stats.size,
    position: Number(/^pos:\s*(\d+)$/m.exec(info)?.[1] ?? 0),
    ino: stats.ino,
    socket,
  };
}

const accesses: Readonly<Record<number, string>> = {
  0: 'read',
  1: 'write',
  2: 'read and write',
  3: 'ioctl only',
};

/** asm-generic/fcntl.h, those that say something about the file to who is passed it. */
const namedFlags: readonly (readonly [string, number])[] = [
  ['append', 0o2000],
  ['nonblock', 0o4000],
  ['sync', 0o4010000],
  ['direct', 0o40000],
];

function fileType(stats: ReturnType<typeof fstatSync>, path: string): string {
  if (path.startsWith('anon_inode:')) return /\[?([a-z_]+)\]?$/.exec(path)?.[1] ?? 'anonymous inode';
  if (path.startsWith('/memfd:')) return 'memory file';
  if (path.startsWith('pidfd:')) return 'pidfd';
  if (/^[a-z]+:\[\d+\]$/.test(path) && stats.isFile()) return `namespace (${path.split(':', 1)[0]})`;
  if (stats.isFile()) return 'regular file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isFIFO()) return 'pipe';
  if (stats.isCharacterDevice()) return 'character device';
  if (stats.isBlockDevice()) return 'block device';
  return stats.isSymbolicLink() ? 'symbolic link' : 'file';
}

const socketTypes: Readonly<Record<number, string>> = {
  [constants.SOCK_STREAM]: 'stream',
  [constants.SOCK_DGRAM]: 'datagram',
  [constants.SOCK_RAW]: 'raw',
  [constants.SOCK_SEQPACKET]: 'seqpacket',
};

const families: Readonly<Record<number, string>> = {
  [constants.AF_UNIX]: 'unix',
  [constants.AF_INET]: 'inet',
  [constants.AF_INET6]: 'inet6',
  [constants.AF_NETLINK]: 'netlink',
  [constants.AF_PACKET]: 'packet',
};

function socketOf({ domain, type, listening, localAddress, remoteAddress }: SocketFacts): SocketDescription {
  const text = (bytes: Uint8Array | undefined): string | undefined =>
    bytes === undefined || domain !== constants.AF_UNIX
      ? undefined
      : UnixAddress.decode(bytes).toString() || undefined;
  return {
    family: families[domain] ?? `family ${domain}`,
    type: socketTypes[type] ?? `type ${type}`,
    listening,
    local: text(localAddress),
    remote: text(remoteAddress),
  };
}
