import { spawn } from 'node:child_process';
import { constants as system } from 'node:os';
import { constants, encodeInt, type OwnedFd } from '../../../socket/index.js';
import { UnixDatagram } from '../../../unix/datagram.js';
import { close, type Endpoint } from './endpoint.js';

/** What ucspi servers tell their programs of the peer (s6-ipcserver). */
function environmentOf(endpoint: Endpoint): NodeJS.ProcessEnv {
  if (endpoint instanceof UnixDatagram) return { PROTO: 'IPC' };
  const { pid, uid, gid } = endpoint.peer.credentials;
  const remote = endpoint.remote.toString();
  return {
    PROTO: 'IPC',
    IPCREMOTEPID: String(pid),
    IPCREMOTEEUID: String(uid),
    IPCREMOTEEGID: String(gid),
    ...(remote === '' ? {} : { IPCREMOTEPATH: remote }),
  };
}

/**
 * Runs a shell command with the connection as its standard input and output. Resolves with its exit code.
 */
export async function execWith(command: string, endpoint: Endpoint, signal: AbortSignal): Promise<number> {
  const environment = environmentOf(endpoint);
  // Programs expect a standard input that blocks.
  endpoint.socket.ioctl(constants.FIONBIO, encodeInt(0));
  try {
    return await runShell(command, { stdio: [endpoint.fd, endpoint.fd], environment, signal });
  } finally {
    close(endpoint);
  }
}

interface ShellOptions {
  readonly stdio?: readonly [input: number | 'inherit', output: number | 'inherit'];
  readonly passed?: readonly OwnedFd[];
  readonly environment?: NodeJS.ProcessEnv;
  /** Ends the command (SIGTERM). */
  readonly signal: AbortSignal;
}

/** Runs a shell command with descriptors from 3 on, which block if they are sockets. Resolves with its exit code. */
export async function runShell(
  command: string,
  { stdio = ['inherit', 'inherit'], passed = [], environment = {}, signal }: ShellOptions,
): Promise<number> {
  const child = spawn('/bin/sh', ['-c', command], {
    stdio: [...stdio, 'inherit', ...passed.map(({ fd }) => fd)],
    env: { ...process.env, ...environment },
  });
  const stop = (): boolean => child.kill();
  signal.addEventListener('abort', stop);
  return new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, by) => resolve(code ?? 128 + (system.signals[by!] ?? 0)));
  }).finally(() => signal.removeEventListener('abort', stop));
}
