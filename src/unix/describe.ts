/** What a descriptor is, as one who was passed it wants to know (proc_pid_fd(5), proc_pid_fdinfo(5)). */
import { constants, type OwnedFd, type SocketFacts } from '../socket/index.js';
import { UnixAddress } from './address.js';
import { type DescriptorInfo, describeDescriptor } from './descriptor-info.js';

export interface Description {
  /** `regular file`, `directory`, `pipe`, `terminal`, `memory file`, `stream socket`, `eventfd`, `pidfd`, … */
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

/** Describes an open descriptor in words, with a socket's addresses. Throws SocketError EBADF. */
export function describePassed(fd: OwnedFd | number): Description {
  const info = describeDescriptor(fd);
  const { link, access, flags, uid, gid, mode, size, position, inode } = info;
  const socket = info.socket === undefined ? undefined : socketOf(info.socket);
  return {
    type: socket === undefined ? fileType(info) : `${socket.type} socket`,
    path: link,
    access: access === 'path' ? 'path only' : access,
    flags: flags.filter(flag => told.has(flag)).map(flag => flag.slice('O_'.length).toLowerCase()),
    uid,
    gid,
    mode,
    size,
    position,
    ino: inode,
    socket,
  };
}

/** Flags of open(2) that say something about the file to who is passed it. */
const told: ReadonlySet<string> = new Set(['O_APPEND', 'O_NONBLOCK', 'O_DIRECT', 'O_ASYNC']);

function fileType({ type, link }: DescriptorInfo): string {
  if (link.startsWith('anon_inode:')) return /\[?([a-z_]+)\]?$/.exec(link)?.[1] ?? 'anonymous inode';
  if (link.startsWith('/memfd:')) return 'memory file';
  if (link.startsWith('pidfd:')) return 'pidfd';
  if (/^[a-z]+:\[\d+\]$/.test(link) && type !== 'pipe') return `namespace (${link.split(':', 1)[0]})`;
  return type === 'file' ? 'regular file' : type;
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
