import { type ChildProcess, spawn } from 'node:child_process';
import { isDescriptorName } from './listen-fds.js';

/** A descriptor for a program, and its name in LISTEN_FDNAMES. */
export interface NamedFd {
  readonly name: string;
  readonly fd: number;
}

/** LISTEN_PID is the number of the process that execs, which only that process knows. */
const shell = ['-c', 'LISTEN_PID=$$; export LISTEN_PID; exec "$@"', 'sh'];

/**
 * Starts a program with descriptors from 3 on, in this order, told as sd_listen_fds(3) reads it. Standard input, output
 * and error are this process's. A name that LISTEN_FDNAMES has no room for is `unknown` there, as without a name.
 */
export function spawnWithFds(
  command: readonly string[],
  passed: readonly NamedFd[],
  environment: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  return spawn('/bin/sh', [...shell, ...command], {
    stdio: ['inherit', 'inherit', 'inherit', ...passed.map(({ fd }) => fd)],
    env: {
      ...environment,
      LISTEN_FDS: String(passed.length),
      LISTEN_FDNAMES: passed.map(({ name }) => (isDescriptorName(name) ? name : 'unknown')).join(':'),
    },
  });
}
