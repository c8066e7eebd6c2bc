import { getEventListeners } from 'node:events';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { constants as c, MessageBatch, Socket } from '../../src/socket/index.js';
import { descriptors } from './support.js';

let a: Socket;
let b: Socket;
let batch: MessageBatch;
let before: number;

beforeEach(() => {
  before = descriptors();
  [a, b] = Socket.pair(c.AF_UNIX, c.SOCK_DGRAM);
  batch = new MessageBatch({ slots: 8, payloadSize: 16 });
});

afterEach(() => {
  a.close();
  b.close();
  batch.close();
  expect(descriptors()).toBe(before);
});

function send(count = 1) {
  for (let i = 0; i < count; i++) {
    batch.write(0, new Uint8Array(1));
    expect(b.send(batch, 0, 1)).toBe(1);
  }
}

const isPending = async (promise: Promise<unknown>) => {
  const pending = Symbol();
  return (await Promise.race([promise, sleep(20, pending)])) === pending;
};

describe('a wait', () => {
  test('ends when a message arrives', async () => {
    const wait = a.waitReadable();
    expect(await isPending(wait)).toBe(true);
    send();
    await wait;
    expect(a.receive(batch)).toBe(1);
  });

  test('ends at once when one is there', async () => {
    send();
    await a.waitReadable();
    await a.waitReadable();
  });

  test('ends at end of file', async () => {
    const [one, two] = Socket.pair(c.AF_UNIX, c.SOCK_STREAM);
    const wait = one.waitReadable();
    two.close();
    await wait;
    expect(one.receive(batch, 0, 1)).toBe(1);
    expect(batch.length(0)).toBe(0);
    one.close();
  });

  test('for writability ends when there is room', async () => {
    batch.write(0, new Uint8Array(16));
    while (b.send(batch, 0, 1) === 1);
    const wait = b.waitWritable();
    expect(await isPending(wait)).toBe(true);
    while (a.receive(batch) > 0);
    await wait;
    batch.write(0, new Uint8Array(16));
    expect(b.send(batch, 0, 1)).toBe(1);
  });

  test('for one direction does not end for the other', async () => {
    const readable = a.waitReadable();
    await a.waitWritable();
    expect(await isPending(readable)).toBe(true);
    send();
    await readable;
  });

  test('is one of many, and all of them end', async () => {
    const waits = Array.from({ length: 100 }, () => a.waitReadable());
    send();
    await Promise.all(waits);
  });

  test('may follow at once on another, ten thousand times', async () => {
    for (let i = 0; i < 10_000; i++) {
      send();
      await a.waitReadable();
      expect(a.receive(batch)).toBe(1);
    }
  });

  test('may begin at any time after the one before', async () => {
    const pauses = [() => undefined, () => Promise.resolve(), turn, () => sleep(1), () => sleep(5)];
    for (let i = 0; i < 100; i++) {
      const wait = a.waitReadable();
      await pauses[i % pauses.length]!();
      send();
      await wait;
      await pauses[(i * 3 + 1) % pauses.length]!();
      expect(a.receive(batch)).toBe(1);
    }
  });

  test('costs nothing while nobody waits, though there is something to read', async () => {
    send();
    await a.waitReadable();
    await turn();
    const start = process.cpuUsage();
    await sleep(200);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(100);
    await a.waitReadable();
  });
});

