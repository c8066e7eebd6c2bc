/** Who has which sockets open: what /proc/PID/fd says (proc_pid_fd(5)). */
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** A descriptor of a process that is a socket. */
export interface SocketOwner {
  readonly pid: number;
  /** The process's name (comm), 15 bytes at most. */
  readonly command: string;
  /** The user that the process runs as. */
  readonly uid: number;
  readonly fd: number;
}

export interface SocketOwners {
  /** The owners by the socket's inode, by process and descriptor. */
  readonly byInode: ReadonlyMap<number, readonly SocketOwner[]>;
  /** Processes whose descriptors may not be looked at: those of other users, without CAP_SYS_PTRACE. */
  readonly hidden: number;
}

/** Looks through the descriptors of every process that is visible. A process that ends meanwhile is passed over. */
export function socketOwners(): SocketOwners {
  const byInode = new Map<number, SocketOwner[]>();
  let hidden = 0;
  const processes = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
  for (const pid of processes) {
    const inodes = socketsOf(pid);
    if (inodes === undefined) hidden++;
    if (inodes === undefined || inodes.length === 0) continue;
    const process = described(pid);
    if (process === undefined) continue;
    for (const [fd, inode] of inodes) {
      const owners = byInode.get(inode);
      const owner = { pid, ...process, fd };
      if (owners === undefined) byInode.set(inode, [owner]);
      else owners.push(owner);
    }
  }
  return { byInode, hidden };
}

/** A process's descriptors that are sockets, with their inodes; undefined when it may not be looked at. */
function socketsOf(pid: number): [fd: number, inode: number][] | undefined {
  let names: string[];
  try {
    names = readdirSync(`/proc/${pid}/fd`);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : undefined;
  }
  const sockets: [number, number][] = [];
  for (const name of names) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
      if (inode !== undefined) sockets.push([Number(name), Number(inode)]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return undefined;
      // It was closed since.
    }
  }
  return sockets.sort(([a], [b]) => a - b);
}

function described(pid: number): { command: string; uid: number } | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/comm`, 'utf8').replace(/\n$/, '');
    return { command, uid: statSync(`/proc/${pid}`).uid };
  } catch {
    return undefined;
  }
}

/**
 * How many descriptors wait in a socket's receive queue, sent and not received yet (`scm_fds` of proc_pid_fdinfo(5));
 * undefined when that cannot be seen: no AF_UNIX socket, a process that may not be looked at, Linux before 5.11.
 */
export function descriptorsInQueue({ pid, fd }: Pick<SocketOwner, 'pid' | 'fd'>): number | undefined {
  try {
    const count = /^scm_fds:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1];
    return count === undefined ? undefined : Number(count);
  } catch {
    return undefined;
  }
}
