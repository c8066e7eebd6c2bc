/** All AF_UNIX sockets of a network namespace in one view: unix_diag, /proc/net/unix and the descriptors of processes. */
import { readFileSync, statSync } from 'node:fs';
import { SockDiag, type UnixDiag } from '../../netlink/diag/index.js';
import {
  descriptorsInQueue,
  NetworkNamespace,
  type SocketOwner,
  type SocketOwners,
  socketOwners,
} from '../../socket/index.js';
import type { UnixAddress } from '../../unix/address.js';
import { userName } from '../users.js';
import { addressOf } from './diag-address.js';
import { parseProcNetUnix } from './proc-net-unix.js';

/** A socket, under the names that `--json` has. */
export interface ListedSocket {
  readonly type: string;
  /** LISTEN, ESTAB and UNCONN, as ss(8) has them. */
  readonly state: string;
  /** Of a listener the connections that wait; of others the bytes to read, of datagrams those of the first. */
  readonly recvQ: number;
  /** Of a listener how many may wait; of others the memory taken by what the peer has not read. */
  readonly sendQ: number;
  /** Descriptors in the receive queue, sent and not received; undefined when that cannot be seen. */
  readonly fds: number | undefined;
  readonly address: string | undefined;
  readonly ino: number;
  /** The inode of the socket that it is connected to; 0 for a connection that nobody has accepted yet. */
  readonly peer: number | undefined;
  readonly owners: readonly SocketOwner[];
  /**
   * No process has it: it is on its way in a message that nobody has received. Undefined when some processes may not
   * be looked at, one of which may have it.
   */
  readonly inFlight: boolean | undefined;
  /** The inodes of the clients that wait to be accepted. */
  readonly waiting: readonly number[];
  readonly shutdown: readonly (string | number)[];
  /** Who made it. */
  readonly uid: number;
  readonly user: string;
  /** The file that a path was bound to, and whether it is still there. */
  readonly file: { readonly ino: number; readonly dev: string; readonly state: FileState } | undefined;
  /** The kernel's reference count; undefined where /proc/net/unix does not have the socket. */
  readonly refs: number | undefined;
  /** Bytes of its buffers. */
  readonly memory: UnixDiag['meminfo'];
}

/** `unknown`: a relative path, or one that may not be looked at. */
export type FileState = 'there' | 'unlinked' | 'replaced' | 'unknown';

export interface Listing {
  readonly sockets: readonly ListedSocket[];
  readonly byInode: ReadonlyMap<number, ListedSocket>;
  /** Processes whose descriptors may not be looked at. */
  readonly hidden: number;
}

/** Lists the AF_UNIX sockets of a namespace; of the process's own unless given. Throws SocketError, NetlinkError. */
export async function listUnixSockets(given?: string | number): Promise<Listing> {
  using namespace = given === undefined ? undefined : NetworkNamespace.open(given);
  await using diag = SockDiag.open({ namespace });
  const told = await diag.unix().toArray();
  const refs = referenceCounts(namespace);
  const owners = socketOwners();
  const sockets = told.map(socket => listed(socket, owners, refs));
  sockets.sort(inOrder);
  return { sockets, byInode: new Map(sockets.map(socket => [socket.ino, socket])), hidden: owners.hidden };
}

function listed(
  told: UnixDiag,
  { byInode, hidden }: SocketOwners,
  refs: ReadonlyMap<number, number>,
): ListedSocket {
  const { type, state, ino, peer, icons = [], rqlen, shutdown = [], uid = 0, meminfo } = told;
  const owners = byInode.get(ino) ?? [];
  const address = addressOf(told.name);
  return {
    type: String(type),
    state: states[state] ?? String(state),
    recvQ: rqlen?.rqueue ?? 0,
    sendQ: rqlen?.wqueue ?? 0,
    fds: owners[0] === undefined ? undefined : descriptorsInQueue(owners[0]),
    address: address?.toString(),
    ino,
    peer,
    owners,
    inFlight: owners.length > 0 ? false : hidden === 0 || undefined,
    waiting: icons,
    shutdown,
    uid,
    user: userName(uid),
    file: told.vfs === undefined ? undefined : fileOf(told.vfs, address),
    refs: refs.get(ino),
    memory: meminfo,
  };
}

const states: Readonly<Record<string, string>> = { established: 'ESTAB', close: 'UNCONN', listen: 'LISTEN' };

function fileOf(
  { ino, dev }: NonNullable<UnixDiag['vfs']>,
  address: UnixAddress | undefined,
): ListedSocket['file'] {
  const [major, minor] = [dev >>> 20, dev & 0xfffff];
  const path = address?.path;
  return { ino, dev: `${major}:${minor}`, state: path?.[0] === slash ? fileState(path, ino) : 'unknown' };
}

const slash = 0x2f;

function fileState(path: Buffer, ino: number): FileState {
  try {
    // The numbers of the devices of some file systems differ between the kernel's messages and stat(2).
    return statSync(path, { bigint: true }).ino === BigInt(ino) ? 'there' : 'replaced';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'unlinked' : 'unknown';
  }
}

function referenceCounts(namespace: NetworkNamespace | undefined): Map<number, number> {
  const path = '/proc/net/unix';
  const text = namespace === undefined ? readFileSync(path, 'utf8') : namespace.readFile(path);
  return new Map(parseProcNetUnix(text).map(({ ino, refCount }) => [ino, refCount]));
}

/** Named sockets by their names, then the others by their inodes. */
function inOrder(a: ListedSocket, b: ListedSocket): number {
  const [first, second] = [a.address ?? '\uffff', b.address ?? '\uffff'];
  return first < second ? -1 : first > second ? 1 : a.ino - b.ino;
}
