import { execFile, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  encodeNotification,
  notify,
  notifyBarrier,
  removeStoredFds,
  storeFds,
  UnixDatagram,
  watchdogInterval,
} from '../../../src/unix/index.js';
import { expectNoLeak } from '../../support/descriptors.js';
import { temporaryPath } from '../support.js';

const run = promisify(execFile);
const haveNotify = spawnSync('systemd-notify', ['--version']).status === 0;

let before: string | undefined;
beforeEach(() => {
  before = process.env.NOTIFY_SOCKET;
});
afterEach(() => {
  if (before === undefined) delete process.env.NOTIFY_SOCKET;
  else process.env.NOTIFY_SOCKET = before;
});

/** A service manager, as far as its socket goes. */
function manager(): UnixDatagram {
  const path = temporaryPath('notify');
  process.env.NOTIFY_SOCKET = path;
  return UnixDatagram.open({ local: path, passCredentials: true });
}

describe('a notification', () => {
  it.each([
    [{ ready: true, status: 'Listening' }, 'READY=1\nSTATUS=Listening\n'],
    [
      { reloading: true, monotonicUsec: 12345678901234567890n },
      'RELOADING=1\nMONOTONIC_USEC=12345678901234567890\n',
    ],
    [{ ready: false, mainPid: 7, watchdog: true }, 'MAINPID=7\nWATCHDOG=1\n'],
    [{ watchdog: 'trigger' as const, errno: 2, fdPoll: false }, 'WATCHDOG=trigger\nERRNO=2\nFDPOLL=0\n'],
    [{ fdStore: true, fdName: 'web', fdPoll: true }, 'FDSTORE=1\nFDNAME=web\n'],
    [{ extra: { X_ANSWER: '42' } }, 'X_ANSWER=42\n'],
  ])('%# is what sd_notify(3) says', (notification, text) => {
    expect(encodeNotification(notification)).toBe(text);
  });

  it('that makes no sense is refused', () => {
    expect(() => encodeNotification({ status: 'a\nb' })).toThrow(/STATUS must be one line/);
    expect(() => encodeNotification({ extra: { 'A=B': '' } })).toThrow(/no name of an assignment/);
    expect(() => encodeNotification({ readi: true } as never)).toThrow(/no field 'readi'/);
  });

  it('goes to the manager, if there is one', () =>
    expectNoLeak(async () => {
      delete process.env.NOTIFY_SOCKET;
      expect([await notify({ ready: true }), await notifyBarrier()]).toEqual([false, false]);
      using socket = manager();
      expect(await notify({ ready: true })).toBe(true);
      const message = (await socket.receive())!;
      expect([message.data.toString(), message.credentials!.pid]).toEqual(['READY=1\n', process.pid]);
      process.env.NOTIFY_SOCKET = 'relative';
      await expect(notify({ ready: true })).rejects.toThrow(/EINVAL: NOTIFY_SOCKET must be an absolute path/);
      await expect(notify({ ready: true }, { socket: '/nowhere/socket' })).rejects.toThrow(/ENOENT/);
    }));

  it('carries descriptors for the store', () =>
    expectNoLeak(async () => {
      using socket = manager();
      const fd = openSync('/dev/null', 'r');
      await storeFds('web', [fd, fd], { poll: false });
      closeSync(fd);
      const message = (await socket.receive())!;
      expect([message.data.toString(), message.fdCount]).toEqual(['FDSTORE=1\nFDNAME=web\nFDPOLL=0\n', 2]);
      await removeStoredFds('web');
      expect((await socket.receive())!.data.toString()).toBe('FDSTOREREMOVE=1\nFDNAME=web\n');
    }));

  it('is worked off when the barrier is through', () =>
    expectNoLeak(async () => {
      using socket = manager();
      let through = false;
      const barrier = notifyBarrier({ timeout: 10_000 }).then(value => {
        through = true;
        return value;
      });
      const message = (await socket.receive())!;
      expect([message.data.toString(), message.fdCount, through]).toEqual(['BARRIER=1\n', 1, false]);
      for (const fd of message.fds) fd.close();
      expect(await barrier).toBe(true);
      await expect(notifyBarrier({ timeout: 20 })).rejects.toThrow(
        /the service manager did not answer within 20 ms/,
      );
      socket.tryReceive();
    }));
});

it('the watchdog wants to hear in milliseconds', () => {
  expect(watchdogInterval({ WATCHDOG_USEC: '3000000' })).toBe(3000);
  expect(watchdogInterval({ WATCHDOG_USEC: '3000000', WATCHDOG_PID: String(process.pid) })).toBe(3000);
  for (const env of [
    {},
    { WATCHDOG_USEC: '0' },
    { WATCHDOG_USEC: 'x' },
    { WATCHDOG_USEC: '1', WATCHDOG_PID: '1' },
  ]) {
    expect(watchdogInterval(env)).toBeUndefined();
  }
});

it.skipIf(!haveNotify)('systemd-notify says the same (skipped where it is missing)', async () => {
  using socket = manager();
  const telling = run('systemd-notify', ['--no-block', '--ready', '--status=fine']);
  const lines = (await socket.receive({ timeout: 20_000 }))!.data.toString().trim().split('\n');
  await telling;
  const ours = encodeNotification({ ready: true, status: 'fine' }).trim().split('\n');
  expect(lines).toEqual(expect.arrayContaining(ours));
});
