import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, type TestContext, test } from 'vitest';
import { constants as c, MessageBatch, NetworkNamespace, Socket } from '../../src/socket/index.js';
import { expectNoLeak, isRoot, loopback, netlinkAddress } from './support.js';

/** Two NETLINK_USERSOCK sockets in a namespace of their own: `send` to a group that `receiver` is in. */
function subscription(ctx: TestContext) {
  if (!isRoot) ctx.skip('joining a NETLINK_USERSOCK group needs root');
  const namespace = NetworkNamespace.create();
  const kind = { domain: c.AF_NETLINK, type: c.SOCK_RAW, protocol: c.NETLINK_USERSOCK, namespace };
  const [receiver, sender] = [Socket.open(kind), Socket.open(kind)];
  namespace.close();
  receiver.bind(netlinkAddress(0, 1));
  receiver.setOption(c.SOL_SOCKET, c.SO_RCVBUF, 1);
  const batch = new MessageBatch({ slots: 1, payloadSize: 512, nameSize: 16 });
  return {
    receiver,
    batch,
    multicast() {
      batch.write(0, new Uint8Array(500), netlinkAddress(0, 1));
      try {
        sender.send(batch, 0, 1);
      } catch {
        // The sender of a multicast may hear that nobody could take it.
      }
    },
    [Symbol.dispose]() {
      for (const closable of [receiver, sender, batch]) closable.close();
    },
  };
}

describe('a netlink overrun', () => {
  test('wakes a wait, is reported once, and the socket goes on working', ctx =>
    expectNoLeak(async () => {
      using s = subscription(ctx);
      for (let round = 0; round < 3; round++) {
        const wait = s.receiver.waitReadable({ timeout: 2000 });
        for (let i = 0; i < 50; i++) s.multicast();
        await wait;
        expect(() => s.receiver.receive(s.batch)).toThrow(/recvmmsg ENOBUFS/);

        await s.receiver.waitReadable({ timeout: 2000 });
        let received = 0;
        while (s.receiver.receive(s.batch) > 0) received++;
        expect(received).toBeGreaterThan(0);
        expect(received).toBeLessThan(50);

        const next = s.receiver.waitReadable({ timeout: 2000 });
        s.multicast();
        await next;
        expect(s.receiver.receive(s.batch)).toBe(1);
        expect(s.receiver.receive(s.batch)).toBe(0);
      }
    }));

  test('that nobody collects is neither forgotten nor a busy loop', ctx =>
    expectNoLeak(async () => {
      using s = subscription(ctx);
      const wait = s.receiver.waitReadable({ timeout: 2000 });
      for (let i = 0; i < 50; i++) s.multicast();
      await wait;
      const start = process.cpuUsage();
      await sleep(200);
      const { user, system } = process.cpuUsage(start);
      expect((user + system) / 1000).toBeLessThan(100);
      await s.receiver.waitReadable({ timeout: 2000 });
      await s.receiver.waitWritable({ timeout: 2000 });
      await s.receiver.waitReadable({ timeout: 2000 });
      expect(() => s.receiver.receive(s.batch)).toThrow(/ENOBUFS/);
    }));

  test('wakes waits for both directions', ctx =>
    expectNoLeak(async () => {
      using s = subscription(ctx);
      const waits = [s.receiver.waitReadable({ timeout: 2000 }), s.receiver.waitReadable({ timeout: 2000 })];
      for (let i = 0; i < 50; i++) s.multicast();
      await Promise.all([...waits, s.receiver.waitWritable({ timeout: 2000 })]);
    }));
});

describe('an ICMP error on a UDP socket', () => {
  function refused() {
    using spare = Socket.open({ domain: c.AF_INET, type: c.SOCK_DGRAM });
    spare.bind(loopback(0));
    return spare.localAddress();
  }

  test('wakes a wait and is reported once', () =>
    expectNoLeak(async () => {
      using socket = Socket.open({ domain: c.AF_INET, type: c.SOCK_DGRAM });
      using batch = new MessageBatch({ slots: 2, payloadSize: 16, nameSize: 16 });
      socket.connect(refused());
      const wait = socket.waitReadable({ timeout: 2000 });
      batch.write(0, new Uint8Array(3));
      expect(socket.send(batch, 0, 1)).toBe(1);
      await wait;
      expect(() => socket.receive(batch)).toThrow(/recvmmsg ECONNREFUSED/);
      expect(socket.receive(batch)).toBe(0);
      await expect(socket.waitReadable({ timeout: 10 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    }));

  test('is in the error queue with IP_RECVERR, and wakes until it is taken from there', () =>
    expectNoLeak(async () => {
      using socket = Socket.open({ domain: c.AF_INET, type: c.SOCK_DGRAM });
      using batch = new MessageBatch({ slots: 2, payloadSize: 16, nameSize: 16, controlSize: 128 });
      socket.setOption(c.SOL_IP, c.IP_RECVERR, 1);
      batch.write(0, new Uint8Array([1, 2, 3]), refused());
      const wait = socket.waitReadable({ timeout: 2000 });
      expect(socket.send(batch, 0, 1)).toBe(1);
      await wait;
      expect(() => socket.receive(batch)).toThrow(/ECONNREFUSED/);
      await socket.waitReadable({ timeout: 2000 });
      expect(socket.receive(batch, c.MSG_ERRQUEUE)).toBe(1);
      expect(batch.flags(0) & c.MSG_ERRQUEUE).toBe(c.MSG_ERRQUEUE);
      expect([...batch.payloadAt(0)]).toEqual([1, 2, 3]);
      expect(batch.controlMessages(0)).toMatchObject([{ level: c.SOL_IP, type: c.IP_RECVERR }]);
      await expect(socket.waitReadable({ timeout: 10 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    }));
});
