import { AsyncLocalStorage } from 'node:async_hooks';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { describe, expect, type TestContext, test } from 'vitest';
import { addon } from '../../src/socket/addon.js';
import {
  constants as c,
  controlSpace,
  MessageBatch,
  NetworkNamespace,
  Socket,
} from '../../src/socket/index.js';
import { descriptors, expectNoLeak, freshUnixAddress, isRoot, loopback, netlinkAddress } from './support.js';

const bytes = (...values: number[]) => new Uint8Array(values);
const [EBADF, ECANCELED, ENOTSOCK] = [-9, -125, -88];

const u16 = (value: number) => new Uint8Array(new Uint16Array([value]).buffer);

/** Everything that a receive of `count` messages left in the batch. */
function contents(batch: MessageBatch, count: number) {
  return Array.from({ length: count }, (_, slot) => ({
    status: [...batch.status.subarray(slot * 4, slot * 4 + 4)],
    payload: batch.payloadAt(slot).slice(),
    name: batch.nameAt(slot).slice(),
    control: batch.controlAt(slot).slice(),
  }));
}

/** Two connected datagram sockets and a batch, cleaned up; the leak check comes after `body`. */
function withPair(
  shape: Partial<ConstructorParameters<typeof MessageBatch>[0]>,
  body: (a: Socket, b: Socket, batch: MessageBatch) => unknown,
) {
  return expectNoLeak(async () => {
    const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_DGRAM);
    using batch = new MessageBatch({ slots: 4, payloadSize: 64, ...shape });
    try {
      await body(a, b, batch);
    } finally {
      a.close();
      b.close();
    }
  });
}

function sendNumbers(socket: Socket, ...numbers: number[]) {
  using batch = new MessageBatch({ slots: 1, payloadSize: 16 });
  for (const number of numbers) {
    batch.write(0, bytes(number));
    expect(socket.send(batch, 0, 1)).toBe(1);
  }
}

/** Sends one message with `count` descriptors of its own. */
function sendRights(socket: Socket, count: number) {
  const fds = Array.from({ length: count }, () => openSync('/dev/null', 'r'));
  using batch = new MessageBatch({ slots: 1, payloadSize: 16, controlSize: controlSpace(count * 4) });
  const data = new Uint8Array(new Int32Array(fds).buffer);
  batch.write(0, bytes(1), undefined, [{ level: c.SOL_SOCKET, type: c.SCM_RIGHTS, data }]);
  expect(socket.send(batch, 0, 1)).toBe(1);
  for (const fd of fds) closeSync(fd);
}

