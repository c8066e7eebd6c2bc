import { type Notification, notify, notifyBarrier } from '../../unix/systemd/index.js';
import { UsageError } from '../errors.js';
import { openPassed, type Passed } from './attachments.js';

export interface NotifySettings {
  readonly notification: Notification;
  readonly passed: readonly Passed[];
  readonly socket: string | undefined;
  readonly pid: number | undefined;
  readonly barrier: boolean;
  readonly timeout: number | undefined;
}

/** Tells the service manager how a service is. */
export async function tellManager(settings: NotifySettings): Promise<undefined> {
  const { notification, passed, socket, pid, barrier, timeout } = settings;
  const wait = { socket, timeout: timeout === undefined ? undefined : timeout * 1000 };
  const fds = openPassed(passed);
  try {
    const told =
      Object.keys(notification).length === 0 || (await notify(notification, { ...wait, fds, pid }));
    if (!told || (barrier && !(await notifyBarrier(wait))))
      throw new UsageError('there is nobody to notify: NOTIFY_SOCKET is not set; --socket says where');
  } finally {
    for (const fd of fds) fd.close();
  }
  return undefined;
}
