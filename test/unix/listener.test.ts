import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UnixAddress, UnixDatagram, UnixListener, UnixSeqpacket, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryPath } from './support.js';

describe('a listener', () => {
  it('gives connections to a loop, until it is closed', () =>
    expectNoLeak(async () => {
      const name = freshName();
      const listener = UnixListener.listen(name);
      const clients = await Promise.all([1, 2, 3].map(() => UnixStream.connect(name)));
      let count = 0;
      for await (const connection of listener) {
        connection.destroy();
        if (++count === 3) listener.close();
      }
      expect(count).toBe(3);
      for (const client of clients) client.destroy();
    }));

  it('gives them to an event, of either type', () =>
    expectNoLeak(async () => {
      for (const type of ['stream', 'seqpacket'] as const) {
        const name = freshName();
        const listener = UnixListener.listen(name, { type });
        const seen = new Promise<UnixStream | UnixSeqpacket>(resolve => listener.on('connection', resolve));
        const client = type === 'stream' ? await UnixStream.connect(name) : await UnixSeqpacket.connect(name);
        const server = await seen;
        expect(server).toBeInstanceOf(type === 'stream' ? UnixStream : UnixSeqpacket);
        const closed = once(listener, 'close');
        listener.close();
        await closed;
        for (const end of [client, server]) {
          if (end instanceof UnixStream) end.destroy();
          else end.close();
        }
      }
    }));

  it('cancels who waits for it when it is closed, and refuses afterwards', () =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      const listener = UnixListener.listen(path);
      expect(listener.tryAccept()).toBeUndefined();
      await expect(listener.accept({ timeout: 5 })).rejects.toThrow(/ETIMEDOUT/);
      const accepting = listener.accept();
      listener.close();
      listener.close();
      await expect(accepting).rejects.toThrow(/ECANCELED/);
      await expect(listener.accept()).rejects.toThrow(/EBADF/);
      for await (const connection of listener) expect(connection).toBeUndefined();
      expect(() => listener.tryAccept()).toThrow(/EBADF/);
      expect(() => listener.local).toThrow(/EBADF/);
      expect(() => listener.release()).toThrow(/EBADF/);
      expect(existsSync(path)).toBe(false);
    }));

  it('is handed over without losing who waits', () =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      const listener = UnixListener.listen(path);
      const client = await UnixStream.connect(path);
      await client.send('waiting');
      using successor = UnixListener.adopt(listener.release());
      expect([successor.type, String(successor.local)]).toEqual(['stream', path]);
      const server = (await successor.accept()) as UnixStream;
      expect((await server.receive())!.data.toString()).toBe('waiting');
      client.destroy();
      server.destroy();
      expect(existsSync(path)).toBe(true);
    }));

  it('leaves its file where it is told to', () => {
    const path = temporaryPath();
    UnixListener.listen(path).close({ keepFile: true });
    expect(existsSync(path)).toBe(true);
    UnixListener.listen(path, { keepFile: true }).close();
    expect(existsSync(path)).toBe(true);
  });

  it('chooses a name by itself', () => {
    using listener = UnixListener.listen(UnixAddress.unnamed);
    expect(String(listener.local)).toMatch(/^@[0-9a-f]{5}$/);
  });

  it('adopts what listens, and nothing else', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair();
      expect(() => UnixListener.adopt(a.fd)).toThrow(/EINVAL: the socket does not listen/);
      const [c, d] = UnixDatagram.pair();
      expect(() => UnixListener.adopt(c.fd)).toThrow(/EPROTOTYPE/);
      expect(() => UnixListener.listen(freshName(), { type: 'dgram' as never })).toThrow(
        /'stream' or 'seqpacket'/,
      );
      for (const end of [a, b]) end.destroy();
      for (const end of [c, d]) end.close();
      await sleep(1);
    }));
});
