import { describe, expect, test } from 'vitest';
import { constants as c, controlSpace, MessageBatch, Socket } from '../../src/socket/index.js';
import { expectNoLeak, loopback } from './support.js';

const [ECANCELED, EAGAIN] = [-125, -11];

/** Two connected datagram sockets and a batch whose slots hold their own numbers; the leak check comes after `body`. */
function withPair(body: (a: Socket, b: Socket, batch: MessageBatch) => unknown) {
  return expectNoLeak(async () => {
    const [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_DGRAM);
    using batch = new MessageBatch({ slots: 4, payloadSize: 16, controlSize: controlSpace(8) });
    for (let slot = 0; slot < 4; slot++) batch.write(slot, Uint8Array.of(slot));
    try {
      await body(a, b, batch);
    } finally {
      a.close();
      b.close();
    }
  });
}

/** The first byte of every message that is there. */
function received(socket: Socket): number[] {
  using batch = new MessageBatch({ slots: 16, payloadSize: 16 });
  const count = socket.receive(batch);
  return Array.from({ length: count }, (_, slot) => batch.payloadAt(slot)[0]!);
}

describe('a send in the background', () => {
  test('sends the slots that it is told to', () =>
    withPair(async (a, b, batch) => {
      expect(await a.sendInBackground(batch, 1, 2)).toBe(2);
      expect(received(b)).toEqual([1, 2]);
      expect(batch.length(1)).toBe(1);
      expect(await a.sendInBackground(batch, 0, 4)).toBe(4);
      expect(received(b)).toEqual([0, 1, 2, 3]);
    }));

  test('resolves to how many could be sent, then to 0', () =>
    withPair(async (a, b, batch) => {
      let sent = 0;
      for (let taken = 4; taken > 0; sent += taken) taken = await a.sendInBackground(batch, 0, 4);
      expect(sent).toBeGreaterThan(4);
      expect(batch.send(a.fd, 0, 4, 0)).toBe(EAGAIN);
      let arrived = 0;
      for (let more = 1; more > 0; arrived += more) more = received(b).length;
      expect(arrived).toBe(sent);
    }));

  test('rejects with what send() throws', () =>
    expectNoLeak(async () => {
      using socket = Socket.open({ domain: c.AF_INET, type: c.SOCK_DGRAM });
      using batch = new MessageBatch({ slots: 1, payloadSize: 70_000, nameSize: 16 });
      batch.write(0, new Uint8Array(70_000), loopback(9));
      await expect(socket.sendInBackground(batch, 0, 1)).rejects.toMatchObject({
        name: 'SocketError',
        code: 'EMSGSIZE',
        syscall: 'sendmmsg',
      });
      batch.setLength(0, 80_000);
      await expect(socket.sendInBackground(batch, 0, 1)).rejects.toThrow(RangeError);
      await expect(socket.sendInBackground(batch, 0, 2)).rejects.toThrow(RangeError);
      expect(batch.sending).toBe(false);
      socket.close();
      batch.setLength(0, 1);
      await expect(socket.sendInBackground(batch, 0, 1)).rejects.toMatchObject({
        code: 'EBADF',
        syscall: 'sendmmsg',
      });
    }));

  test('of two sockets goes on at once', () =>
    withPair(async (a, b, batch) => {
      using other = new MessageBatch({ slots: 1, payloadSize: 16 });
      other.write(0, Uint8Array.of(9));
      expect(await Promise.all([a.sendInBackground(batch, 0, 4), b.sendInBackground(other, 0, 1)])).toEqual([
        4, 1,
      ]);
      expect(received(b)).toEqual([0, 1, 2, 3]);
      expect(received(a)).toEqual([9]);
    }));
});

describe('while a send is under way', () => {
  test('the batch refuses every use, and goes on afterwards', () =>
    withPair(async (a, b, batch) => {
      expect(batch.sending).toBe(false);
      const sent = a.sendInBackground(batch, 0, 1);
      expect(batch.sending).toBe(true);
      expect(batch.receiving).toBe(false);
      for (const use of [
        () => a.send(batch, 0, 1),
        () => b.receive(batch),
        () => batch.claim(0),
        () => batch.discard(),
        () => batch.receiveInBackground(b.fd, 0, 1, () => expect.unreachable()),
        () => batch.sendInBackground(a.fd, 0, 1, 0, () => expect.unreachable()),
      ]) {
        expect(use).toThrow(TypeError);
        expect(use).toThrow('the batch is sending');
      }
      expect(await sent).toBe(1);
      expect(batch.sending).toBe(false);
      expect(b.receive(batch)).toBe(1);
      expect(await a.sendInBackground(batch, 3, 1)).toBe(1);
    }));

  test('the batch may be closed: ECANCELED at the end', () =>
    withPair(async (a, b, batch) => {
      const sent = a.sendInBackground(batch, 0, 1);
      batch.close();
      expect(batch.sending).toBe(true);
      await expect(sent).rejects.toMatchObject({
        code: 'ECANCELED',
        message: 'sendmmsg ECANCELED: the batch was closed during the send',
      });
      expect(batch.sending).toBe(false);
      expect(received(b)).toEqual([0]);
      await expect(a.sendInBackground(batch, 0, 1)).rejects.toThrow('the batch is closed');
      using other = new MessageBatch({ slots: 1, payloadSize: 16 });
      const result = await new Promise(resolve => {
        other.sendInBackground(a.fd, 0, 1, 0, resolve);
        other.close();
      });
      expect(result).toBe(ECANCELED);
    }));

  test('the socket may be closed: ECANCELED at the end, and the batch goes on', () =>
    withPair(async (a, b, batch) => {
      const sent = a.sendInBackground(batch, 0, 1);
      a.close();
      await expect(sent).rejects.toMatchObject({
        code: 'ECANCELED',
        message: 'sendmmsg ECANCELED: the socket was closed during the send',
      });
      expect(received(b)).toEqual([0]);
      const [other, peer] = Socket.pair(c.AF_UNIX, c.SOCK_DGRAM);
      expect(await other.sendInBackground(batch, 2, 1)).toBe(1);
      expect(received(peer)).toEqual([2]);
      other.close();
      peer.close();
    }));
});

test.each([
  [['1', 0, 1, 0, () => {}], 'fd'],
  [[1, 4, 1, 0, () => {}], 'first'],
  [[1, 0, 5, 0, () => {}], 'count'],
  [[1, 0, 1, '0', () => {}], 'flags'],
  [[1, 0, 1, 0, 'x'], 'callback'],
])('%j is refused for its %s', (words, name) => {
  using batch = new MessageBatch({ slots: 4, payloadSize: 16 });
  const send = batch.sendInBackground.bind(batch) as (...words: readonly unknown[]) => number;
  expect(() => send(...words)).toThrow(name);
  expect(batch.sending).toBe(false);
});
