/** Telling the service manager how this process is: sd_notify(3), sd_notify_barrier(3), sd_watchdog_enabled(3). */
import { type OwnedFd, SocketError, type WaitOptions } from '../../socket/index.js';
import { UnixAddress } from '../address.js';
import { UnixDatagram } from '../datagram.js';
import { EINVAL, ETIMEDOUT } from '../errno.js';
import type { Attachments } from '../outgoing.js';
import { UnixStream } from '../stream.js';

/** What can be told; sd_notify(3) says what each means. */
export interface Notification {
  ready?: boolean | undefined;
  reloading?: boolean | undefined;
  stopping?: boolean | undefined;
  /** A line for people. */
  status?: string | undefined;
  /** The errno of a failure. */
  errno?: number | undefined;
  busError?: string | undefined;
  exitStatus?: string | undefined;
  mainPid?: number | undefined;
  /** true keeps the watchdog quiet, `trigger` has it act. */
  watchdog?: boolean | 'trigger' | undefined;
  watchdogUsec?: number | undefined;
  extendTimeoutUsec?: number | undefined;
  /** Has the descriptors that go along stored, under {@link fdName}. */
  fdStore?: boolean | undefined;
  /** Has those of {@link fdName} removed from the store. */
  fdStoreRemove?: boolean | undefined;
  fdName?: string | undefined;
  /** `false` keeps descriptors in the store whose peers are gone. */
  fdPoll?: boolean | undefined;
  monotonicUsec?: bigint | undefined;
  notifyAccess?: 'none' | 'main' | 'exec' | 'all' | undefined;
  restartReset?: boolean | undefined;
  /** Assignments of any name: `X_ANSWER=42`. */
  extra?: Record<string, string> | undefined;
}

export interface NotifyOptions extends WaitOptions {
  /** Where to; the NOTIFY_SOCKET of the environment by default. */
  socket?: string | undefined;
  /** Descriptors for the store. */
  fds?: Attachments['fds'];
  /** In whose name (SCM_CREDENTIALS): its child's, say. Takes CAP_SYS_ADMIN. */
  pid?: number | undefined;
}

/** The fields and how their values are written. */
const fields: {
  [K in Exclude<keyof Notification, 'extra'>]-?: readonly [string, (value: any) => string | undefined];
} = {
  ready: ['READY', flag],
  reloading: ['RELOADING', flag],
  stopping: ['STOPPING', flag],
  status: ['STATUS', String],
  errno: ['ERRNO', String],
  busError: ['BUSERROR', String],
  exitStatus: ['EXIT_STATUS', String],
  mainPid: ['MAINPID', String],
  watchdog: ['WATCHDOG', value => (value === 'trigger' ? value : flag(value))],
  watchdogUsec: ['WATCHDOG_USEC', String],
  extendTimeoutUsec: ['EXTEND_TIMEOUT_USEC', String],
  fdStore: ['FDSTORE', flag],
  fdStoreRemove: ['FDSTOREREMOVE', flag],
  fdName: ['FDNAME', String],
  fdPoll: ['FDPOLL', value => (value ? undefined : '0')],
  monotonicUsec: ['MONOTONIC_USEC', String],
  notifyAccess: ['NOTIFYACCESS', String],
  restartReset: ['RESTART_RESET', flag],
};

function flag(value: boolean): string | undefined {
  return value ? '1' : undefined;
}

/**
 * The assignments of a notification, a line each.
 *
 * @throws RangeError for a value of several lines
 */
export function encodeNotification(notification: Notification): string {
  const lines: [string, string][] = [];
  for (const [key, value] of Object.entries(notification)) {
    if (value === undefined || key === 'extra') continue;
    const field = fields[key as keyof typeof fields];
    if (field === undefined)
      throw new TypeError(`a notification has no field '${key}'; others go into \`extra\``);
    const text = field[1](value);
    if (text !== undefined) lines.push([field[0], text]);
  }
  lines.push(...Object.entries(notification.extra ?? {}));
  for (const [name, value] of lines) {
    if (/[=\n]/.test(name) || name === '') throw new RangeError(`'${name}' is no name of an assignment`);
    if (value.includes('\n')) throw new RangeError(`${name} must be one line`);
  }
  return lines.map(([name, value]) => `${name}=${value}\n`).join('');
}