describe('a receive in the background gives what receive() gives', () => {
  /** Every datagram of the dump that `request` asks for. */
  async function dump(
    socket: Socket,
    batch: MessageBatch,
    request: Uint8Array,
    receive: () => number | Promise<number>,
  ) {
    const datagrams = [];
    batch.write(0, request, netlinkAddress(0, 0));
    expect(socket.send(batch, 0, 1)).toBe(1);
    // The kernel makes a datagram of a dump when the one before it is received.
    for (let count = await receive(); count > 0; count = await receive()) {
      datagrams.push(...contents(batch, count));
    }
    return datagrams;
  }

  async function expectEqualDumps(socket: Socket, request: Uint8Array, least: number) {
    using batch = new MessageBatch({ slots: 2, payloadSize: 4096, nameSize: 16 });
    // Only after the first one does the kernel know how large the datagrams may be.
    await dump(socket, batch, request, () => socket.receive(batch));
    const expected = await dump(socket, batch, request, () => socket.receive(batch));
    expect(expected.length).toBeGreaterThanOrEqual(least);
    const seen = await dump(socket, batch, request, () => socket.receiveInBackground(batch));
    expect(seen).toEqual(expected);
  }

  /** struct nlmsghdr and what follows it. */
  function message(type: number, flags: number, body: number[]) {
    const bytes = new Uint8Array(16 + body.length);
    new Uint32Array(bytes.buffer, 0, 1)[0] = bytes.length;
    new Uint16Array(bytes.buffer, 4, 2).set([type, flags]);
    bytes.set(body, 16);
    return bytes;
  }

  test('of a netlink dump', () =>
    expectNoLeak(async () => {
      using socket = Socket.open({ domain: c.AF_NETLINK, type: c.SOCK_RAW, protocol: c.NETLINK_GENERIC });
      const CTRL_CMD_GETFAMILY = 3;
      await expectEqualDumps(socket, message(16, 0x301, [CTRL_CMD_GETFAMILY, 1, 0, 0]), 1);
    }));

  test('of a netlink dump of many datagrams', ctx => {
    if (!isRoot) ctx.skip('a network namespace needs root');
    return expectNoLeak(async () => {
      using namespace = NetworkNamespace.create();
      const kind = { domain: c.AF_NETLINK, type: c.SOCK_RAW, protocol: c.NETLINK_ROUTE, namespace };
      using socket = Socket.open(kind);
      using batch = new MessageBatch({ slots: 1, payloadSize: 64 });
      for (let i = 0; i < 1000; i++) {
        // NLM_F_REQUEST | NLM_F_CREATE of a blackhole, 10.0.x.y/32, in the main table: struct rtmsg, RTA_DST.
        const rtmsg = [c.AF_INET, 32, 0, 0, 254, 4, 0, 6, 0, 0, 0, 0];
        batch.write(0, message(24, 0x401, [...rtmsg, ...u16(8), ...u16(1), 10, 0, i >> 8, i & 255]));
        expect(socket.send(batch, 0, 1)).toBe(1);
      }
      await expectEqualDumps(socket, message(26, 0x301, [c.AF_INET, ...Array(11).fill(0)]), 10);
    });
  });

  test('of datagrams with addresses and control messages', () =>
    expectNoLeak(async () => {
      using a = Socket.open({ domain: c.AF_UNIX, type: c.SOCK_DGRAM });
      using b = Socket.open({ domain: c.AF_UNIX, type: c.SOCK_DGRAM });
      using batch = new MessageBatch({ slots: 4, payloadSize: 16, nameSize: 128, controlSize: 64 });
      const to = freshUnixAddress();
      a.bind(freshUnixAddress());
      b.bind(to);
      b.setOption(c.SOL_SOCKET, c.SO_PASSCRED, 1);
      const send = () => {
        using large = new MessageBatch({ slots: 3, payloadSize: 64, nameSize: 128 });
        for (const [slot, size] of [0, 10, 50].entries())
          large.write(slot, new Uint8Array(size).fill(size), to);
        expect(a.send(large, 0, 3)).toBe(3);
      };
      send();
      expect(b.receive(batch, c.MSG_TRUNC)).toBe(3);
      const expected = contents(batch, 3);
      expect(expected[2]).toMatchObject({ payload: new Uint8Array(16).fill(50), control: { length: 32 } });
      for (const array of [batch.payload, batch.name, batch.control, batch.status]) array.fill(0);
      send();
      expect(await b.receiveInBackground(batch, c.MSG_TRUNC)).toBe(3);
      expect(contents(batch, 3)).toEqual(expected);
    }));

  test('0 when there is nothing', () =>
    withPair({}, async (_a, b, batch) => {
      expect(await b.receiveInBackground(batch)).toBe(0);
      expect(await b.receiveInBackground(batch)).toBe(0);
    }));

  test('flags and maxSlots count', () =>
    withPair({}, async (a, b, batch) => {
      sendNumbers(a, 1, 2, 3, 4);
      expect(await b.receiveInBackground(batch, c.MSG_PEEK, 1)).toBe(1);
      expect(await b.receiveInBackground(batch, 0, 3)).toBe(3);
      expect(batch.payloadAt(0)).toEqual(bytes(1));
      expect(await b.receiveInBackground(batch, 0, 3)).toBe(1);
      expect(batch.payloadAt(0)).toEqual(bytes(4));
    }));

  test('errors, once', () =>
    expectNoLeak(async () => {
      using spare = Socket.open({ domain: c.AF_INET, type: c.SOCK_DGRAM });
      spare.bind(loopback(0));
      const nobody = spare.localAddress();
      spare.close();
      using socket = Socket.open({ domain: c.AF_INET, type: c.SOCK_DGRAM });
      using batch = new MessageBatch({ slots: 2, payloadSize: 16 });
      socket.connect(nobody);
      sendNumbers(socket, 1);
      await socket.waitReadable({ timeout: 2000 });
      await expect(socket.receiveInBackground(batch)).rejects.toMatchObject({
        name: 'SocketError',
        code: 'ECONNREFUSED',
        syscall: 'recvmmsg',
      });
      expect(await socket.receiveInBackground(batch)).toBe(0);
    }));

  test('an overrun of netlink, and the messages after it', (ctx: TestContext) => {
    if (!isRoot) ctx.skip('joining a NETLINK_USERSOCK group needs root');
    return expectNoLeak(async () => {
      using namespace = NetworkNamespace.create();
      const kind = { domain: c.AF_NETLINK, type: c.SOCK_RAW, protocol: c.NETLINK_USERSOCK, namespace };
      using receiver = Socket.open(kind);
      using sender = Socket.open(kind);
      using batch = new MessageBatch({ slots: 4, payloadSize: 512, nameSize: 16 });
      receiver.bind(netlinkAddress(0, 1));
      receiver.setOption(c.SOL_SOCKET, c.SO_RCVBUF, 1);
      for (let i = 0; i < 50; i++) {
        batch.write(0, new Uint8Array(500), netlinkAddress(0, 1));
        try {
          sender.send(batch, 0, 1);
        } catch {
          // The sender of a multicast may hear that nobody could take it.
        }
      }
      await expect(receiver.receiveInBackground(batch)).rejects.toMatchObject({ code: 'ENOBUFS' });
      expect(await receiver.receiveInBackground(batch)).toBeGreaterThan(0);
    });
  });

  test('with two batches in turn, every message once and in order', () =>
    withPair({}, async (a, b) => {
      const pair = [0, 1].map(() => new MessageBatch({ slots: 3, payloadSize: 16 })) as [
        MessageBatch,
        MessageBatch,
      ];
      const seen: number[] = [];
      for (let round = 0; round < 20; round++) {
        sendNumbers(a, 0, 1, 2, 3, 4, 5, 6);
        let [batch, other] = pair;
        let next = b.receiveInBackground(batch);
        for (;;) {
          const count = await next;
          if (count === 0) break;
          next = b.receiveInBackground(other);
          for (let slot = 0; slot < count; slot++) seen.push(batch.payloadAt(slot)[0]!);
          [batch, other] = [other, batch];
        }
      }
      expect(seen).toEqual(Array.from({ length: 140 }, (_, i) => i % 7));
      for (const batch of pair) batch.close();
    }));

  test('with many batches at once, every message once', () =>
    withPair({}, async (a, b) => {
      const batches = Array.from({ length: 16 }, () => new MessageBatch({ slots: 1, payloadSize: 16 }));
      const seen: number[] = [];
      for (let round = 0; round < 20; round++) {
        sendNumbers(a, 0, 1, 2, 3, 4, 5, 6, 7);
        const counts = await Promise.all(batches.map(batch => b.receiveInBackground(batch)));
        for (const [i, batch] of batches.entries()) if (counts[i] === 1) seen.push(batch.payloadAt(0)[0]!);
      }
      expect(seen.sort()).toEqual(Array.from({ length: 160 }, (_, i) => Math.floor(i / 20)));
      for (const batch of batches) batch.close();
    }));
});

