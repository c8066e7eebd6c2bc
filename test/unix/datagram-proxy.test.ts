import { existsSync, fstatSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UnixAddress, UnixDatagram, UnixDatagramProxy } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryPath } from './support.js';

const inode = (fd: number) => fstatSync(fd).ino;

/** What a proxy tells, and a way to wait until it has told so many things. */
function watching() {
  const said: string[] = [];
  let waiting: { count: number; resolve: () => void } | undefined;
  const say = (text: string) => {
    said.push(text);
    if (waiting !== undefined && said.length >= waiting.count) waiting.resolve();
  };
  const observe = (sender: number) => ({
    open: (address: UnixAddress) => say(`${sender} ${address.kind}`),
    message: ({ direction, data }: { direction: string; data: Buffer }) =>
      say(`${sender} ${direction} ${data}`),
    close: (error: Error | undefined) =>
      say(`${sender} ${(error as { code?: string })?.code ?? 'forgotten'}`),
  });
  const until = (count: number) =>
    new Promise<void>(resolve => {
      if (said.length >= count) resolve();
      else waiting = { count, resolve };
    });
  return { said, observe, until };
}

describe('UnixDatagramProxy', () => {
  it('relays datagrams and answers, each sender through a socket of its own', () =>
    expectNoLeak(async () => {
      const [near, far] = [freshName(), freshName()];
      const target = UnixDatagram.open({ local: far });
      const { said, observe } = watching();
      await using proxy = UnixDatagramProxy.bind(near, far, { observe });
      expect(proxy.local.toString()).toBe(near.toString());
      const clients = [1, 2].map(() => UnixDatagram.open({ local: UnixAddress.unnamed }));
      const from: string[] = [];
      for (const [i, client] of clients.entries()) {
        await client.send(`q${i}`, { to: near, fds: [2] });
        const asked = (await target.receive())!;
        const [fd] = asked.fds;
        expect([asked.data.toString(), inode(fd!.fd)]).toEqual([`q${i}`, inode(2)]);
        fd!.close();
        from.push(asked.address.toString());
        await target.send(`a${i}`, { to: asked.address });
        const answer = (await client.receive())!;
        expect([answer.data.toString(), answer.address.toString()]).toEqual([`a${i}`, near.toString()]);
      }
      expect(new Set(from).size).toBe(2);
      await clients[0]!.send('again', { to: near });
      expect((await target.receive())!.address.toString()).toBe(from[0]);
      expect(said).toEqual([
        '1 abstract',
        '1 forward q0',
        '1 back a0',
        '2 abstract',
        '2 forward q1',
        '2 back a1',
        '1 forward again',
      ]);
      for (const socket of [target, ...clients]) socket.close();
    }));

  it('a datagram that nobody takes is lost and told, and the next one arrives', () =>
    expectNoLeak(async () => {
      const [near, far] = [freshName(), freshName()];
      const { said, observe, until } = watching();
      await using proxy = UnixDatagramProxy.bind(near, far, { observe });
      const client = UnixDatagram.open();
      await client.send('lost', { to: proxy.local });
      await until(2);
      const target = UnixDatagram.open({ local: far });
      await client.send('kept', { to: near });
      expect((await target.receive())!.data.toString()).toBe('kept');
      expect(said.slice(0, 2)).toEqual(['1 unnamed', '1 ECONNREFUSED']);
      client.close();
      target.close();
    }));

  it('forgets who is silent, and knows them anew', () =>
    expectNoLeak(async () => {
      const [near, far] = [freshName(), freshName()];
      const target = UnixDatagram.open({ local: far });
      const { said, observe, until } = watching();
      await using proxy = UnixDatagramProxy.bind(near, far, { observe, idle: 20 });
      const client = UnixDatagram.open({ local: UnixAddress.unnamed });
      await client.send('x', { to: proxy.local });
      await until(3);
      await client.send('y', { to: near });
      await until(5);
      expect(said.slice(0, 5)).toEqual([
        '1 abstract',
        '1 forward x',
        '1 forgotten',
        '2 abstract',
        '2 forward y',
      ]);
      client.close();
      target.close();
    }));

  it('closing while a datagram waits ends it, removes the file, and may be done twice', () =>
    expectNoLeak(async () => {
      const [path, far] = [temporaryPath(), freshName()];
      const target = UnixDatagram.open({ local: far });
      const proxy = UnixDatagramProxy.bind(path, far);
      const client = UnixDatagram.open();
      // More than the queues of both take: the proxy waits with one in its hands.
      let sent = 0;
      while (client.trySend('x', { to: path }) && sent < 1000) {
        sent++;
        await new Promise(setImmediate);
      }
      expect(sent).toBeLessThan(1000);
      proxy.close();
      proxy.close();
      await proxy.closed;
      await proxy[Symbol.asyncDispose]();
      expect(existsSync(path)).toBe(false);
      expect(() => client.trySend('x', { to: path })).toThrow(/ENOENT/);
      client.close();
      target.close();
    }));

  it('an address that is taken is refused, and nothing stays open', () =>
    expectNoLeak(() => {
      const name = freshName();
      using socket = UnixDatagram.open({ local: name });
      expect(() => UnixDatagramProxy.bind(socket.local, freshName())).toThrow(/EADDRINUSE/);
    }));
});
