import { fstatSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OwnedFd } from '../../src/socket/index.js';
import {
  FdHolder,
  FdHolderClient,
  type FdHolderOptions,
  UnixListener,
  UnixStream,
} from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';

let directory: string;
let address: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'afkit-holder-'));
  address = join(directory, 's');
});
afterEach(() => rmSync(directory, { recursive: true }));

const open = (path: string) => new OwnedFd(openSync(path, 'r'));
const inode = (fd: OwnedFd) => fstatSync(fd.fd).ino;

async function withHolder(
  body: (holder: FdHolder, client: FdHolderClient) => Promise<void>,
  options?: FdHolderOptions,
): Promise<void> {
  await expectNoLeak(async () => {
    await using holder = new FdHolder(UnixListener.listen(address), options);
    await using client = await FdHolderClient.connect(address);
    await body(holder, client);
  });
}

describe('FdHolder', () => {
  it('keeps descriptors that their makers have closed', () =>
    withHolder(async (holder, client) => {
      const fd = open('/dev/null');
      const stored = client.store('null', fd);
      fd.close();
      await stored;
      expect(holder.names).toEqual(['null']);
      using back = await client.retrieve('null');
      expect(inode(back)).toBe(statSync('/dev/null').ino);
      using again = await client.retrieve('null', { remove: true });
      expect(inode(again)).toBe(inode(back));
      expect(await client.list()).toEqual([]);
    }));

  it('refuses what is taken, missing or too much, and goes on', () =>
    withHolder(
      async (_, client) => {
        using fd = open('/dev/null');
        await client.store('a', fd);
        await expect(client.store('a', fd)).rejects.toMatchObject({
          code: 'EBUSY',
          message: expect.stringMatching(/'a' already/),
        });
        await client.store('b', fd);
        await expect(client.store('c', fd)).rejects.toMatchObject({
          code: 'ENFILE',
          message: expect.stringMatching(/full/),
        });
        await expect(client.retrieve('x')).rejects.toMatchObject({
          code: 'ENOENT',
          message: expect.stringMatching(/'x'/),
        });
        await expect(client.delete('x')).rejects.toMatchObject({ code: 'ENOENT' });
        await client.delete('a');
        await client.store('c', fd);
        expect((await client.list()).sort()).toEqual(['b', 'c']);
      },
      { most: 2 },
    ));

  it('serves nobody who is not allowed', () =>
    withHolder(
      async (_, client) => {
        using fd = open('/dev/null');
        await expect(client.store('a', fd)).rejects.toMatchObject({ code: 'EPERM' });
        await expect(client.list()).rejects.toMatchObject({ code: 'EPERM' });
      },
      { allow: () => false },
    ));

  it('answers many requests at a time, in their order', () =>
    withHolder(async (_, client) => {
      using fd = open('/dev/null');
      const names = Array.from({ length: 40 }, (_, i) => `n${i}`);
      await Promise.all(names.map(name => client.store(name, fd)));
      expect((await client.list()).sort()).toEqual([...names].sort());
    }));

  it('dumps and takes dumps, of more descriptors than a message carries', () =>
    withHolder(async (_, client) => {
      using fd = open('/dev/zero');
      for (let i = 0; i < 300; i++) await client.store(`n${i}`, fd, { deadline: 4e12 + i });
      const dump = await client.getDump();
      expect(dump.length).toBe(300);
      expect(new Set(dump.map(held => inode(held.fd)))).toEqual(new Set([inode(fd)]));
      expect(dump.find(({ name }) => name === 'n7')?.deadline).toBe(4e12 + 7);
      const other = join(directory, 'other');
      await using second = new FdHolder(UnixListener.listen(other));
      await using successor = await FdHolderClient.connect(other);
      await successor.setDump(dump);
      for (const held of dump) held.fd.close();
      expect(second.names.length).toBe(300);
      using back = await successor.retrieve('n299');
      expect(inode(back)).toBe(inode(fd));
    }));

  it('forgets in time', () =>
    withHolder(async (holder, client) => {
      using fd = open('/dev/null');
      await client.store('soon', fd, { deadline: Date.now() + 20 });
      await client.store('gone', fd, { deadline: Date.now() - 1000 });
      for (let i = 0; holder.names.length > 0; i++) {
        expect(i).toBeLessThan(500);
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    }));

  it('a client that speaks nonsense is cut off, and others are not', () =>
    withHolder(async (_, client) => {
      for (const bytes of ['garbage that is long enough', '\0\0\0\x01\0\0Z', '\0\0\0\0\0\0']) {
        const stream = await UnixStream.connect(address);
        stream.on('error', () => {});
        await stream.send(bytes);
        expect(await stream.receive()).toBeUndefined();
        stream.destroy();
      }
      expect(await client.list()).toEqual([]);
    }));

  it('may be closed twice; what it kept is closed, and clients are told', async () => {
    await expectNoLeak(async () => {
      const holder = new FdHolder(UnixListener.listen(address));
      const client = await FdHolderClient.connect(address);
      using fd = open('/dev/null');
      await client.store('a', fd);
      holder.keep('b', OwnedFd.duplicate(fd));
      expect(() => holder.keep('b', fd)).toThrow(/EBUSY/);
      holder.close();
      holder.close();
      await holder.closed;
      await expect(client.list()).rejects.toThrow();
      client.close();
      client.close();
      await expect(client.list()).rejects.toThrow();
    });
  });
});