describe('while a receive is under way', () => {
  test('the batch refuses every use, and goes on afterwards', () =>
    withPair({}, async (a, b, batch) => {
      sendNumbers(a, 7);
      expect(batch.receiving).toBe(false);
      const received = b.receiveInBackground(batch);
      expect(batch.receiving).toBe(true);
      expect(batch.closed).toBe(false);
      const busy = expect.objectContaining({ message: 'the batch is receiving' });
      for (const use of [
        () => b.receive(batch),
        () => a.send(batch, 0, 1),
        () => batch.claim(0),
        () => batch.discard(),
        () => batch.receiveInBackground(b.fd, 0, 1, () => expect.unreachable()),
        () => batch.receive(-1, 0, 1),
      ]) {
        expect(use).toThrow(TypeError);
        expect(use).toThrow(busy);
      }
      await expect(b.receiveInBackground(batch)).rejects.toThrow(TypeError);
      await expect(a.receiveInBackground(batch)).rejects.toThrow('the batch is receiving');
      expect(await received).toBe(1);
      expect(batch.receiving).toBe(false);
      expect(batch.payloadAt(0)).toEqual(bytes(7));
      expect(await b.receiveInBackground(batch)).toBe(0);
      expect(b.receive(batch)).toBe(0);
    }));

  test('the callback may begin the next one', () =>
    withPair({}, async (a, b, batch) => {
      sendNumbers(a, 1, 2, 3);
      const seen: number[] = [];
      await new Promise<void>(resolve => {
        const again = () =>
          expect(
            batch.receiveInBackground(b.fd, 0, 1, result => {
              expect(batch.receiving).toBe(false);
              seen.push(result);
              if (seen.length === 4) resolve();
              else again();
            }),
          ).toBe(0);
        again();
        expect(seen).toEqual([]);
      });
      const EAGAIN = -11;
      expect(seen).toEqual([1, 1, 1, EAGAIN]);
    }));

  test('the descriptor may be closed and its number become another socket’s', () =>
    expectNoLeak(async () => {
      using batch = new MessageBatch({ slots: 4, payloadSize: 16 });
      const pair = () => {
        const out = new Int32Array(2);
        expect(addon.socketpair(c.AF_UNIX, c.SOCK_DGRAM, 0, out)).toBe(0);
        return out as unknown as [number, number];
      };
      const send = (fd: number, number: number) => {
        using one = new MessageBatch({ slots: 1, payloadSize: 16 });
        one.write(0, bytes(number));
        expect(one.send(fd, 0, 1, 0)).toBe(1);
      };
      for (let round = 0; round < 20; round++) {
        const [a, b] = pair();
        send(b, 1);
        const result = new Promise<number>(resolve => {
          expect(batch.receiveInBackground(a, 0, 4, resolve)).toBe(0);
        });
        addon.close(a);
        const [x, y] = pair();
        expect([x, y]).toContain(a);
        send(x, 2);
        send(y, 2);
        expect(await result).toBe(1);
        expect(batch.payloadAt(0)).toEqual(bytes(1));
        for (const fd of [b, x, y]) addon.close(fd);
      }
    }));
});

