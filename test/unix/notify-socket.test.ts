import { fstatSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NotifySocket, notify, storeFds, UnixDatagram } from '../../src/unix/index.js';
import { parseAssignments } from '../../src/unix/notify-socket.js';
import { expectNoLeak } from '../support/descriptors.js';

describe('NotifySocket', () => {
  it('hears assignments, descriptors and who sent them, in order', () =>
    expectNoLeak(async () => {
      await using socket = new NotifySocket();
      const { address } = socket;
      expect(address).toMatch(/^@afkit-notify-/);
      await notify({ ready: true, status: 'well' }, { socket: address });
      await storeFds('mine', [2], { socket: address });
      const heard = socket[Symbol.asyncIterator]();
      const first = (await heard.next()).value!;
      expect([...first.fields]).toEqual([
        ['READY', '1'],
        ['STATUS', 'well'],
      ]);
      expect(first.sender).toEqual({ pid: process.pid, uid: process.geteuid!(), gid: process.getegid!() });
      expect(first.fds).toEqual([]);
      const second = (await heard.next()).value!;
      expect(second.fields.get('FDNAME')).toBe('mine');
      expect(second.fds.map(({ fd }) => fstatSync(fd).ino)).toEqual([fstatSync(2).ino]);
      for (const fd of second.fds) fd.close();
    }));

  it('each has an address of its own', () =>
    expectNoLeak(async () => {
      await using one = new NotifySocket();
      await using other = new NotifySocket();
      expect(one.address).not.toBe(other.address);
    }));

  it('closing ends who listens, and may be done twice; nobody is heard any more', () =>
    expectNoLeak(async () => {
      const socket = new NotifySocket();
      const { address } = socket;
      const waiting = socket[Symbol.asyncIterator]().next();
      socket.close();
      socket.close();
      await socket[Symbol.asyncDispose]();
      expect(await waiting).toEqual({ done: true, value: undefined });
      expect(await socket[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
      const sender = UnixDatagram.open();
      expect(() => sender.trySend('READY=1', { to: address })).toThrow(/ECONNREFUSED/);
      sender.close();
    }));

  it('descriptors of a notification that nobody has read are closed with it', () =>
    expectNoLeak(async () => {
      const socket = new NotifySocket();
      await storeFds('mine', [0, 1, 2], { socket: socket.address });
      socket.close();
    }));
});

it('assignments are lines; the last of a name counts, and what is none is passed over', () => {
  expect([...parseAssignments('A=1\nB=x=y\n=no\nnothing\nA=2\nC=\n')]).toEqual([
    ['A', '2'],
    ['B', 'x=y'],
    ['C', ''],
  ]);
  expect(parseAssignments('').size).toBe(0);
});
