import { SocketError } from '../socket/index.js';
import { EPERM } from './errno.js';

export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/**
 * Calls `work` with the effective user and groups of another, so that a connection made in it is made with their
 * rights and carries their ids (SO_PEERCRED). The whole process is the other meanwhile: `work` is to be one system
 * call. Does nothing where this process is that user already.
 *
 * @throws SocketError EPERM without CAP_SETUID and CAP_SETGID, and in worker threads
 */
export function withIdentity<T>(identity: Identity | undefined, work: () => T): T {
  if (identity === undefined || isOurs(identity)) return work();
  const { geteuid, getegid, getgroups, seteuid, setegid, setgroups } = process;
  const own = { uid: geteuid!(), gid: getegid!(), groups: getgroups!() };
  // Root first gives its groups away and its user last, and takes them back in the other order.
  try {
    setgroups!([...identity.groups]);
    setegid!(identity.gid);
    seteuid!(identity.uid);
  } catch (cause) {
    restore();
    const explanation = `this process may not act for user ${identity.uid}: that takes CAP_SETUID and CAP_SETGID`;
    throw new SocketError({ syscall: 'setresuid', errno: EPERM, explanation, cause });
  }
  try {
    return work();
  } finally {
    restore();
  }

  function restore(): void {
    if (geteuid!() !== own.uid) seteuid!(own.uid);
    if (getegid!() !== own.gid) setegid!(own.gid);
    // What changed nothing needs no right.
    if (!sameGroups(getgroups!(), own.groups)) setgroups!(own.groups);
  }
}

function isOurs({ uid, gid }: Identity): boolean {
  return uid === process.geteuid!() && gid === process.getegid!();
}

function sameGroups(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every(group => b.includes(group));
}