describe('closing while a receive is under way', () => {
  const shape = { controlSize: controlSpace(8) };

  test('the batch: at once closed, at the end ECANCELED, and nothing stays open', () =>
    withPair(shape, async (a, b, batch) => {
      sendRights(a, 2);
      const received = b.receiveInBackground(batch);
      batch.close();
      expect(batch.closed).toBe(true);
      expect(batch.receiving).toBe(true);
      expect(() => b.receive(batch)).toThrow('the batch is closed');
      expect(() => batch.discard()).toThrow('the batch is closed');
      batch.close();
      await expect(received).rejects.toMatchObject({
        name: 'SocketError',
        code: 'ECANCELED',
        syscall: 'recvmmsg',
        message: 'recvmmsg ECANCELED: the batch was closed during the receive',
      });
      expect(batch.receiving).toBe(false);
      batch.payload.fill(9);
      batch.close();
      await expect(b.receiveInBackground(batch)).rejects.toThrow(TypeError);
    }));

  test('the batch: its callback comes with −ECANCELED', () =>
    withPair(shape, async (a, b, batch) => {
      sendRights(a, 1);
      const result = await new Promise(resolve => {
        batch.receiveInBackground(b.fd, 0, 4, resolve);
        batch.close();
      });
      expect(result).toBe(ECANCELED);
    }));

  test('the socket: ECANCELED at the end, its descriptors closed, and the batch goes on', () =>
    withPair(shape, async (a, b, batch) => {
      const [other, peer] = Socket.pair(c.AF_UNIX, c.SOCK_DGRAM);
      sendRights(other, 2);
      const before = descriptors();
      const received = peer.receiveInBackground(batch);
      peer.close();
      peer.close();
      expect(batch.receiving).toBe(true);
      await expect(received).rejects.toMatchObject({
        code: 'ECANCELED',
        message: 'recvmmsg ECANCELED: the socket was closed during the receive',
      });
      expect(descriptors()).toBe(before - 1);
      expect(batch.claim(0)).toEqual([]);
      sendNumbers(a, 5);
      expect(await b.receiveInBackground(batch)).toBe(1);
      other.close();
    }));

  test('the socket: ECANCELED too when there was nothing to receive', () =>
    withPair({}, async (_a, b, batch) => {
      const received = b.receiveInBackground(batch);
      b.close();
      await expect(received).rejects.toMatchObject({ code: 'ECANCELED' });
    }));

  test('both', () =>
    withPair(shape, async (a, b, batch) => {
      sendRights(a, 1);
      const received = b.receiveInBackground(batch);
      b.close();
      batch.close();
      await expect(received).rejects.toMatchObject({ code: 'ECANCELED' });
    }));

  test('the peer', () =>
    withPair({}, async (a, b, batch) => {
      sendNumbers(a, 1);
      const received = b.receiveInBackground(batch);
      a.close();
      expect(await received).toBe(1);
    }));
});

