import { addon } from './addon.js';
import { EAGAIN, EINPROGRESS, ENOMEM, SocketError } from './errors.js';
import type { Socket } from './socket.js';

/** Whom to act for. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups (getgroups(2)). */
  readonly groups: readonly number[];
}

/**
 * Connects as {@link Socket.connect} does, with the effective user and groups of another: with their rights to the file
 * of the address, and so that the other side sees their ids (SO_PEERCRED), with the number of this process. Where this
 * process has that user and group already, it is a plain connect.
 *
 * A thread of its own makes the one call and ends (credentials(7): ids belong to threads). The process stays who it is,
 * other threads with it, so nothing can happen under the wrong user meanwhile, and no failure leaves anything to restore.
 *
 * @throws SocketError EPERM without CAP_SETUID and CAP_SETGID, EINVAL for ids that the user namespace does not have, ENOMEM
 *   (`syscall` is `setresuid`, and nothing was connected); what {@link Socket.connect} throws
 */
export function connectAs(identity: Identity, socket: Socket, address: Uint8Array, text?: string): boolean {
  const { uid, gid, groups } = identity;
  if (uid === process.geteuid!() && gid === process.getegid!()) return socket.connect(address, text);
  const became = new Int32Array(1);
  const result = addon.connectAs(socket.fd, address, uid, gid, Int32Array.from(groups), became);
  if (result === 0) return true;
  if (became[0] === 1) {
    if (result === EINPROGRESS) return false;
    throw SocketError.from(result, 'connect', text);
  }
  // To callers EAGAIN is a full queue, which passes.
  const noThread = result === EAGAIN;
  const explanation = noThread
    ? `there is no thread to be had that acts for user ${uid} (RLIMIT_NPROC, pids.max)`
    : `this process may not act for user ${uid}, group ${gid}: that takes CAP_SETUID and CAP_SETGID, and a user namespace that has them`;
  throw new SocketError({ syscall: 'setresuid', errno: noThread ? ENOMEM : result, explanation });
}
