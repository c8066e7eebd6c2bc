import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  Activation,
  type ActivationEvent,
  UnixDatagram,
  UnixListener,
  UnixStream,
} from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryDirectory } from './support.js';

const activations: Activation[] = [];

afterEach(async () => {
  await Promise.all(activations.splice(0).map(activation => activation.stop('SIGKILL')));
});

/** An activation of a shell script with one stream listener; what it tells, and a wait for a kind of event. */
function activate(script: string, { now = false, patience }: { now?: boolean; patience?: number } = {}) {
  const address = freshName();
  const { socket } = UnixListener.listen(address);
  const events: ActivationEvent[] = [];
  const waiting = new Set<() => void>();
  const activation = new Activation({
    command: ['sh', '-c', script],
    sockets: [{ name: 'web', socket }],
    now,
    patience,
    observe: event => {
      events.push(event);
      for (const look of waiting) look();
    },
  });
  activations.push(activation);
  const count = (kind: ActivationEvent['event']) => events.filter(({ event }) => event === kind).length;
  const until = (kind: ActivationEvent['event'], times = 1) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (count(kind) < times) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { activation, address, socket, events, count, until };
}

describe('Activation', () => {
  it('waits for a call, starts with the sockets, and stops, also the second time', () =>
    expectNoLeak(async () => {
      const said = join(temporaryDirectory(), 'said');
      const { activation, address, socket, until, count } = activate(
        `echo $LISTEN_FDS $LISTEN_FDNAMES > ${said}; exec sleep 60`,
        { patience: 1 },
      );
      await until('waiting');
      expect([activation.pid, count('started')]).toEqual([undefined, 0]);
      const client = await UnixStream.connect(address);
      await until('ready');
      expect(activation.pid).toBeGreaterThan(0);
      while (!existsSync(said) || readFileSync(said, 'utf8') === '') await sleep(5);
      expect(readFileSync(said, 'utf8')).toBe('1 web\n');
      await Promise.all([activation.stop(), activation.stop()]);
      await activation.stop();
      await activation.ended;
      expect([activation.pid, count('exited'), socket.closed]).toEqual([undefined, 1, true]);
      client.on('error', () => {}).destroy();
    }));

  it('stopped before anybody called, it has started nothing', () =>
    expectNoLeak(async () => {
      const { activation, socket, until, count } = activate('exec sleep 60');
      await until('waiting');
      await activation[Symbol.asyncDispose]();
      expect([count('started'), socket.closed]).toEqual([0, true]);
    }));

  it('starts at once, starts again after the end, and pauses where the life was short', () =>
    expectNoLeak(async () => {
      const { activation, address, until, events } = activate('exit 3', { now: true });
      await until('pausing');
      const client = await UnixStream.connect(address);
      await until('started', 2);
      await activation.stop();
      expect(events[0]).toMatchObject({ event: 'started' });
      expect(events[1]).toMatchObject({ event: 'exited', code: 3, signal: null });
      expect(events[2]).toEqual({ event: 'pausing', milliseconds: 100 });
      client.on('error', () => {}).destroy();
    }));

  it('replaces a server when the next is ready, once for calls at the same time', () =>
    expectNoLeak(async () => {
      const { activation, until, count, events } = activate('exec sleep 60', { now: true, patience: 1 });
      await until('ready');
      const first = activation.pid;
      const replacing = activation.replace();
      expect(activation.replace()).toBe(replacing);
      await replacing;
      expect(count('started')).toBe(2);
      expect(activation.pid).not.toBe(first);
      expect(events.find(({ event }) => event === 'exited')).toMatchObject({ pid: first, signal: 'SIGTERM' });
      await activation.stop();
    }));

  it('starts a server to replace none', () =>
    expectNoLeak(async () => {
      const { activation, until, count } = activate('exec sleep 60', { patience: 1 });
      await until('waiting');
      await activation.replace();
      expect(count('started')).toBe(1);
      expect(activation.pid).toBeGreaterThan(0);
      await activation.stop();
    }));

  it('stopped while it replaces, it leaves no server', () =>
    expectNoLeak(async () => {
      const { activation, until, events } = activate('exec sleep 60', { now: true, patience: 60_000 });
      await until('started');
      const replacing = activation.replace();
      await until('started', 2);
      await activation.stop();
      await replacing;
      const started = events.flatMap(event => (event.event === 'started' ? [event.pid] : []));
      for (const pid of started) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    }));

  it('keeps what a server stores, forgets it on request, and closes it at the end', () =>
    expectNoLeak(async () => {
      const { activation, until, events } = activate('exec sleep 60', { now: true, patience: 1 });
      await until('ready');
      // Until the new process executes the command, it has the environment of its parent.
      const address = await vi.waitFor(() => {
        const environment = readFileSync(`/proc/${activation.pid}/environ`, 'utf8');
        return /(?:^|\0)NOTIFY_SOCKET=([^\0]+)/.exec(environment)![1]!;
      });
      const sender = UnixDatagram.open();
      await sender.send('FDSTORE=1\nFDNAME=a', { to: address, fds: [2] });
      await sender.send('FDSTORE=1\nFDNAME=b', { to: address, fds: [1, 2] });
      await until('stored', 2);
      await sender.send('FDSTOREREMOVE=1\nFDNAME=b\nSTATUS=less', { to: address });
      await until('status');
      await sender.send('FDSTORE=1\nFDNAME=c', { to: address, fds: [2] });
      await until('stored', 3);
      const stored = events.flatMap(event => (event.event === 'stored' ? [[event.name, event.count]] : []));
      expect(stored).toEqual([
        ['a', 1],
        ['b', 3],
        ['c', 2],
      ]);
      sender.close();
      await activation.stop();
    }));
});