describe('what cannot begin', () => {
  test('a closed socket: EBADF, and the batch stays free', () =>
    withPair({}, async (_a, b, batch) => {
      b.close();
      await expect(b.receiveInBackground(batch)).rejects.toMatchObject({
        code: 'EBADF',
        message: 'recvmmsg EBADF: the socket is closed',
      });
      expect(batch.receiving).toBe(false);
      expect(batch.receiveInBackground(-1, 0, 1, () => expect.unreachable())).toBe(EBADF);
      expect(batch.receiveInBackground(99999, 0, 1, () => expect.unreachable())).toBe(EBADF);
      expect(batch.receiving).toBe(false);
    }));

  test('a closed batch: TypeError', () =>
    withPair({}, async (_a, b, batch) => {
      batch.close();
      await expect(b.receiveInBackground(batch)).rejects.toThrow(TypeError);
      await expect(b.receiveInBackground(batch)).rejects.toThrow('the batch is closed');
      expect(batch.receiving).toBe(false);
    }));

  test('wrong arguments: TypeError or RangeError', () =>
    withPair({}, async (_a, b, batch) => {
      await expect(b.receiveInBackground(batch, 0, 0)).rejects.toThrow(RangeError);
      await expect(b.receiveInBackground(batch, 0, 5)).rejects.toThrow(RangeError);
      await expect(b.receiveInBackground(batch, 'x' as unknown as number)).rejects.toThrow(TypeError);
      for (const callback of [undefined, null, {}, 1]) {
        const call = () => batch.receiveInBackground(b.fd, 0, 1, callback as unknown as () => void);
        expect(call).toThrow('callback must be a function');
      }
      expect(batch.receiving).toBe(false);
    }));

  test('what is no socket begins, and fails as receive() does', () =>
    expectNoLeak(async () => {
      using batch = new MessageBatch({ slots: 1, payloadSize: 16 });
      const file = openSync(import.meta.filename, 'r');
      expect(batch.receive(file, 0, 1)).toBe(ENOTSOCK);
      expect(await new Promise(resolve => batch.receiveInBackground(file, 0, 1, resolve))).toBe(ENOTSOCK);
      closeSync(file);
    }));
});

describe('descriptors that came with a message', () => {
  const shape = { controlSize: controlSpace(12) };

  test('can be claimed', () =>
    withPair(shape, async (a, b, batch) => {
      sendRights(a, 3);
      sendRights(a, 1);
      expect(await b.receiveInBackground(batch)).toBe(2);
      batch.control.fill(0xff);
      const fds = [...batch.claim(0), ...batch.claim(1)];
      expect(fds).toHaveLength(4);
      for (const fd of fds) {
        expect(fstatSync(fd.fd).isCharacterDevice()).toBe(true);
        fd.close();
      }
    }));

  test('are closed by the next receive, when that begins', () =>
    withPair(shape, async (a, b, batch) => {
      const before = descriptors();
      sendRights(a, 3);
      await b.receiveInBackground(batch);
      expect(descriptors()).toBe(before + 3);
      sendRights(a, 2);
      await b.receiveInBackground(batch);
      expect(descriptors()).toBe(before + 2);
      expect(b.receive(batch)).toBe(0);
      expect(descriptors()).toBe(before);
    }));

  test('are closed by discard() and close()', () =>
    withPair(shape, async (a, b, batch) => {
      const before = descriptors();
      sendRights(a, 3);
      await b.receiveInBackground(batch);
      batch.discard();
      batch.discard();
      expect(descriptors()).toBe(before);
      expect(batch.claim(0)).toEqual([]);
      sendRights(a, 3);
      await b.receiveInBackground(batch);
      batch.close();
      expect(descriptors()).toBe(before);
    }));
});

test('the callback runs in the async context of the call', () =>
  withPair({}, async (_a, b, batch) => {
    const storage = new AsyncLocalStorage<string>();
    const seen = await storage.run(
      'context',
      () =>
        new Promise(resolve => {
          batch.receiveInBackground(b.fd, 0, 1, () => resolve(storage.getStore()));
        }),
    );
    expect(seen).toBe('context');
  }));