/**
 * Notifies the service manager: whether there was one to notify. A clean environment (no NOTIFY_SOCKET) is no error.
 *
 * @throws (as a rejection) SocketError; RangeError, TypeError for what makes no sense
 */
export async function notify(notification: Notification, options: NotifyOptions = {}): Promise<boolean> {
  const text = encodeNotification(notification);
  const { fds, pid, signal, timeout } = options;
  const to = notifyAddress(options.socket);
  if (to === undefined) return false;
  using socket = UnixDatagram.open();
  const credentials = pid === undefined ? undefined : { pid };
  await socket.send(text, { to, fds, credentials, signal, timeout });
  return true;
}

/** Hands descriptors to the store of the service manager (FDSTORE=1), which gives them back at the next start. */
export function storeFds(
  name: string,
  fds: readonly (OwnedFd | number)[],
  { poll = true, ...options }: Omit<NotifyOptions, 'fds'> & { poll?: boolean } = {},
): Promise<boolean> {
  return notify({ fdStore: true, fdName: name, fdPoll: poll }, { ...options, fds });
}

/** Has the descriptors of a name removed from the store (FDSTOREREMOVE=1). */
export function removeStoredFds(name: string, options: Omit<NotifyOptions, 'fds'> = {}): Promise<boolean> {
  return notify({ fdStoreRemove: true, fdName: name }, options);
}

/**
 * Resolves when the service manager has worked off all notifications before (BARRIER=1): whether there is one. A program
 * that ends right after a notification needs this, or the manager may not know whose it was.
 *
 * @throws (as a rejection) SocketError ETIMEDOUT
 */
export async function notifyBarrier(options: Omit<NotifyOptions, 'fds'> = {}): Promise<boolean> {
  const to = notifyAddress(options.socket);
  if (to === undefined) return false;
  const { signal, timeout = 5000 } = options;
  const [ours, theirs] = UnixStream.pair();
  try {
    using socket = UnixDatagram.open();
    await socket.send('BARRIER=1\n', { to, fds: [theirs.fd], signal, timeout });
    theirs.destroy();
    // The end: the manager has closed the last descriptor of the other side.
    await ours.receive({ signal, timeout });
    return true;
  } catch (error) {
    if (!(error instanceof SocketError) || error.errno !== ETIMEDOUT) throw error;
    const explanation = `the service manager did not answer within ${timeout} ms`;
    throw new SocketError({ syscall: 'poll', errno: ETIMEDOUT, explanation, address: to.toString() });
  } finally {
    ours.destroy();
    theirs.destroy();
  }
}

/**
 * How often the service manager wants to hear `watchdog: true`, in milliseconds (WATCHDOG_USEC): half of it is a good
 * interval. Undefined when it does not, or asks another process.
 */
export function watchdogInterval(env: Record<string, string | undefined> = process.env): number | undefined {
  const { WATCHDOG_USEC: usec, WATCHDOG_PID: pid } = env;
  if (usec === undefined || !/^[1-9]\d*$/.test(usec)) return undefined;
  if (pid !== undefined && Number(pid) !== process.pid) return undefined;
  return Number(usec) / 1000;
}

function notifyAddress(socket = process.env.NOTIFY_SOCKET): UnixAddress | undefined {
  if (socket === undefined || socket === '') return undefined;
  if (socket.startsWith('/') || socket.startsWith('@')) return UnixAddress.from(socket);
  const explanation = 'NOTIFY_SOCKET must be an absolute path or an abstract name (@…)';
  throw new SocketError({ syscall: 'connect', errno: EINVAL, explanation, address: socket });
}
