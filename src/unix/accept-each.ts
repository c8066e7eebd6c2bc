import { type ChildProcess, spawn } from 'node:child_process';
import { constants, encodeInt } from '../socket/index.js';
import type { ListenerType, UnixListener } from './listener.js';
import { spawnWithFds } from './systemd/spawn-with-fds.js';

export interface AcceptEachOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** As standard input and output, and not as descriptor 3 (sd_listen_fds(3)). */
  readonly inetd?: boolean | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  readonly observe?: ((event: 'started' | 'exited', pid: number) => void) | undefined;
}

/**
 * Runs a command for each connection, as inetd and `Accept=yes` of systemd.socket(5) do, until the listener is closed.
 * Rejects when the command cannot be started at all.
 */
export async function acceptEach(
  listener: UnixListener<ListenerType>,
  options: AcceptEachOptions,
): Promise<void> {
  const { command, inetd = false, environment = process.env, observe } = options;
  for await (const connection of listener) {
    const { pid, uid, gid } = connection.peer.credentials;
    const env = {
      ...environment,
      PROTO: 'IPC',
      IPCREMOTEPID: String(pid),
      IPCREMOTEEUID: String(uid),
      IPCREMOTEEGID: String(gid),
    };
    // Programs expect a socket that blocks.
    connection.socket.ioctl(constants.FIONBIO, encodeInt(0));
    const fd = connection.release();
    try {
      const child: ChildProcess = inetd
        ? spawn(command[0]!, command.slice(1), { stdio: [fd.fd, fd.fd, 'inherit'], env })
        : spawnWithFds(command, [{ name: 'connection', fd: fd.fd }], env);
      await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
      const started = child.pid!;
      observe?.('started', started);
      child.once('exit', () => observe?.('exited', started));
    } finally {
      fd.close();
    }
  }
}
