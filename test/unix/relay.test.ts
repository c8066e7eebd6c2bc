import { fstatSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { relayConnections, UnixSeqpacket, UnixStream } from '../../src/unix/index.js';
import { PartReader } from '../../src/unix/part-reader.js';
import { expectNoLeak } from '../support/descriptors.js';

const inode = (fd: number) => fstatSync(fd).ino;
const options = { allowHalfOpen: true };

describe('PartReader', () => {
  it('tells which bytes descriptors came with', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair(options);
      using reader = new PartReader(b);
      await a.send('1234');
      await a.send('with two', { fds: [1, 2] });
      await a.send('with one', { fds: [1] });
      await a.send('tail');
      a.end();
      const parts: [string, number][] = [];
      for (let part = await reader.read(); part !== undefined; part = await reader.read()) {
        parts.push([part.data.toString(), part.fds.length]);
        for (const fd of part.fds) fd.close();
      }
      expect(parts).toEqual([
        ['1234', 0],
        ['with two', 2],
        ['with one', 1],
        ['tail', 0],
      ]);
      a.destroy();
      b.destroy();
    }));
});

describe('relayConnections', () => {
  it('passes bytes, descriptors and half a close on, and leaks nothing', () =>
    expectNoLeak(async () => {
      const [client, near] = UnixStream.pair(options);
      const [far, server] = UnixStream.pair(options);
      const seen: [string, string, number][] = [];
      const done = relayConnections(near, far, {
        message: ({ direction, data, fds }) => seen.push([direction, data.toString(), fds.length]),
      });
      await client.send('question', { fds: [2] });
      const asked = (await server.receive())!;
      expect(asked.data.toString()).toBe('question');
      const [fd] = asked.fds;
      expect(inode(fd!.fd)).toBe(inode(2));
      fd!.close();
      client.end();
      expect(await server.receive()).toBeUndefined();
      await server.send('answer');
      server.end();
      expect((await client.receive())!.data.toString()).toBe('answer');
      expect(await client.receive()).toBeUndefined();
      await done;
      expect(seen).toEqual([
        ['forward', 'question', 1],
        ['back', 'answer', 0],
      ]);
      client.destroy();
      server.destroy();
    }));

  it('delivers what a side said before it went away', () =>
    expectNoLeak(async () => {
      const [client, near] = UnixStream.pair(options);
      const [far, server] = UnixStream.pair(options);
      await server.send('last words');
      server.destroy();
      await client.send('too late');
      const done = relayConnections(near, far);
      expect((await client.receive())!.data.toString()).toBe('last words');
      expect(await client.receive()).toBeUndefined();
      await done;
      client.destroy();
    }));

  it('keeps the boundaries of seqpackets, and empty ones', () =>
    expectNoLeak(async () => {
      const [client, near] = UnixSeqpacket.pair();
      const [far, server] = UnixSeqpacket.pair();
      const done = relayConnections(near, far);
      for (const text of ['a', '', 'ccc']) await client.send(text);
      client.end();
      const texts: string[] = [];
      for await (const message of server) texts.push(message.data.toString());
      expect(texts).toEqual(['a', '', 'ccc']);
      server.end();
      await done;
      client.close();
      server.close();
    }));
});
