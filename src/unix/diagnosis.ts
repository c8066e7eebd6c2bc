/** Why an address refuses: what the file system and the kernel answer when it is tried, step by step. */
import { constants as access, accessSync, lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { constants, Socket, SocketError } from '../socket/index.js';
import type { UnixAddress } from './address.js';
import { EAGAIN, ECONNREFUSED, EPERM, EPROTOTYPE } from './errno.js';
import { type PathState, probePath, Target } from './paths.js';

export type UnixSocketType = 'stream' | 'dgram' | 'seqpacket';

export const unixSocketTypes: Readonly<Record<UnixSocketType, number>> = {
  stream: constants.SOCK_STREAM,
  dgram: constants.SOCK_DGRAM,
  seqpacket: constants.SOCK_SEQPACKET,
};

/** What is the matter with an address; `answers` is that nothing is. */
export type Finding =
  | { readonly finding: 'answers' }
  /** A part of the path is not there: the file itself, or a directory before it. */
  | { readonly finding: 'missing'; readonly path: string; readonly directory: boolean }
  /** A symbolic link leads nowhere. */
  | { readonly finding: 'dangling'; readonly path: string; readonly target: string }
  /** A part of the path is a file where a directory is needed. */
  | { readonly finding: 'notDirectory'; readonly path: string }
  /** A directory may not be searched, or the socket's file not be written, by this user. */
  | {
      readonly finding: 'forbidden';
      readonly path: string;
      readonly directory: boolean;
      readonly stats: FileFacts;
    }
  | { readonly finding: 'notSocket'; readonly path: string; readonly type: string }
  /** The file of a socket that is gone. */
  | { readonly finding: 'stale'; readonly path: string }
  /** A socket has the address and does not listen, or does no more. */
  | { readonly finding: 'notListening' }
  /** A socket of another type has it. */
  | { readonly finding: 'otherType'; readonly type: UnixSocketType }
  /** As many connections wait as may. */
  | { readonly finding: 'full' }
  /** The datagram socket there is connected to another, and takes nothing from anybody else. */
  | { readonly finding: 'connectedElsewhere' }
  /** No socket of this network namespace has this abstract name. */
  | { readonly finding: 'noSuchName' }
  | { readonly finding: 'other'; readonly code: string; readonly message: string };

export interface FileFacts {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/**
 * Tries an address with a socket of a type. A listener notices a connection that ends at once; a datagram socket
 * notices nothing, because nothing is sent.
 */
export function diagnose(address: UnixAddress, type: UnixSocketType = 'stream'): Finding {
  const { path } = address;
  const blocked = path === undefined ? undefined : walk(path.toString());
  if (blocked !== undefined) return blocked;
  const code = tryConnect(address, type);
  if (code === 0) return { finding: 'answers' };
  if (code === EAGAIN) return { finding: 'full' };
  if (code === EPROTOTYPE) return { finding: 'otherType', type: typeThere(address, type) ?? type };
  if (code === EPERM && type === 'dgram') return { finding: 'connectedElsewhere' };
  if (code === ECONNREFUSED) {
    if (path !== undefined) return refusedPath(path);
    const other = typeThere(address, type);
    return other === undefined ? { finding: 'noSuchName' } : { finding: 'otherType', type: other };
  }
  const error = SocketError.from(code, 'connect');
  return { finding: 'other', code: error.code, message: error.message };
}

function refusedPath(path: Buffer): Finding {
  const states: Readonly<Record<PathState, Finding>> = {
    live: { finding: 'notListening' },
    stale: { finding: 'stale', path: path.toString() },
    'not a socket': { finding: 'notSocket', path: path.toString(), type: fileType(statSync(path)) },
    absent: { finding: 'missing', path: path.toString(), directory: false },
  };
  return states[probePath(path)];
}

/** −errno of connecting, 0 when it worked. */
function tryConnect(address: UnixAddress, type: UnixSocketType): number {
  using socket = Socket.open({ domain: constants.AF_UNIX, type: unixSocketTypes[type] });
  try {
    using target = new Target(address, 'connect');
    socket.connect(target.bytes);
    return 0;
  } catch (error) {
    if (error instanceof SocketError) return error.errno;
    throw error;
  }
}

/** The other type that a socket with this address has. */
function typeThere(address: UnixAddress, not: UnixSocketType): UnixSocketType | undefined {
  const others = (['dgram', 'seqpacket', 'stream'] as const).filter(type => type !== not);
  return others.find(type => [0, EAGAIN, EPERM].includes(tryConnect(address, type)));
}

/** The first part of a path that stands in the way. */
function walk(path: string): Finding | undefined {
  for (const directory of parentsOf(path)) {
    const stats = stat(directory);
    if (stats === undefined) return missing(directory, true);
    if (!stats.isDirectory()) return { finding: 'notDirectory', path: directory };
    if (!may(directory, access.X_OK))
      return { finding: 'forbidden', path: directory, directory: true, stats: facts(stats) };
  }
  const stats = stat(path);
  if (stats === undefined) return missing(path, false);
  if (!stats.isSocket()) return { finding: 'notSocket', path, type: fileType(stats) };
  if (!may(path, access.W_OK)) return { finding: 'forbidden', path, directory: false, stats: facts(stats) };
  return undefined;
}

/** The directories that lead to a file, from the outermost in. */
function parentsOf(path: string): string[] {
  const parents: string[] = [];
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    parents.unshift(parent);
    if (parent === '/' || parent === '.') return parents;
  }
}

function missing(path: string, directory: boolean): Finding {
  try {
    if (lstatSync(path).isSymbolicLink()) return { finding: 'dangling', path, target: readlinkSync(path) };
  } catch {
    // It is not there at all.
  }
  return { finding: 'missing', path, directory };
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

const facts = ({ uid, gid, mode }: Stats): FileFacts => ({ uid, gid, mode: mode & 0o7777 });

function fileType(stats: Stats): string {
  if (stats.isFile()) return 'regular file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isFIFO()) return 'pipe';
  return 'device';
}
