import { describe, expect, test } from 'vitest';
import { constants as c, Socket, type SocketError } from '../../src/socket/index.js';
import { expectNoLeak, freshUnixAddress, loopback } from './support.js';

const stream = (domain: number) => Socket.open({ domain, type: c.SOCK_STREAM });

describe('over TCP', () => {
  test('connect() begins and connectAsync() waits', () =>
    expectNoLeak(async () => {
      using listener = stream(c.AF_INET);
      listener.bind(loopback(0));
      listener.listen();
      using client = stream(c.AF_INET);
      await client.connectAsync(listener.localAddress(), { timeout: 2000 });
      expect(client.remoteAddress()).toEqual(listener.localAddress());
      await listener.waitReadable({ timeout: 2000 });
      const accepted = listener.accept();
      expect(accepted?.address).toEqual(client.localAddress());
      accepted?.socket.close();
      using other = stream(c.AF_INET);
      expect(typeof other.connect(listener.localAddress())).toBe('boolean');
    }));

  test('a refusal is an error of connect', () =>
    expectNoLeak(async () => {
      using spare = stream(c.AF_INET);
      spare.bind(loopback(0));
      using client = stream(c.AF_INET);
      await expect(client.connectAsync(spare.localAddress(), {}, '127.0.0.1')).rejects.toMatchObject({
        code: 'ECONNREFUSED',
        syscall: 'connect',
        address: '127.0.0.1',
      });
    }));
});

describe('to an AF_UNIX listener whose queue is full', () => {
  function fullListener() {
    const listener = stream(c.AF_UNIX);
    const address = freshUnixAddress();
    listener.bind(address);
    listener.listen(0);
    const first = stream(c.AF_UNIX);
    first.connect(address);
    return {
      listener,
      address,
      [Symbol.dispose]() {
        for (const socket of [listener, first]) socket.close();
      },
    };
  }

  test('connect() says EAGAIN', () =>
    expectNoLeak(() => {
      using full = fullListener();
      using client = stream(c.AF_UNIX);
      expect(() => client.connect(full.address, '@x')).toThrow(/connect EAGAIN: .* \(@x\)/);
    }));

  test('connectAsync() waits for room', () =>
    expectNoLeak(async () => {
      using full = fullListener();
      using client = stream(c.AF_UNIX);
      const connected = client.connectAsync(full.address, { timeout: 5000 });
      setTimeout(() => full.listener.accept()?.socket.close(), 20);
      await connected;
    }));

  test('connectAsync() gives up when told to', () =>
    expectNoLeak(async () => {
      using full = fullListener();
      using client = stream(c.AF_UNIX);
      await expect(client.connectAsync(full.address, { timeout: 30 })).rejects.toMatchObject({
        code: 'ETIMEDOUT',
      });
      const reason = new Error('enough');
      const controller = new AbortController();
      const wait = client.connectAsync(full.address, { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 10);
      await expect(wait).rejects.toBe(reason);
      await expect(client.connectAsync(full.address, { signal: controller.signal })).rejects.toBe(reason);
      const closed = client.connectAsync(full.address);
      setTimeout(() => client.close(), 10);
      await expect(closed).rejects.toMatchObject({ code: 'ECANCELED' } satisfies Partial<SocketError>);
    }));
});

test('without a listener is refused at once', async () => {
  using client = stream(c.AF_UNIX);
  await expect(client.connectAsync(freshUnixAddress())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  client.close();
  await expect(client.connectAsync(freshUnixAddress())).rejects.toMatchObject({ code: 'EBADF' });
});
