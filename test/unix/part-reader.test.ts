import { fstatSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UnixStream } from '../../src/unix/index.js';
import { type Part, PartReader } from '../../src/unix/part-reader.js';
import { descriptors, expectNoLeak } from '../support/descriptors.js';

const options = { allowHalfOpen: true };

function shown(part: Part | undefined): [string, number] | undefined {
  if (part === undefined) return undefined;
  for (const fd of part.fds) fd.close();
  return [part.data.toString(), part.fds.length];
}

describe('PartReader', () => {
  it('waits for what comes, and gives it as it came', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair(options);
      using reader = new PartReader(b);
      const waiting = reader.read();
      await a.send('late', { fds: [2] });
      const part = (await waiting)!;
      expect(part.fds.map(({ fd }) => fstatSync(fd).ino)).toEqual([fstatSync(2).ino]);
      expect(shown(part)).toEqual(['late', 1]);
      a.destroy();
      b.destroy();
    }));

  it('the end is the end, again and again', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair(options);
      using reader = new PartReader(b);
      await a.send('last');
      a.end();
      expect(shown(await reader.read())).toEqual(['last', 0]);
      expect(await reader.read()).toBeUndefined();
      expect(await reader.read()).toBeUndefined();
      a.destroy();
      b.destroy();
    }));

  it('looking at descriptors keeps none, taking them does not double them', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair(options);
      using reader = new PartReader(b);
      await a.send('before');
      await a.send('with', { fds: [1, 2] });
      const before = descriptors();
      expect(shown(await reader.read())).toEqual(['before', 0]);
      // Held for the next read.
      expect(descriptors()).toBe(before + 2);
      expect(shown(await reader.read())).toEqual(['with', 2]);
      expect(descriptors()).toBe(before);
      a.destroy();
      b.destroy();
    }));

  it('disposed, it closes descriptors that were not read, also the second time', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair(options);
      const reader = new PartReader(b);
      await a.send('before');
      await a.send('with', { fds: [0, 1, 2] });
      expect(shown(await reader.read())).toEqual(['before', 0]);
      reader[Symbol.dispose]();
      reader[Symbol.dispose]();
      a.destroy();
      b.destroy();
    }));

  it('a stream that is destroyed meanwhile or before is an error', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair(options);
      using reader = new PartReader(b);
      const waiting = reader.read();
      b.destroy();
      await expect(waiting).rejects.toMatchObject({ code: 'ECANCELED' });
      await expect(reader.read()).rejects.toMatchObject({ code: 'EBADF' });
      a.destroy();
    }));

  it('a peer that went away with bytes unread: what it said, then the error', () =>
    expectNoLeak(async () => {
      const [a, b] = UnixStream.pair(options);
      b.on('error', () => {});
      using reader = new PartReader(b);
      await b.send('never read');
      await a.send('said', { fds: [2] });
      a.destroy();
      expect(shown(await reader.read())).toEqual(['said', 1]);
      await expect(reader.read()).rejects.toMatchObject({ code: 'ECONNRESET' });
      b.destroy();
    }));
});