describe('a signal', () => {
  test('that is aborted already ends the wait before it begins', async () => {
    const reason = new Error('no');
    await expect(a.waitReadable({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('ends the wait with its reason, and other waits go on', async () => {
    const controller = new AbortController();
    const aborted = a.waitReadable({ signal: controller.signal });
    const other = a.waitReadable();
    const reason = { any: 'thing' };
    controller.abort(reason);
    await expect(aborted).rejects.toBe(reason);
    expect(await isPending(other)).toBe(true);
    send();
    await other;
  });

  test('without a reason of its own gives an AbortError', async () => {
    const controller = new AbortController();
    const wait = a.waitReadable({ signal: controller.signal });
    controller.abort();
    await expect(wait).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('keeps no listener, however the wait ends', async () => {
    const { signal } = new AbortController();
    send();
    for (let i = 0; i < 20; i++) await a.waitReadable({ signal });
    a.receive(batch);
    await a.waitReadable({ signal, timeout: 1 }).catch(() => {});
    const wait = a.waitReadable({ signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    a.close();
    await wait.catch(() => {});
    await a.waitReadable({ signal }).catch(() => {});
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('that is aborted after the wait ended changes nothing', async () => {
    const controller = new AbortController();
    send();
    await a.waitReadable({ signal: controller.signal });
    controller.abort();
    await a.waitReadable();
  });
});

describe('a timeout', () => {
  test('ends the wait with ETIMEDOUT, not before its time', async () => {
    const start = performance.now();
    await expect(a.waitReadable({ timeout: 30 })).rejects.toMatchObject({
      code: 'ETIMEDOUT',
      message: 'poll ETIMEDOUT: the socket was not readable within 30 ms',
    });
    expect(performance.now() - start).toBeGreaterThan(28);
  });

  test('of 0 looks once', async () => {
    await expect(a.waitReadable({ timeout: 0 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    send();
    await a.waitReadable({ timeout: 0 });
  });

  test('does not beat a message that came in time to a busy program', async () => {
    const wait = a.waitReadable({ timeout: 10 });
    send();
    const end = performance.now() + 30;
    while (performance.now() < end);
    await wait;
  });

  test('may be longer than timers go', async () => {
    const wait = a.waitReadable({ timeout: Number.POSITIVE_INFINITY });
    const other = a.waitReadable({ timeout: 2 ** 31 });
    expect(await isPending(Promise.race([wait, other]))).toBe(true);
    send();
    await Promise.all([wait, other]);
  });

  test('must be a number of milliseconds', async () => {
    await expect(a.waitReadable({ timeout: -1 })).rejects.toThrow(RangeError);
    await expect(a.waitReadable({ timeout: Number.NaN })).rejects.toThrow(RangeError);
    await expect(a.waitReadable({ timeout: '1' as unknown as number })).rejects.toThrow(TypeError);
  });
});

describe('close()', () => {
  test('ends every wait with ECANCELED', async () => {
    const waits = [a.waitReadable(), a.waitReadable({ timeout: 1000 }), a.waitReadable()];
    a.close();
    for (const wait of waits) {
      await expect(wait).rejects.toMatchObject({ code: 'ECANCELED', syscall: 'poll' });
    }
  });

  test('in the very turn of a wakeup', async () => {
    const others = [a.waitReadable(), a.waitWritable()].map(wait => wait.then(() => a.close()));
    send();
    await Promise.all(others);
    expect(a.closed).toBe(true);
  });

  test('and a new wait in the turn of a wakeup', async () => {
    const wait = a.waitReadable().then(() => {
      const next = a.waitWritable();
      a.close();
      return next;
    });
    send();
    await expect(wait).rejects.toMatchObject({ code: 'ECANCELED' });
  });

  test('before a wait lets it fail with EBADF', async () => {
    a.close();
    await expect(a.waitReadable()).rejects.toMatchObject({
      code: 'EBADF',
      message: 'poll EBADF: the socket is closed',
    });
    await expect(a.waitWritable({ timeout: 1 })).rejects.toMatchObject({ code: 'EBADF' });
  });
});

describe('a callback', () => {
  const called = () => {
    const calls: (string | undefined)[] = [];
    return { calls, callback: (error?: { code: string }) => calls.push(error?.code) };
  };

  test('is called once, and again when it asks again', async () => {
    let calls = 0;
    const look = () => {
      calls++;
      if (a.receive(batch) > 0 && calls < 3) a.whenReadable(look);
    };
    a.whenReadable(look);
    await sleep(5);
    expect(calls).toBe(0);
    for (let i = 0; i < 4; i++) {
      send();
      await sleep(5);
    }
    expect(calls).toBe(3);
  });

  test('that asks again at once is called at the next turn, not in the same', async () => {
    send();
    let calls = 0;
    const again = () => {
      if (++calls < 4) a.whenReadable(again);
    };
    a.whenReadable(again);
    while (calls === 0) await turn();
    expect(calls).toBe(1);
    while (calls < 4) await turn();
    a.receive(batch);
  });

  test('stands beside waits, and the other direction', async () => {
    const readable = called();
    const writable = called();
    a.whenReadable(readable.callback);
    a.whenWritable(writable.callback);
    const wait = a.waitReadable();
    await vi.waitFor(() => expect(writable.calls).toEqual([undefined]));
    expect(readable.calls).toEqual([]);
    send();
    await wait;
    await vi.waitFor(() => expect(readable.calls).toEqual([undefined]));
    a.receive(batch);
  });

  test('takes the place of the one before', async () => {
    const first = called();
    const second = called();
    a.whenReadable(first.callback);
    a.whenReadable(second.callback);
    send();
    await vi.waitFor(() => expect(second.calls).toEqual([undefined]));
    expect(first.calls).toEqual([]);
    a.receive(batch);
  });

  test('learns that the socket was closed, meanwhile or before', async () => {
    const { calls, callback } = called();
    a.whenReadable(callback);
    a.close();
    expect(calls).toEqual([]);
    await turn();
    a.whenWritable(callback);
    await turn();
    expect(calls).toEqual(['ECANCELED', 'EBADF']);
  });
});

describe('a released socket', () => {
  test('hands its descriptor over, open; waits end', async () => {
    const wait = a.waitReadable();
    const fd = a.release();
    await expect(wait).rejects.toMatchObject({ code: 'ECANCELED' });
    expect([a.closed, a.fd, fd.closed]).toEqual([true, -1, false]);
    expect(() => a.release()).toThrow(/EBADF: the socket is closed/);
    a = Socket.adopt(fd);
    send();
    expect(a.receive(batch)).toBe(1);
  });
});
