/** What /proc says of a process, and whether it is still the one that was meant (pidfd_open(2)). */
import { readFileSync, readlinkSync } from 'node:fs';
import type { OwnedFd } from '../socket/index.js';

export interface ProcessFacts {
  readonly command: string | undefined;
  readonly executable: string | undefined;
  readonly cgroup: string | undefined;
}

/** What is not to be seen is undefined: of another user's process, or of one that has ended. */
export function describeProcess(pid: number): ProcessFacts {
  return {
    command: attempt(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd()),
    executable: attempt(() => readlinkSync(`/proc/${pid}/exe`)),
    cgroup: attempt(() => /^0::(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))?.[1]),
  };
}

/** The process of a pidfd by its number here; undefined when it has ended (`Pid:` of proc_pid_fdinfo(5) is then −1). */
export function pidOf(pidfd: OwnedFd): number | undefined {
  const pid = Number(/^Pid:\s*(-?\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${pidfd.fd}`, 'utf8'))?.[1]);
  return pid > 0 ? pid : undefined;
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
