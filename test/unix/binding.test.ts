import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  probePath,
  removeStale,
  UnixAddress,
  UnixDatagram,
  UnixListener,
  UnixStream,
} from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryDirectory, temporaryPath } from './support.js';

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Leaves the file of a socket that is gone. */
function stale(path: string): void {
  UnixListener.listen(path, { keepFile: true }).close();
}

describe('permissions', () => {
  let umask: number;
  beforeEach(() => {
    umask = process.umask(0o022);
  });
  afterEach(() => {
    process.umask(umask);
  });

  it.each([0o600, 0o660, 0o666, 0o777, 0o000])('are what was asked for, whatever the umask', wanted => {
    const path = temporaryPath();
    using listener = UnixListener.listen(path, { mode: wanted });
    expect([mode(path), listener.closed]).toEqual([wanted.toString(8), false]);
  });

  it('are the umask’s by default', () => {
    const path = temporaryPath();
    using listener = UnixListener.listen(path);
    expect([mode(path), listener.closed]).toEqual(['755', false]);
  });

  it.each([-1, 0o1000, 1.5])('of %d make no sense', wanted => {
    expect(() => UnixListener.listen(temporaryPath(), { mode: wanted })).toThrow(
      /mode must be from 0 to 0o777/,
    );
  });
});

describe('an address that is taken', () => {
  it('by a dead socket is taken over; the file is then its new owner’s', () =>
    expectNoLeak(() => {
      const path = temporaryPath();
      stale(path);
      expect(probePath(path)).toBe('stale');
      expect(() => UnixListener.listen(path, { reclaim: false })).toThrow(
        /EADDRINUSE: the file of a socket that is gone is there/,
      );
      using listener = UnixListener.listen(path);
      expect([probePath(path), listener.closed]).toEqual(['live', false]);
      expect(readdirSync(join(path, '..'))).toEqual(['socket']);
    }));

  it.each([
    ['a listener', (path: string) => UnixListener.listen(path)],
    ['a listener of seqpackets', (path: string) => UnixListener.listen(path, { type: 'seqpacket' })],
    ['a datagram socket', (path: string) => UnixDatagram.open({ local: path })],
    ['a listener with a full queue', (path: string) => UnixListener.listen(path, { backlog: 0 })],
  ] as const)('by %s is not', async (_what, take) => {
    const path = temporaryPath();
    using first = take(path);
    const clients = _what.includes('full') ? [await UnixStream.connect(path)] : [];
    expect(probePath(path)).toBe('live');
    expect(removeStale(path)).toBe(false);
    for (const second of [() => UnixListener.listen(path), () => UnixDatagram.open({ local: path })]) {
      expect(second).toThrow(/bind EADDRINUSE: a live socket has this address/);
    }
    expect(first.closed).toBe(false);
    for (const client of clients) client.destroy();
  });

  it('by a socket that is bound and does not listen yet is not', async () => {
    const path = temporaryPath();
    using server = UnixListener.listen(freshName());
    const client = await UnixStream.connect(server.local, { local: path });
    expect(probePath(path)).toBe('live');
    expect(() => UnixListener.listen(path)).toThrow(/a live socket has this address/);
    client.destroy();
  });

  it('by a datagram socket that is connected to another is not', async () => {
    const [a, b] = [temporaryPath('a'), temporaryPath('b')];
    using first = UnixDatagram.open({ local: a });
    using second = await UnixDatagram.connect(a, { local: b });
    expect([probePath(b), first.closed, second.closed]).toEqual(['live', false, false]);
  });

  it.each([
    ['a file', (path: string) => writeFileSync(path, 'precious')],
    ['a directory', (path: string) => mkdirSync(path)],
    [
      'a link to a dead socket',
      (path: string) => {
        stale(`${path}.target`);
        symlinkSync(`${path}.target`, path);
      },
    ],
  ])('by %s is not', (_what, take) => {
    const path = temporaryPath();
    take(path);
    expect(() => UnixListener.listen(path)).toThrow(/EADDRINUSE: a file is there that is no socket/);
    expect([existsSync(path), probePath(path), removeStale(path)]).toEqual([true, 'not a socket', false]);
  });

  it('by nobody: there is nothing to remove', () => {
    expect([probePath('/nowhere/x'), removeStale('/nowhere/x')]).toEqual(['absent', false]);
  });
});

