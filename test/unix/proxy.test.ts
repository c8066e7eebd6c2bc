import { existsSync, fstatSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UnixListener, UnixProxy, UnixSeqpacket, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryPath } from './support.js';

const inode = (fd: number) => fstatSync(fd).ino;
const options = { allowHalfOpen: true };

/** A proxy's events: a word for each, and a promise for the end of the first client. */
function watching() {
  const said: string[] = [];
  let tell!: (error: Error | undefined) => void;
  const gone = new Promise<Error | undefined>(resolve => {
    tell = resolve;
  });
  const observe = (client: number) => ({
    open: () => void said.push(`${client} open`),
    message: ({ direction, data }: { direction: string; data: Buffer }) =>
      void said.push(`${client} ${direction} ${data}`),
    end: (direction: string) => void said.push(`${client} ${direction} end`),
    close: (error: Error | undefined) => {
      said.push(`${client} close`);
      tell(error);
    },
  });
  return { said, gone, observe };
}

describe('UnixProxy', () => {
  it('relays each client to a connection of its own, and tells of it', () =>
    expectNoLeak(async () => {
      const [near, far] = [freshName(), freshName()];
      await using target = UnixListener.listen(far, options);
      const { said, gone, observe } = watching();
      await using proxy = UnixProxy.listen(near, far, { observe });
      expect(proxy.local.toString()).toBe(near.toString());
      const client = await UnixStream.connect(near, options);
      const server = await target.accept();
      await client.send('question', { fds: [2] });
      const asked = (await server.receive())!;
      const [fd] = asked.fds;
      expect([asked.data.toString(), inode(fd!.fd)]).toEqual(['question', inode(2)]);
      fd!.close();
      await server.send('answer');
      expect((await client.receive())!.data.toString()).toBe('answer');
      client.end();
      expect(await server.receive()).toBeUndefined();
      server.end();
      expect(await client.receive()).toBeUndefined();
      expect(await gone).toBeUndefined();
      expect(said).toEqual([
        '1 open',
        '1 forward question',
        '1 back answer',
        '1 forward end',
        '1 back end',
        '1 close',
      ]);
      client.destroy();
      server.destroy();
    }));

  it('delivers the answer of a server that did not read the question', () =>
    expectNoLeak(async () => {
      const [near, far] = [freshName(), freshName()];
      await using target = UnixListener.listen(far, options);
      const { gone, observe } = watching();
      await using proxy = UnixProxy.listen(near, far, { observe });
      for (let i = 0; i < 20; i++) {
        const client = await UnixStream.connect(proxy.local, options);
        client.on('error', () => {});
        const server = await target.accept();
        await client.send('question');
        await server.socket.waitReadable();
        await server.send('answer');
        server.destroy();
        expect((await client.receive())?.data.toString()).toBe('answer');
        expect(await client.receive()).toBeUndefined();
        client.destroy();
      }
      await gone;
    }));

  it('delivers the answer of a seqpacket server that did not read the question', () =>
    expectNoLeak(async () => {
      const [near, far] = [freshName(), freshName()];
      await using target = UnixListener.listen(far, { type: 'seqpacket' });
      await using proxy = UnixProxy.listen(near, far, { type: 'seqpacket' });
      const client = await UnixSeqpacket.connect(proxy.local);
      const server = await target.accept();
      await client.send('question');
      await server.socket.waitReadable();
      await server.send('answer');
      server.close();
      expect((await client.receive())?.data.toString()).toBe('answer');
      expect(await client.receive()).toBeUndefined();
      client.close();
    }));

  it('over seqpackets, with empty messages', () =>
    expectNoLeak(async () => {
      const [near, far] = [freshName(), freshName()];
      await using target = UnixListener.listen(far, { type: 'seqpacket' });
      await using proxy = UnixProxy.listen(near, far, { type: 'seqpacket' });
      const client = await UnixSeqpacket.connect(proxy.local);
      const server = await target.accept();
      for (const text of ['a', '', 'b']) await client.send(text);
      client.end();
      const texts: string[] = [];
      for await (const { data } of server) texts.push(data.toString());
      expect(texts).toEqual(['a', '', 'b']);
      client.close();
      server.close();
    }));

  it('a target that cannot be reached ends that client alone', () =>
    expectNoLeak(async () => {
      const [near, far] = [freshName(), freshName()];
      const { gone, observe } = watching();
      await using proxy = UnixProxy.listen(near, far, { observe, keepIdentity: false });
      const client = await UnixStream.connect(proxy.local);
      client.on('error', () => {});
      expect(await client.receive()).toBeUndefined();
      expect(await gone).toMatchObject({ code: 'ECONNREFUSED', address: far.toString() });
      client.destroy();
      await using target = UnixListener.listen(far);
      const second = await UnixStream.connect(near);
      const server = await target.accept();
      await second.send('hello');
      expect((await server.receive())!.data.toString()).toBe('hello');
      second.destroy();
      server.destroy();
    }));

  it('waits for a target whose queue is full, and closing ends the wait', () =>
    expectNoLeak(async () => {
      const [near, far] = [freshName(), freshName()];
      await using target = UnixListener.listen(far, { backlog: 0 });
      const first = await UnixStream.connect(far);
      const { said, gone, observe } = watching();
      const proxy = UnixProxy.listen(near, far, { observe });
      const client = await UnixStream.connect(near);
      client.on('error', () => {});
      await client.send('patience');
      expect(said).not.toContain('1 close');
      const filling = await target.accept();
      const relayed = await target.accept();
      expect((await relayed.receive())!.data.toString()).toBe('patience');
      for (const stream of [first, filling, relayed, client]) stream.on('error', () => {}).destroy();
      await gone;
      const blocker = await UnixStream.connect(far);
      const waiting = await UnixStream.connect(near);
      waiting.on('error', () => {});
      await proxy[Symbol.asyncDispose]();
      expect(await waiting.receive().catch(() => undefined)).toBeUndefined();
      blocker.destroy();
      waiting.destroy();
    }));

  it('closing ends what is open, removes the file, and may be done twice', () =>
    expectNoLeak(async () => {
      const [path, far] = [temporaryPath(), freshName()];
      await using target = UnixListener.listen(far);
      const { gone, observe } = watching();
      const proxy = UnixProxy.listen(path, far, { observe });
      const client = await UnixStream.connect(path);
      const server = await target.accept();
      for (const stream of [client, server]) stream.on('error', () => {});
      const reading = server.receive();
      proxy.close();
      proxy.close();
      await proxy.closed;
      await proxy[Symbol.asyncDispose]();
      expect(existsSync(path)).toBe(false);
      expect(await reading).toBeUndefined();
      expect(await client.receive()).toBeUndefined();
      await gone;
      await expect(UnixStream.connect(path)).rejects.toMatchObject({ code: 'ENOENT' });
      client.destroy();
      server.destroy();
    }));

  it('an address that is taken is refused, and nothing stays open', () =>
    expectNoLeak(() => {
      const name = freshName();
      using listener = UnixListener.listen(name);
      expect(() => UnixProxy.listen(listener.local, freshName())).toThrow(/EADDRINUSE/);
    }));
});
