/** Sockets that the service manager opened for this process: sd_listen_fds(3). */
import { constants, OwnedFd, SocketError } from '../../socket/index.js';
import { EBADF } from '../errno.js';

/** SD_LISTEN_FDS_START */
const firstDescriptor = 3;

const variables = ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES', 'LISTEN_PIDFDID'] as const;

/** A descriptor that was handed over at the start. */
export interface ListenFd {
  /** `FileDescriptorName=` of its unit; `unknown` when none was given. */
  name: string;
  fd: OwnedFd;
}

export interface ListenFdsOptions {
  /** The environment; the process's own by default. */
  env?: Record<string, string | undefined> | undefined;
  /** Whether the variables stay there, for a child that this process replaces itself by; no by default. */
  keepEnvironment?: boolean | undefined;
}

/**
 * Takes over the descriptors that were handed to this process (LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES): none when there
 * are none, or when they were meant for another process. They are closed on exec from now on. {@link adopt} or
 * {@link UnixListener.adopt} makes sockets of them.
 *
 * Call it once, before anything else is opened.
 *
 * @throws SocketError EBADF when a descriptor that is announced is not open; RangeError for variables that are no numbers
 */
export function listenFds({ env = process.env, keepEnvironment = false }: ListenFdsOptions = {}): ListenFd[] {
  const { LISTEN_PID: pid, LISTEN_FDS: fds, LISTEN_FDNAMES: names } = env;
  if (!keepEnvironment) for (const name of variables) delete env[name];
  if (pid === undefined || fds === undefined) return [];
  if (whole('LISTEN_PID', pid) !== process.pid) return [];
  const labels = names === undefined || names === '' ? [] : names.split(':');
  const found: ListenFd[] = [];
  try {
    for (let i = 0; i < whole('LISTEN_FDS', fds); i++) {
      found.push({ name: labels[i] || 'unknown', fd: inherited(firstDescriptor + i) });
    }
    return found;
  } catch (error) {
    for (const { fd } of found) fd.close();
    throw error;
  }
}

/** Whether LISTEN_FDNAMES can have the name (sd_pid_notify_with_fds(3)). */
export const isDescriptorName = (name: string): boolean => !/[:\p{Cc}]/u.test(name) && name.length <= 255;

/** The variables that hand `count` descriptors, 3 and those behind it, to the process `pid`. */
export function listenFdsEnvironment(pid: number, names: readonly string[]): Record<string, string> {
  for (const name of names) {
    if (!isDescriptorName(name)) {
      throw new RangeError(
        `'${name}' is no name of a descriptor: up to 255 characters, no colon, nothing unprintable`,
      );
    }
  }
  return { LISTEN_PID: String(pid), LISTEN_FDS: String(names.length), LISTEN_FDNAMES: names.join(':') };
}

function inherited(number: number): OwnedFd {
  const fd = new OwnedFd(number);
  try {
    fd.control(constants.F_GETFL);
    fd.control(constants.F_SETFD, constants.FD_CLOEXEC);
    return fd;
  } catch {
    fd.release();
    const explanation = `LISTEN_FDS announces descriptor ${number}, which is not open`;
    throw new SocketError({ syscall: 'fcntl', errno: EBADF, explanation });
  }
}

function whole(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new RangeError(`${name} must be a whole number, not '${text}'`);
}