describe('the file of a socket that closes', () => {
  it('goes, unless another has taken its place', () => {
    const path = temporaryPath();
    const listener = UnixListener.listen(path);
    unlinkSync(path);
    using successor = UnixListener.listen(path);
    listener.close();
    expect([existsSync(path), successor.closed]).toEqual([true, false]);
  });

  it('stays when it was moved, and nothing fails when it is gone', () => {
    const path = temporaryPath();
    const moved = UnixListener.listen(path);
    renameSync(path, `${path}.moved`);
    moved.close();
    expect(existsSync(`${path}.moved`)).toBe(true);
    const gone = UnixListener.listen(path);
    unlinkSync(path);
    gone.close();
  });

  it('is the link’s target when its directory is reached through a link', () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'real'));
    symlinkSync('real', join(directory, 'link'));
    const listener = UnixListener.listen(join(directory, 'link/socket'));
    expect(lstatSync(join(directory, 'real/socket')).isSocket()).toBe(true);
    listener.close();
    expect(existsSync(join(directory, 'real/socket'))).toBe(false);
  });
});

describe('long paths', () => {
  const component = 'd'.repeat(100);

  it.each([
    ['of 108 bytes', (directory: string) => join(directory, 'x'.repeat(107 - directory.length))],
    ['of 109 bytes', (directory: string) => join(directory, 'x'.repeat(108 - directory.length))],
    [
      'in deep directories',
      (directory: string) => join(directory, component, component, component, 'socket'),
    ],
    ['with a name of 255 bytes', (directory: string) => join(directory, component, 'n'.repeat(255))],
  ])('%s work for every type and leave nothing behind', (_what, make) =>
    expectNoLeak(async () => {
      const directory = temporaryDirectory();
      const path = make(directory);
      mkdirSync(join(path, '..'), { recursive: true });
      const listener = UnixListener.listen(path, { mode: 0o640 });
      expect([mode(path), String(listener.local)]).toEqual(['640', path]);
      const client = await UnixStream.connect(path);
      expect(() => UnixListener.listen(path)).toThrow(/EADDRINUSE: a live socket/);
      client.destroy();
      listener.close();
      expect(existsSync(path)).toBe(false);

      stale(path);
      using receiver = UnixDatagram.open({ local: path });
      using sender = UnixDatagram.open();
      await sender.send('x', { to: path });
      expect((await receiver.receive())!.data.toString()).toBe('x');
      using connected = await UnixDatagram.connect(path);
      await connected.sendMany(['y']);
      expect((await receiver.receive())!.data.toString()).toBe('y');
      expect(readdirSync(join(path, '..'))).toHaveLength(1);
    }),
  );

  it('say when a name is longer than any file system takes', () => {
    const directory = join(temporaryDirectory(), component);
    mkdirSync(directory);
    expect(() => UnixListener.listen(join(directory, 'n'.repeat(256)))).toThrow(
      /ENAMETOOLONG: the name of the file has 256 bytes/,
    );
    expect(() => UnixListener.listen(join(directory, component, 'absent'))).toThrow(/bind ENOENT/);
  });
});

it('a directory that may not be written is named', () => {
  expect(() => UnixListener.listen('/proc/nothing')).toThrow(/bind (EACCES|EPERM|ENOENT).*\/proc\/nothing/);
  expect(() => UnixListener.listen(UnixAddress.path('/nowhere/socket'))).toThrow(
    'bind ENOENT: No such file or directory (/nowhere/socket)',
  );
});
